import type { ChainState } from '../audit'
import type { Organisation } from '../organisations'
import { shortDay, type Day } from '../platform/clock'
import { deedWords } from '../vocabulary/deed-words'
import type { RecordLine } from './record-line'
import {
  ALL,
  deeds,
  entryId,
  exportHref,
  fieldsOf,
  recordHref,
  SENSITIVE,
  writePlace,
  type RecordWish,
} from './record-wish.rules'
import { sideWords, timeOf, wordsOf } from './record-words'
import { faultWords, firstFault } from './state.view'

type Found = {
  readonly wish: RecordWish
  readonly problems: Readonly<Record<string, string>>
  readonly bodies: readonly Organisation[]
  readonly lines: readonly RecordLine[]
  readonly hasOlder: boolean
  readonly isPaged: boolean
  readonly states: readonly (ChainState & { readonly body: string })[]
  readonly today: Day
  /** How the person in the filter is called when signing in. */
  readonly username: string
}

const option = (value: string, words: string, chosen: string) => ({
  ...{ value, words },
  selected: value === chosen,
})

const selectsOf = ({ wish, bodies }: Found) => [
  {
    ...{ id: 'f-body', name: 'body', label: '单位' },
    options: [
      ...bodies.map(body => option(body.id, body.name, wish.body)),
      ...(bodies.length > 1 ? [option(ALL, '本单位和下级单位', wish.body)] : []),
    ],
  },
  {
    ...{ id: 'f-side', name: 'side', label: '哪一边' },
    options: [
      option('', '两边', wish.side),
      option('staff', sideWords.staff, wish.side),
      option('reporter', sideWords.reporter, wish.side),
    ],
  },
  {
    ...{ id: 'f-deed', name: 'deed', label: '操作' },
    options: [
      option('', '全部', wish.deed),
      option(SENSITIVE, '看身份、遮盖内容和原件', wish.deed),
      ...deeds.map(deed => option(deed, deedWords[deed], wish.deed)),
    ],
  },
]

const toLine = ({ entry, body, who, caseLabel }: RecordLine, today: Day) => ({
  href: `/staff/audit/${entryId(entry)}`,
  day: shortDay(entry.onDay, today),
  time: timeOf(entry),
  what: wordsOf(entry.deed),
  ...{ body, who, caseLabel },
  ground: entry.ground ?? '',
})

/** Everything views/auditing/list.ejs prints. */
export const toListPage = (found: Found) => {
  const { wish, lines, hasOlder, isPaged, states, today } = found
  const last = lines.at(-1)?.entry
  const fault = firstFault(states)
  return {
    title: '操作记录',
    queryErrors: found.problems,
    broken: fault === undefined ? '' : faultWords(fault),
    fields: { ...fieldsOf(wish), person: found.username },
    selects: selectsOf(found),
    lines: lines.map(line => toLine(line, today)),
    count: lines.length,
    older: hasOlder && last !== undefined ? recordHref(wish, writePlace(last)) : '',
    newest: isPaged ? recordHref(wish) : '',
    exportHref: exportHref(wish),
  }
}

/** Everything views/auditing/entry.ejs prints. */
export const toEntryPage = (line: RecordLine, today: Day) => {
  const { entry, body } = line
  const { chain, seq, side, deed, subject, actorId, caseId, onDay } = entry
  const { what, time, who, caseLabel, ground } = toLine(line, today)
  const rows = [
    ['操作', `${what}（${deed}）`],
    ['日期', onDay],
    ['时间', time === '' ? '举报人一侧只记日期' : time],
    ['单位', body],
    ['哪一边', sideWords[side]],
    ['谁', actorId === null ? who : `${who}（${actorId}）`],
    ['线索', caseId === null ? '' : `${caseLabel}（${caseId}）`],
    ['对象', subject ?? ''],
    ['依据', ground],
    ['链和序号', `${chain} 第 ${seq} 条`],
  ] as const
  return {
    title: '一条操作记录',
    what,
    rows: rows.filter(([, words]) => words !== '').map(([name, words]) => ({ name, words })),
  }
}
