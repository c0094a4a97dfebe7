import type { Case, CaseTitle } from '../cases'
import { shortDay, type Day } from '../platform/clock'
import {
  identityWords,
  lampWords,
  sourceWords,
  stateWords,
  type LampColour,
} from '../vocabulary/case-words'
import { caseHref } from '../vocabulary/staff-paths'
import { writePick } from './bulk-step'
import type { FoldedRow, Options, QueueRow } from './queue'
import { wordsOf } from './queue-filters.view'
import { marksOf } from './row-marks.view'

const dueClass = (colour: LampColour): string =>
  colour === 'red' || colour === 'amber' ? colour : 'plain'

const titleWords = (title: CaseTitle | undefined) =>
  title === undefined
    ? { target: '还打不开', gist: '您的钥匙要由本岗位的同事先确认。', identity: '' }
    : { target: title.target, gist: title.gist, identity: identityWords[title.identity] }

const behaviourWords = (found: Case, options: Options) => ({
  first: wordsOf(options.behaviour, found.behaviour),
  more: found.behaviours.length > 1 ? `等 ${found.behaviours.length} 项` : '',
})

const toFolded = ({ found, number, title, mark }: FoldedRow, back: string) => ({
  href: caseHref(found.id, { back }),
  pick: writePick({ caseId: found.id, seen: mark }),
  number,
  target: titleWords(title).target,
  state: stateWords[found.state],
})

/** A line as views/triage/queue.ejs prints it. */
export const toRow = (row: QueueRow, back: string, today: Day, options: Options) => {
  const { found, lamp } = row
  const { nextDueOn } = found
  return {
    href: caseHref(found.id, { back }),
    lamp: lamp.colour,
    dueClass: dueClass(lamp.colour),
    due: lampWords(lamp.colour, lamp.workingDays),
    dueOn: nextDueOn === null ? '' : `${shortDay(nextDueOn, today)} 到期`,
    pick: writePick({ caseId: found.id, seen: row.mark }),
    number: row.number,
    received: `${shortDay(found.receivedOn, today)} 收到`,
    ...titleWords(row.title),
    marks: marksOf(row),
    behaviour: behaviourWords(found, options),
    source: sourceWords[found.source] ?? found.source,
    state: stateWords[found.state],
    who: row.handlers.join('、'),
    folded: row.folded.map(one => toFolded(one, back)),
    foldedWords: row.folded.length === 0 ? '' : `疑似重复 ${row.folded.length}`,
  }
}
