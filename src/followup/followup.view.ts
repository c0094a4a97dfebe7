import type { Amendment, AmendmentKind, Standing } from '../amendments'
import type { OpenAppeal } from '../appeals'
import type { AuditEntry } from '../audit'
import { caseLabel, type CaseState, type Officer } from '../cases'
import type { Lamp } from '../deadlines'
import type { Message } from '../dialogue'
import { dayInWords, type Day } from '../platform/clock'
import { rewardWords } from './claim.view'
import { aboveDeeds, lookOf, stepOf } from './course.rules'
import type { FollowFacts } from './followup'
import { toIdentityLooks } from './identity-looks.view'

export const waitSentence = (wait: string): string =>
  `操作太快，还没有发出。请 ${wait}后再试，写好的话还在`

const nowOf: Record<CaseState, string> = {
  received: '已收到，正在登记受理',
  accepted: '已受理，正在安排人核查',
  checking: '正在核查线索',
  filed: '核查属实，已经立案',
  investigating: '已经立案，正在调查取证',
  reviewing: '调查完了，正在做法制审核',
  reviewed: '法制审核完了，正在作处理决定',
  decided: '已经作出处理决定，正在落实',
  closed: '已经办结',
  archived: '已经办结',
  refused: '没有受理',
  'handed-over': '已经移送给主管的部门',
  redirected: '这件事要向别的部门反映',
  merged: '已经和同一件事的另一份举报并在一起办',
  'not-filed': '核查完了，没有立案',
  suspended: '暂时停下来了，期限也停着',
  withdrawn: '您撤回了举报，已经停止办理',
}

const moreOf: Partial<Record<CaseState, string>> = {
  refused: '理由在下面的留言里。有新的情况或者证据，可以接着补充，我们会再看。',
  decided: '怎么处理的，写在下面的留言里。',
  closed: '结果写在下面的留言里。有新的情况，可以接着补充。',
  archived: '结果写在下面的留言里。有新的情况，可以接着补充。',
  'handed-over': '移送给了谁、为什么，写在下面的留言里。',
  redirected: '该找谁、怎么找，写在下面的留言里。',
  merged: '您的查询码照样能用，先后次序也照您的算。进展在这里看。',
  'not-filed': '理由写在下面的留言里。有新的情况或者证据，可以接着补充，我们会再看。',
  suspended: '原因写在下面的留言里。恢复办理的时候会再告诉您。',
  withdrawn: '改主意了，可以在下面恢复，或者补充新的情况。',
}

/** Of a merged report the leading case tells where things stand; that somebody else took theirs back, nobody is told. */
const standOf = ({ found, lead }: Pick<FollowFacts, 'found' | 'lead'>) => {
  if (lead === undefined) return { now: nowOf[found.state], more: moreOf[found.state] ?? '' }
  const state = lead.state === 'withdrawn' ? 'closed' : lead.state
  const joined = `和同一件事的另一份举报并在一起办。${moreOf.merged ?? ''}`
  return { now: nowOf[state], more: `${joined}${moreOf[state] ?? ''}` }
}

const lampWord: Record<Lamp, string> = { normal: '在期限内', near: '快到期', overdue: '已超期' }
const lampClass: Record<Lamp, string> = {
  normal: '',
  near: ' jb-status--amber',
  overdue: ' jb-status--red',
}

/** 11 月 24 日 */
export const monthAndDay = (day: Day): string => dayInWords(day).replace(/^\d+ 年 /, '')

const dueSentence = ({
  words,
  dueOn,
  provisional,
  workingDaysLeft: left,
}: NonNullable<FollowFacts['due']>) => {
  const rest = left >= 0 ? `还有 ${left} 个工作日` : `已经超过 ${-left} 个工作日，上级看得到`
  const unsure = provisional ? '（这一年的放假安排还没公布，日期可能变）' : ''
  return `${monthAndDay(dueOn)}前${words}，${rest}${unsure}`
}

const officerName = (officers: readonly Officer[], staffId: string | null): string => {
  const officer = officers.find(one => one.staffId === staffId)
  return officer === undefined ? '受理人员' : `承办人 ${officer.number} 号`
}

/** Whether anybody has read what the reporter wrote, by the day. */
const readWords = ({ from, readByStaffOn }: Message): string => {
  if (from === 'staff') return ''
  return readByStaffOn === null ? '还没有人看' : `${monthAndDay(readByStaffOn)}有人看过`
}

const toMessageLine = (officers: readonly Officer[]) => (message: Message) => {
  const mine = message.from === 'reporter'
  const isNew = !mine && message.readByReporterOn === null
  return {
    by: mine ? '您' : officerName(officers, message.staffId),
    day: message.sentOn,
    when: monthAndDay(message.sentOn),
    read: readWords(message),
    lines: message.body.split('\n').filter(line => line.trim() !== ''),
    isNew,
    classes: `${mine ? ' jb-msg--mine' : ''}${isNew ? ' jb-msg--new' : ''}`,
  }
}

const changeWords: Readonly<Record<AmendmentKind, string>> = {
  named: '您改成了实名',
  'reward-withdrawn': '您放弃了奖励',
  'reward-restored': '您恢复了领奖励的意愿',
  'contact-withdrawn': '您不希望在留言里被追问',
  'contact-restored': '您同意在留言里被问到',
  'report-withdrawn': '您撤回了举报',
  'report-restored': '您恢复了举报',
}

const whoDid = (officers: readonly Officer[], { side, deed, actorId }: AuditEntry): string => {
  if (side === 'reporter') return '您'
  return aboveDeeds.includes(deed) ? '上级督办' : officerName(officers, actorId)
}

const whatWasDone = ({ deed, side }: AuditEntry): string =>
  deed === 'message.sent' && side === 'reporter' ? '您留言' : (stepOf[deed] ?? '')

const isBeginning = ({ deed }: AuditEntry): boolean =>
  deed === 'case.received' || deed === 'case.registered'

/** Of changes the record says only that there was one; what it was is told from the change itself, in order. */
const namedChanges = (
  deeds: readonly AuditEntry[],
  { amendments, reportId }: Pick<FollowFacts, 'amendments' | 'reportId'>,
): ReadonlyMap<AuditEntry, Amendment | undefined> => {
  const recorded = deeds.filter(
    ({ deed, actorId }) => deed === 'report.amended' && actorId === reportId,
  )
  return new Map(recorded.map((entry, at) => [entry, amendments.at(-1 - at)]))
}

/** What the leading case went through since comes after everything of the same day. */
const withLead = ({ deeds, lead }: FollowFacts): readonly AuditEntry[] =>
  lead === undefined
    ? deeds
    : [...lead.steps, ...deeds].sort((one, other) => other.onDay.localeCompare(one.onDay))

/**
 * Newest first. Of one day only the order within each side is known, for a reporter's hour is not kept:
 * but nothing came before the report itself.
 */
const toLog = (facts: FollowFacts) => {
  const { officers, reportId } = facts
  const deeds = withLead(facts)
  const steps = deeds
    .filter(({ deed }) => stepOf[deed] !== undefined)
    // What another reporter of the same case changed is none of this one's.
    .filter(({ deed, actorId }) => deed !== 'report.amended' || actorId === reportId)
  const changes = namedChanges(facts.deeds, facts)
  const inOrder = [
    ...steps.filter(entry => !isBeginning(entry)),
    ...steps.filter(entry => isBeginning(entry)),
  ]
  return inOrder.map(entry => {
    const change = changes.get(entry)
    return {
      day: entry.onDay,
      when: monthAndDay(entry.onDay),
      what: change === undefined ? whatWasDone(entry) : changeWords[change.kind],
      who: whoDid(officers, entry),
    }
  })
}

/** One line a person, deed and day, so that ten openings of one photo are one line. */
const toLooks = (
  { deeds, officers }: Pick<FollowFacts, 'deeds' | 'officers'>,
  wordsOf: typeof lookOf,
): string[] => [
  ...new Set(
    deeds
      .filter(({ deed }) => wordsOf[deed] !== undefined)
      .map(
        entry =>
          `${monthAndDay(entry.onDay)}，${whoDid(officers, entry)}${wordsOf[entry.deed] ?? ''}`,
      ),
  ),
]

const readDeeds: readonly AuditEntry['deed'][] = ['original.viewed', 'original.unmasked']

/** The receipt of reading, by the day. */
const readReceipt = (deeds: readonly AuditEntry[]): string => {
  const last = deeds.find(({ deed }) => readDeeds.includes(deed))
  return last === undefined
    ? '还没有人读过。'
    : `已经有人读过，最近一次是 ${monthAndDay(last.onDay)}。`
}

const anonymous = '您是匿名举报，系统里没有您的身份信息。'

/** A code that an officer has seen opens status and messages only (ADR 0022). */
const atOffice = '身份信息谁看过，用这个查询码看不到；带证件到窗口核对以后可以问。'

const identitySentence = (
  { standing: { identity, reward }, code }: Pick<FollowFacts, 'standing' | 'code'>,
  seen: boolean,
): string => {
  if (code !== 'own') return atOffice
  if (identity === 'named')
    return `您是实名举报，姓名、电话和证件号单独加密，办案人员看不到。${seen ? '谁申请看、谁看过，都在下面。' : '到现在没有人看过。'}`
  return identity === 'anon-claim' && reward === 'wished'
    ? `${anonymous}领奖励的时候才核对身份。`
    : anonymous
}

const takenBack = ({ withdrawn, contact }: Standing, changes: readonly Amendment[]): string[] => [
  ...(withdrawn ? ['您撤回了举报。改主意了，可以恢复。'] : []),
  ...(contact === 'declined' && changes.length > 0 ? ['您不希望在留言里被追问。'] : []),
]

const pathOf = { objection: '/follow/objection', protection: '/follow/retaliation' } as const
const nameOf = { objection: '有异议', protection: '我受到了报复' } as const

/** What was laid before the body above, one line each, the newest first. */
const toAppealLine = ({ kind, madeOn, readOn, actedOn, answers }: OpenAppeal) => {
  const news = answers.some(({ readByReporterOn }) => readByReporterOn === null)
  const state = (): string => {
    if (actedOn !== null) return `${monthAndDay(actedOn)}已经处理`
    if (answers.length > 0) return '上级答复了您'
    return readOn === null ? '还没有人看过' : `${monthAndDay(readOn)}有人看过`
  }
  return {
    href: pathOf[kind],
    words: `${nameOf[kind]}，${monthAndDay(madeOn)}交给上级`,
    state: state(),
    news,
  }
}

/** What the reporter can do; what is not possible any more is not offered. */
const toDoors = ({ standing, above }: FollowFacts) => ({
  identity: standing.identity !== 'named',
  protection: above ? '当天转专人处理' : '上级还没有接入，这里有电话',
})

const toStatus = ({ found, lead, due }: FollowFacts) => ({
  ...standOf({ found, lead }),
  ...(due === undefined
    ? { classes: ' jb-status--pause' }
    : { classes: lampClass[due.lamp], lamp: lampWord[due.lamp], due: dueSentence(due) }),
})

export const toFollowPage = (facts: FollowFacts) => {
  const { found, messages, officers, deeds, files, limits, standing } = facts
  const lines = messages.map(toMessageLine(officers))
  const fresh = lines.filter(({ isNew }) => isNew).length
  const identityLooks = toIdentityLooks(facts)
  return {
    title: `您的举报：${standOf(facts).now}`,
    number: caseLabel(found.year, found.serial),
    received: monthAndDay(found.receivedOn),
    status: toStatus(facts),
    taken: takenBack(standing, facts.amendments),
    messages: lines,
    messagesHeading: fresh > 0 ? `留言（${fresh} 条新的）` : '留言',
    log: toLog(facts),
    seen: toLooks(facts, lookOf),
    material: `文字 1 份，文件 ${files} 个。${readReceipt(deeds)}`,
    identity: identitySentence(facts, identityLooks.length > 0),
    identityLooks,
    appeals: [...facts.appeals].reverse().map(toAppealLine),
    doors: toDoors(facts),
    reward: rewardWords(facts),
    once: facts.once,
    code: facts.code,
    limit: limits.message.toLocaleString('en-US'),
    idle: `${limits.idle} 分钟不操作会自动退出`,
  }
}
