import { possibleActions, type CaseAction } from '../cases'
import { dayInWords, dayOf } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { stateWords } from '../vocabulary/case-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { Candidate, CaseHead, LastDecision } from './decisions'

const deedWords: Record<CaseAction, string> = {
  accept: '已经受理这一件',
  refuse: '已经决定不予受理',
  assign: '已经分派这一件',
}

const hour = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

/** 周启明在 2026 年 11 月 22 日 10:42 已经受理这一件。 */
const fasterWords = (last: LastDecision | undefined): string =>
  last === undefined
    ? '同事刚刚改过这一件。您的改动还没有保存。'
    : `${last.by}在 ${dayInWords(dayOf(last.at))} ${hour.format(last.at)} ${deedWords[last.action]}。您的改动还没有保存。`

const headOf = ({ found, label, target, last }: CaseHead, back: string, late: boolean) => ({
  number: label,
  target,
  stateNow: stateWords[found.state],
  caseLink: caseHref(found.id, { back }),
  lateWords: late ? fasterWords(last) : '',
  seen: last?.id ?? 'none',
  back,
})

type Extra = { readonly back: string; readonly late?: boolean }

export const toMovedOnPage = (head: CaseHead, back: string) => ({
  title: `${head.label} 别人刚改过`,
  ...headOf(head, back, true),
})

type Ground = {
  readonly code: string
  readonly data: { readonly name: string; readonly told: string }
}

export const toRefusePage = (
  head: CaseHead,
  form: FormState,
  shown: Extra & {
    readonly grounds: readonly Ground[]
    readonly limits: { readonly min: number; readonly max: number }
  },
) => ({
  title: `不予受理 ${head.label}`,
  ...headOf(head, shown.back, shown.late === true),
  action: `/staff/cases/${head.found.id}/refuse`,
  possible: possibleActions(head.found.state).includes('refuse'),
  grounds: shown.grounds.map(({ code, data }, index) => ({
    id: index === 0 ? 'ground' : `ground-${code}`,
    code,
    name: data.name,
    told: data.told,
    chosen: form.values['ground'] === code,
  })),
  reasonHint: `写给同事和上级看，举报人看不到。至少 ${shown.limits.min} 字。`,
  reasonLimit: shown.limits.max,
  values: form.values,
  formErrors: form.errors,
})

export const toAssignPage = (
  head: CaseHead,
  errors: FormState['errors'],
  shown: Extra & {
    readonly candidates: readonly Candidate[]
    readonly ticked: readonly string[]
    readonly handling: readonly string[]
  },
) => ({
  title: `分派 ${head.label}`,
  ...headOf(head, shown.back, shown.late === true),
  action: `/staff/cases/${head.found.id}/assign`,
  possible: possibleActions(head.found.state).includes('assign') && shown.candidates.length >= 2,
  tooFew: shown.candidates.length < 2,
  people: shown.candidates.map(({ id, name, load }, index) => ({
    field: index === 0 ? 'handlers' : `handlers-${index}`,
    id,
    name,
    load: `在办 ${load} 件`,
    handling: shown.handling.includes(id),
    ticked: shown.ticked.includes(id),
  })),
  formErrors: errors,
})
