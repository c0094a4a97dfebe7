import type { CaseAwards } from '../awards'
import type { FormState } from '../platform/http/form'
import { inYuan } from '../vocabulary/money'

type Answers = CaseAwards['awards'][number]['grounds']['conditions']

const answersOf = (answers: Answers): [string, string][] =>
  answers.map(({ code, yes }) => [`t_${code}`, yes ? 'yes' : 'no'])

/** A part of one, as a percentage: 0.035 is 3.5. */
const percentOf = (rate: string): string =>
  rate === '' ? '' : String(Number((Number(rate) * 100).toFixed(2)))

/** What was proposed and came back, to be mended and not typed again. Its mark is not used again. */
export const valuesOfReturned = ({ awards: [last] }: CaseAwards): FormState['values'] => {
  if (last?.state !== 'returned') return {}
  const { kind, summary, grounds } = last
  const { decision, grade, subject, insider, rate, basis } = summary
  const { conditions, exclusions, conditionsWhy, exclusionsWhy } = grounds
  return {
    ...Object.fromEntries([...answersOf(conditions), ...answersOf(exclusions)]),
    ...{ conditionsWhy, exclusionsWhy, decision, grade, subject, rate: percentOf(rate) },
    ...(kind === 'grant' ? { basis: inYuan(BigInt(basis)) } : {}),
    ...(insider ? { insider: 'yes' } : {}),
  }
}
