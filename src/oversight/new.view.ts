import type { FormState } from '../platform/http/form'
import type { NewLetterFrame } from './letter'
import { urgencies } from './letter.rules'
import { toProblem, urgencyWords } from './letter.view'

const spelt = (day: string): string => day.replaceAll('-', ' ')

export const toNewPage = (
  { bodies, limits, usualDay }: NewLetterFrame,
  { values, errors }: FormState,
  { once, problem }: { readonly once: string; readonly problem?: string | undefined },
) => ({
  title: '写督办函',
  problems: problem === undefined ? [] : [toProblem(problem)],
  bodies: bodies.map(({ id, name }) => ({ code: id, words: name, chosen: id === values['to'] })),
  urgencies: urgencies.map(code => ({
    ...{ code, words: urgencyWords[code] },
    chosen: code === (values['urgency'] ?? 'plain'),
  })),
  due: values['due'] ?? spelt(usualDay),
  ...{ once, values, limits, formErrors: errors },
})
