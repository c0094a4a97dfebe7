import { momentInWords } from '../accounts'
import { shortLabel, type CaseAction } from '../cases'
import { dayOf, shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { Board, Proposal } from '../proceedings'
import { actionWords, outcomeWords, stateWords } from '../vocabulary/case-words'
import type { StaffId } from '../vocabulary/ids'
import type { ApprovalFile } from './step-page'
import { toHead, toProblem } from './step.view'

const outcomeName = (code: string | null): string =>
  code !== null && Object.hasOwn(outcomeWords, code)
    ? outcomeWords[code as keyof typeof outcomeWords]
    : ''

/** 作出处理决定：行政处罚 */
const whatWords = ({ action, detail }: { action: CaseAction; detail: string | null }): string =>
  [actionWords[action], outcomeName(detail)].filter(part => part !== '').join('：')

type Around = {
  readonly names: ReadonlyMap<string, string>
  readonly today: Day
  readonly viewer: StaffId
  readonly paged: boolean
}

export const toBoardPage = (board: Board, { names, today, viewer, paged }: Around) => ({
  title: '待审批',
  rows: board.rows.map(row => ({
    href: `/staff/approvals/${row.id}`,
    number: shortLabel(row.found.year, row.found.serial),
    what: whatWords(row),
    state: stateWords[row.found.state],
    askedBy: names.get(row.askedBy) ?? '同事',
    on: shortDay(dayOf(row.askedAt), today),
    own: row.askedBy === viewer,
  })),
  next: board.next === undefined ? '' : `/staff/approvals?after=${board.next}`,
  first: paged ? '/staff/approvals' : '',
})

const endWords: Record<Exclude<Proposal['state'], 'asked'>, string> = {
  approved: '已经同意',
  'turned-down': '没有同意',
  'taken-back': '提请的人撤回了',
  overtaken: '这一件已经往下走了，这一项不再需要审批',
}

/** 周启明在 11 月 22 日 10:42 已经同意。 */
const answerWords = ({ proposal, answeredBy }: ApprovalFile): string => {
  const { state, answeredAt } = proposal
  if (state === 'asked') return ''
  const who =
    answeredBy === '' || answeredAt === null ? '' : `${answeredBy}在 ${momentInWords(answeredAt)} `
  return `${who}${endWords[state]}。`
}

const linesOf = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')

export const toApprovalPage = (file: ApprovalFile, form: FormState, problem?: string) => {
  const { head, proposal, may, limits } = file
  const open = proposal.state === 'asked'
  return {
    title: `审批 ${whatWords(proposal)} ${head.label}`,
    stepName: whatWords(proposal),
    ...toHead(head, ''),
    problems: problem === undefined ? [] : [toProblem(problem)],
    answered: answerWords(file),
    answerReason: linesOf(proposal.answer),
    facts: [
      { head: '提请', words: `${file.askedBy}，${momentInWords(proposal.askedAt)}` },
      ...(file.groundName === '' ? [] : [{ head: '依据', words: file.groundName }]),
    ],
    reason: linesOf(proposal.reason),
    action: `/staff/approvals/${proposal.id}`,
    mayAnswer: open && may === 'answer',
    mayTakeBack: open && may === 'take-back',
    reasonHint: `不同意要写理由，提请的人看得到，举报人看不到。至少 ${limits.min} 字。`,
    reasonLimit: limits.max,
    chosen: form.values['decision'] ?? '',
    values: form.values,
    formErrors: form.errors,
  }
}
