import { caseLabel } from '../cases'
import type { LawEntry } from '../lawbook'
import type { FormState } from '../platform/http/form'
import { lengthInWords } from '../vocabulary/clock-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'
import { clockStartHref } from './clock.rules'

type Rule = LawEntry<'deadline-rule'>

/** What it is, from what it counts, and how long: enough to choose the right one. */
const ruleWords = ({ data }: Rule): string => {
  const period = lengthInWords(data.length, data.unit)
  return data.direction === 'before'
    ? `${data.name}（${data.trigger}以前 ${period}）`
    : `${data.name}（${data.trigger}以后 ${period}）`
}

/** The form by which an officer enters the beginning of a clock. */
export const toClockStart = (
  { found, title }: CaseFile,
  rules: readonly Rule[],
  { form, once }: { readonly form: FormState; readonly once: string },
) => ({
  title: `${caseLabel(found.year, found.serial)}：登记一个期限开始`,
  number: caseLabel(found.year, found.serial),
  target: title?.target ?? '',
  tabLink: caseHref(found.id, { tab: 'deadlines' }),
  action: clockStartHref(found.id),
  rules: rules.map(rule => ({
    ...{ code: rule.code, words: ruleWords(rule) },
    chosen: form.values['rule'] === rule.code,
  })),
  on: form.values['on'] ?? '',
  once,
  formErrors: form.errors,
})
