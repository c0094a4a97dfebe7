import type { AuditEntry } from '../audit'
import { caseLabel, type Case, type CaseState, type Officer } from '../cases'
import type { Deadline, Lamp } from '../deadlines'
import type { Message } from '../dialogue'
import { dayInWords, type Day } from '../platform/clock'
import type { Deed } from '../vocabulary/deeds'
import type { ReportContent } from '../vocabulary/report-content'

export const waitSentence = (wait: string): string =>
  `操作太快，还没有发出。请 ${wait}后再试，写好的话还在`

type Facts = {
  readonly found: Case
  readonly content: Pick<ReportContent, 'identity'>
  readonly due: (Deadline & { readonly lamp: Lamp; readonly workingDaysLeft: number }) | undefined
  readonly messages: readonly Message[]
  readonly officers: readonly Officer[]
  readonly deeds: readonly AuditEntry[]
  readonly files: number
  /** Whether an officer has seen the code that opened this, and what became of it. */
  readonly code: 'own' | 'seen' | 'replaced'
  readonly once: string
  readonly limits: { readonly message: number; readonly idle: number }
}

const nowOf: Record<CaseState, string> = {
  received: '已收到，正在登记受理',
  accepted: '已受理，正在安排人核查',
  checking: '正在核查线索',
  refused: '没有受理',
}

const moreOf: Partial<Record<CaseState, string>> = {
  refused: '理由在下面的留言里。有新的情况或者证据，可以接着补充，我们会再看。',
}

const lampWord: Record<Lamp, string> = { normal: '在期限内', near: '快到期', overdue: '已超期' }
const lampClass: Record<Lamp, string> = {
  normal: '',
  near: ' jb-status--amber',
  overdue: ' jb-status--red',
}

/** 11 月 24 日 */
const monthAndDay = (day: Day): string => dayInWords(day).replace(/^\d+ 年 /, '')

const dueSentence = ({ dueOn, provisional, workingDaysLeft: left }: NonNullable<Facts['due']>) => {
  const rest = left >= 0 ? `还有 ${left} 个工作日` : `已经超过 ${-left} 个工作日，上级看得到`
  const unsure = provisional ? '（这一年的放假安排还没公布，日期可能变）' : ''
  return `${monthAndDay(dueOn)}前决定是否立案，${rest}${unsure}`
}

const officerName = (officers: readonly Officer[], staffId: string | null): string => {
  const officer = officers.find(one => one.staffId === staffId)
  return officer === undefined ? '受理人员' : `承办人 ${officer.number} 号`
}

const toMessageLine = (officers: readonly Officer[]) => (message: Message) => {
  const mine = message.from === 'reporter'
  const isNew = !mine && message.readByReporterOn === null
  return {
    by: mine ? '您' : officerName(officers, message.staffId),
    day: message.sentOn,
    when: monthAndDay(message.sentOn),
    lines: message.body.split('\n').filter(line => line.trim() !== ''),
    isNew,
    classes: `${mine ? ' jb-msg--mine' : ''}${isNew ? ' jb-msg--new' : ''}`,
  }
}

const stepOf: Partial<Record<Deed, string>> = {
  'case.received': '您提交了举报',
  'case.registered': '按您说的登记了举报',
  'receipt.replaced': '您换了查询码，旧的作废',
  'case.accepted': '受理',
  'case.refused': '不予受理',
  'case.assigned': '开始核查，已分派两名承办人',
  'message.sent': '给您留言',
  'evidence.added': '您补充了文件',
}
const lookOf: Partial<Record<Deed, string>> = {
  'original.viewed': '看了您写的内容',
  'evidence.viewed': '看了您交的文件',
  'original.downloaded': '取出了一份原始文件',
}
export const deedsShown = [...Object.keys(stepOf), ...Object.keys(lookOf)] as readonly Deed[]

const toStep = (officers: readonly Officer[]) => (entry: AuditEntry) => {
  const mine = entry.side === 'reporter'
  const what = entry.deed === 'message.sent' && mine ? '您留言' : (stepOf[entry.deed] ?? '')
  return {
    day: entry.onDay,
    when: monthAndDay(entry.onDay),
    what,
    who: mine ? '您' : officerName(officers, entry.actorId),
  }
}

const isBeginning = ({ deed }: AuditEntry): boolean =>
  deed === 'case.received' || deed === 'case.registered'

/**
 * Newest first. Of one day only the order within each side is known, for a reporter's hour is not kept:
 * but nothing came before the report itself.
 */
const inOrder = (deeds: readonly AuditEntry[]): AuditEntry[] => [
  ...deeds.filter(entry => !isBeginning(entry)),
  ...deeds.filter(isBeginning),
]

/** One line a person, deed and day, so that ten openings of one photo are one line. */
const toLooks = (deeds: readonly AuditEntry[], officers: readonly Officer[]): string[] => [
  ...new Set(
    deeds
      .filter(({ deed }) => lookOf[deed] !== undefined)
      .map(
        ({ onDay, actorId, deed }) =>
          `${monthAndDay(onDay)}，${officerName(officers, actorId)}${lookOf[deed] ?? ''}`,
      ),
  ),
]

const identitySentence: Record<ReportContent['identity'], string> = {
  anon: '您是匿名举报，系统里没有您的身份信息。',
  'anon-claim': '您是匿名举报，系统里没有您的身份信息。领奖励的时候才核对身份。',
  named: '您是实名举报，姓名、电话和证件号单独加密，办案人员看不到。到现在没有人看过。',
}

const toStatus = ({ found, due }: Facts) => ({
  now: nowOf[found.state],
  more: moreOf[found.state],
  ...(due === undefined
    ? { classes: ' jb-status--pause' }
    : { classes: lampClass[due.lamp], lamp: lampWord[due.lamp], due: dueSentence(due) }),
})

export const toFollowPage = (facts: Facts) => {
  const { found, messages, officers, deeds, files, limits } = facts
  const lines = messages.map(toMessageLine(officers))
  const fresh = lines.filter(({ isNew }) => isNew).length
  return {
    title: `您的举报：${nowOf[found.state]}`,
    number: caseLabel(found.year, found.serial),
    received: monthAndDay(found.receivedOn),
    status: toStatus(facts),
    messages: lines,
    messagesHeading: fresh > 0 ? `留言（${fresh} 条新的）` : '留言',
    log: inOrder(deeds.filter(({ deed }) => stepOf[deed] !== undefined)).map(toStep(officers)),
    seen: toLooks(deeds, officers),
    material: `文字 1 份，文件 ${files} 个`,
    identity: identitySentence[facts.content.identity],
    once: facts.once,
    code: facts.code,
    limit: limits.message.toLocaleString('en-US'),
    idle: `${limits.idle} 分钟不操作会自动退出`,
  }
}
