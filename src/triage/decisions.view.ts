import { LOAD_CAP, possibleActions, type CaseAction } from '../cases'
import { dayInWords, dayOf } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { actionWords, stateWords } from '../vocabulary/case-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { Candidate, CaseHead, LastDecision } from './decisions'

const deedWords: Partial<Record<CaseAction, string>> = {
  accept: '已经受理这一件',
  refuse: '已经决定不予受理',
  assign: '已经分派这一件',
}

const didWords = (action: CaseAction): string =>
  deedWords[action] ?? `已经办了“${actionWords[action]}”`

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
    : `${last.by}在 ${dayInWords(dayOf(last.at))} ${hour.format(last.at)} ${didWords(last.action)}。您的改动还没有保存。`

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

/** 王芳：近亲属在那里工作，须回避，不能分派给这一位 */
export const awayWords = ({ name, conflict }: Candidate): string =>
  `${name}：${conflict}，须回避，不能分派给这一位`

const lampsOf = ({ load }: Candidate) => ({
  open: load.open >= LOAD_CAP ? `在办 ${LOAD_CAP} 件以上` : `在办 ${load.open} 件`,
  overdue: load.overdue === 0 ? '' : `超期 ${load.overdue}`,
  near: load.near === 0 ? '' : `临期 ${load.near}`,
})

type Assigning = Extra & {
  readonly candidates: readonly Candidate[]
  readonly limits: { readonly min: number; readonly max: number }
  /** The body above; '' at the top of the tree. */
  readonly above: string
  /** Whether the person may have them drawn by lot. */
  readonly draws: boolean
  readonly typed: { readonly handlers: readonly string[]; readonly reason: string }
  readonly handling: readonly string[]
}

const tooFewWords = ({ candidates, above }: Assigning): string => {
  if (candidates.length < 2)
    return '本单位能承办的人不够两位。承办人要先登录过一次，才有钥匙；请联系系统管理员。'
  const whom = above === '' ? '上级医保部门' : above
  return `不用回避的承办人不够两位。请由负责人报${whom}，把这一件移交上级办理；或者请上级指定人员。`
}

export const toAssignPage = (head: CaseHead, errors: FormState['errors'], shown: Assigning) => {
  const free = shown.candidates.filter(({ conflict }) => conflict === '')
  const enough = free.length >= 2
  const can = possibleActions(head.found.state).includes('assign')
  return {
    title: `分派 ${head.label}`,
    ...headOf(head, shown.back, shown.late === true),
    action: `/staff/cases/${head.found.id}/assign`,
    possible: can && enough,
    tooFewWords: enough ? '' : tooFewWords(shown),
    people: free.map((one, index) => ({
      field: index === 0 ? 'handlers' : `handlers-${index}`,
      ...{ id: one.id, name: one.name, warning: one.warning, lamps: lampsOf(one) },
      handling: shown.handling.includes(one.id),
      ticked: shown.typed.handlers.includes(one.id),
    })),
    away: shown.candidates.filter(({ conflict }) => conflict !== '').map(awayWords),
    warned: free.some(({ warning }) => warning !== ''),
    reason: shown.typed.reason,
    reasonHint: `选了有提醒的人才写。写给同事和上级看，封存在这一件里。至少 ${shown.limits.min} 字。`,
    reasonLimit: shown.limits.max,
    drawLink: shown.draws && can ? `/staff/draws/new?case=${head.found.id}` : '',
    formErrors: errors,
  }
}
