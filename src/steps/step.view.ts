import type { FormState } from '../platform/http/form'
import { actionWords, stateWords } from '../vocabulary/case-words'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import type { Choice, StepFile, StepHead } from './step-page'

export const toHead = ({ found, label, target, seen }: StepHead, back: string) => ({
  number: label,
  target,
  stateNow: stateWords[found.state],
  caseLink: caseHref(found.id, { back }),
  seen,
  back,
})

/** What is in the way, in words: never a code. */
export const toProblem = (code: string) =>
  refusals[code] ?? { title: '现在还不能办这一步', text: '请回到这一件，看看最新的情况。' }

const toChoices = (field: string, choices: readonly Choice[], chosen: string | undefined) =>
  choices.map(({ code, name, told }, index) => ({
    id: index === 0 ? field : `${field}-${code}`,
    ...{ field, code, name, told, chosen: code === chosen },
  }))

/** The gaps of a notice, as a person reads them before they are filled. */
const gaps: Readonly<Record<string, string>> = {
  ground: '（上面选的理由）',
  told: '',
  receiver: '（上面选的部门）',
  where: '（上面写的办法）',
  outcome: '（处理结果）',
}

const noticeWords = (notice: string): string =>
  notice.replace(/\{(\w+)\}/g, (_, name: string) => gaps[name] ?? '')

const buttonWords = ({ action, transition }: StepFile): string =>
  transition?.approval === undefined ? actionWords[action] : `提请审批：${actionWords[action]}`

type Shown = {
  readonly back: string
  readonly late?: boolean
  /** What stood in the way when it was sent. */
  readonly problem?: string | undefined
}

export const toStepPage = (file: StepFile, form: FormState, shown: Shown) => {
  const { head, action, transition, faults } = file
  const { values } = form
  const late = shown.late === true ? `${head.lastWords}。您的改动还没有保存。` : ''
  const problems = [...(shown.problem === undefined ? [] : [shown.problem]), ...faults]
  return {
    title: `${actionWords[action]} ${head.label}`,
    stepName: actionWords[action],
    ...toHead(head, shown.back),
    late,
    problems: [...new Set(problems)].map(toProblem),
    action: `/staff/cases/${head.found.id}/steps/${action}`,
    possible: transition !== undefined && faults.length === 0,
    gone: transition === undefined,
    needsApproval: transition?.approval !== undefined,
    starts: file.starts.join('、'),
    notice: noticeWords(file.notice),
    grounds: toChoices('ground', file.grounds, values['ground']),
    receivers: toChoices('receiver', file.receivers, values['receiver']),
    outcomes: toChoices('outcome', file.outcomes, values['outcome']),
    asksOther: transition?.needs.includes('other-case') === true,
    asksReason: transition?.needs.includes('reason') === true,
    reasonHint: `写给同事和上级看，举报人看不到。至少 ${file.limits.min} 字。`,
    reasonLimit: file.limits.max,
    buttonWords: buttonWords(file),
    values,
    formErrors: form.errors,
  }
}
