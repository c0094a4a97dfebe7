import { momentInWords } from '../accounts'
import { shortLabel, type Case, type CaseAction } from '../cases'
import type { ExtensionBoard } from '../deadlines'
import { dayOf, shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { Board, Proposal } from '../proceedings'
import { actionWords, outcomeWords, stateWords } from '../vocabulary/case-words'
import { lengthInWords } from '../vocabulary/clock-words'
import type { StaffId } from '../vocabulary/ids'
import { caseHref } from '../vocabulary/staff-paths'
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
  readonly rules: ReadonlyMap<string, string>
  readonly today: Day
  readonly viewer: StaffId
  readonly after: { readonly after?: number | undefined; readonly clocks?: number | undefined }
}

type Place = Around['after']

const boardHref = ({ after, clocks }: Place): string => {
  const query = [
    ...(after === undefined ? [] : [`after=${after}`]),
    ...(clocks === undefined ? [] : [`clocks=${clocks}`]),
  ].join('&')
  return query === '' ? '/staff/approvals' : `/staff/approvals?${query}`
}

type Asked = { readonly found: Case; readonly by: StaffId; readonly at: Date }

const toLine = ({ found, by, at }: Asked, { names, today, viewer }: Around) => ({
  number: shortLabel(found.year, found.serial),
  state: stateWords[found.state],
  askedBy: names.get(by) ?? '同事',
  on: shortDay(dayOf(at), today),
  own: by === viewer,
})

/** Each list turns its own pages, and leaves the other where it is. */
export const toBoardPage = (steps: Board, clocks: ExtensionBoard, around: Around) => {
  const { after: place, rules } = around
  return {
    title: '待审批',
    rows: steps.rows.map(row => ({
      href: `/staff/approvals/${row.id}`,
      what: whatWords(row),
      ...toLine({ found: row.found, by: row.askedBy, at: row.askedAt }, around),
    })),
    next: steps.next === undefined ? '' : boardHref({ ...place, after: steps.next }),
    first: place.after === undefined ? '' : boardHref({ ...place, after: undefined }),
    clocks: clocks.rows.map(row => ({
      href: `${caseHref(row.caseId)}/deadlines/${row.deadlineId}`,
      what: `${rules.get(row.ruleCode) ?? '期限'}延长 ${lengthInWords(row.length, row.unit)}`,
      ...toLine({ found: row.found, by: row.askerId, at: row.askedAt }, around),
    })),
    nextClocks: clocks.next === undefined ? '' : boardHref({ ...place, clocks: clocks.next }),
    firstClocks: place.clocks === undefined ? '' : boardHref({ ...place, clocks: undefined }),
  }
}

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
    signed: file.signed,
    mayTakeBack: open && may === 'take-back',
    reasonHint: `不同意要写理由，提请的人看得到，举报人看不到。至少 ${limits.min} 字。`,
    reasonLimit: limits.max,
    chosen: form.values['decision'] ?? '',
    values: form.values,
    formErrors: form.errors,
  }
}
