import { momentInWords } from '../accounts'
import { caseLabel, type Case } from '../cases'
import { dayInWords, dayOf } from '../platform/clock'
import type { StaffActor } from '../vocabulary/actor'
import { sourceWords, stateWords } from '../vocabulary/case-words'
import { isAllowed } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import type { OpenFile } from './record'
import type { VolumeLine, VolumePart } from './volume'

type Decided = { readonly action: string; readonly at: Date }

type Volume = {
  readonly lines: readonly VolumeLine[]
  readonly target: string
  readonly behaviours: readonly string[]
  readonly handlers: readonly string[]
  readonly body: string
  /** The newest first. */
  readonly decisions: readonly Decided[]
  readonly viewer: StaffActor
  readonly now: Date
}

const partWords: Record<VolumePart, string> = {
  clue: '一、线索',
  record: '二、调查材料',
  decision: '三、审核和决定',
  paper: '四、期限和往来',
}

const dayOfStep = (decisions: readonly Decided[], action: string): string => {
  const step = decisions.find(one => one.action === action)
  return step === undefined ? '' : dayInWords(dayOf(step.at))
}

const coverOf = (found: Case, volume: Volume) =>
  [
    { head: '登记编号', words: caseLabel(found.year, found.serial) },
    { head: '案由', words: volume.behaviours.join('；') },
    { head: '被调查的一方', words: volume.target },
    { head: '来源', words: sourceWords[found.source] ?? found.source },
    { head: '收到日期', words: dayInWords(found.receivedOn) },
    { head: '立案日期', words: dayOfStep(volume.decisions, 'file') },
    { head: '决定日期', words: dayOfStep(volume.decisions, 'decide') },
    { head: '结案日期', words: dayOfStep(volume.decisions, 'close') },
    { head: '阶段', words: stateWords[found.state] },
    { head: '承办人', words: volume.handlers.join('、') },
    { head: '卷内材料', words: `${volume.lines.length} 份` },
  ].map(row => ({ ...row, words: row.words === '' ? '—' : row.words }))

const rowsOf = (lines: readonly VolumeLine[]) => {
  const numbered = lines.map((line, at) => ({
    part: line.part,
    number: at + 1,
    name: line.name,
    on: line.on ?? '',
    pages: line.pages,
    maker: line.maker,
    remark: line.remark,
  }))
  return (Object.keys(partWords) as VolumePart[])
    .map(part => ({ words: partWords[part], rows: numbered.filter(row => row.part === part) }))
    .filter(({ rows }) => rows.length > 0)
}

/** For views/investigation/volume. */
export const toVolumePage = ({ found }: OpenFile, volume: Volume) => {
  const label = caseLabel(found.year, found.serial)
  const { displayName } = volume.viewer
  const own = isAllowed(volume.viewer, 'case.view')
  return {
    title: `案卷目录 ${label}`,
    back: own ? caseHref(found.id) : `${caseHref(found.id)}/review`,
    label,
    body: volume.body,
    cover: coverOf(found, volume),
    parts: rowsOf(volume.lines),
    foot: `${label}，${displayName} 于 ${momentInWords(volume.now)} 打印`,
  }
}
