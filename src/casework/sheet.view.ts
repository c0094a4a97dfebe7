import { caseLabel, type Case } from '../cases'
import { dayInWords, dayOf } from '../platform/clock'
import { sourceWords, stateWords } from '../vocabulary/case-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { Brief, CaseFile } from './case-file'

type Clock = {
  readonly name: string
  readonly dueOn: CaseFile['today']
  readonly provisional: boolean
}

type Sheet = {
  readonly brief: Brief
  readonly clocks: readonly Clock[]
  readonly printedBy: string
  readonly printedAt: Date
  readonly body: string
}

const briefLines = [
  ['when', '时间'],
  ['how', '怎么做的'],
  ['amount', '涉及金额'],
  ['where', '哪里能查到'],
] as const

const time = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

const clockWords = ({ name, dueOn, provisional }: Clock): string =>
  `${name}：${dayInWords(dueOn)}前${provisional ? '（暂定，放假安排还没有公布）' : ''}`

const handlerWords = ({ officers }: CaseFile): string =>
  officers
    .filter(({ handling }) => handling)
    .map(({ name }) => name)
    .join('、')

/** Under every paper of a case: whose print it is. */
export const printFoot = ({ year, serial }: Case, by: string, at: Date): string =>
  `${caseLabel(year, serial)}，${by} 于 ${dayInWords(dayOf(at))} ${time.format(at)} 打印`

/** A brief that nobody has checked is the reporter's own words, in part: paper gets only what was checked. */
const briefRows = ({ saved, text }: Brief) =>
  briefLines.map(([field, head]) => ({ head, words: saved ? text[field] : '' }))

/**
 * 线索阅办单: what goes round on paper. No original, no word on who reported or how they chose to: paper is
 * left on desks.
 */
export const toCaseSheet = (
  file: CaseFile,
  { brief, clocks, printedBy, printedAt, body }: Sheet,
) => {
  const { found, title, behaviours } = file
  const label = caseLabel(found.year, found.serial)
  return {
    title: `线索阅办单 ${label}`,
    back: caseHref(found.id),
    body,
    label,
    rows: [
      { head: '登记编号', words: label },
      { head: '收到日期', words: dayInWords(found.receivedOn) },
      { head: '来源', words: sourceWords[found.source] ?? found.source },
      { head: '阶段', words: stateWords[found.state] },
      { head: '被举报对象', words: brief.saved ? brief.text.target : (title?.target ?? '') },
      { head: '行为', words: behaviours.join('；') },
    ],
    brief: briefRows(brief),
    unchecked: !brief.saved,
    clocks: clocks.map(clockWords),
    handlers: handlerWords(file),
    rooms: ['受理意见', '负责人意见', '承办意见', '核查结果'],
    foot: printFoot(found, printedBy, printedAt),
  }
}
