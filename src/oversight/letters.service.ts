import type { Visitor } from '../accounts'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, LetterId } from '../vocabulary/ids'
import { frameLetter, listLetters, readLetter, viewerOf, viewLetter } from './files.service'
import { issue, wasIssued } from './issuing.service'
import type { LetterDeps } from './letter'
import type { LetterList } from './letter.rules'
import { findLetter } from './letters.repository'
import { countList } from './lists.repository'
import { hand, judge, look } from './looking.service'
import { sideAt } from './opening.service'
import { drawSample, poolOf, prepare, readSample, recordOf, samplesOf } from './samples.service'
import { answer, chase, close, prolong, receive, sendBack } from './steps.service'

type Rest<F extends (deps: LetterDeps) => unknown> = ReturnType<F>
type Count = { readonly waiting: number; readonly late: number }

/** Whether somebody can be asked to answer by that day. */
type DayRule = { readonly today: Day; readonly isWorking: (day: Day) => boolean }

export type Letters = {
  readonly issue: Rest<typeof issue>
  readonly wasIssued: (tx: Tx, visitor: Visitor, once: string) => Promise<boolean>
  readonly receive: Rest<typeof receive>
  readonly answer: Rest<typeof answer>
  readonly chase: Rest<typeof chase>
  readonly prolong: Rest<typeof prolong>
  readonly sendBack: Rest<typeof sendBack>
  readonly close: Rest<typeof close>
  readonly hand: Rest<typeof hand>
  readonly look: Rest<typeof look>
  readonly judge: Rest<typeof judge>
  readonly samples: {
    readonly prepare: Rest<typeof prepare>
    readonly draw: Rest<typeof drawSample>
    readonly read: Rest<typeof readSample>
    readonly recordOf: typeof recordOf
    readonly poolOf: typeof poolOf
    readonly list: typeof samplesOf
    readonly most: (tx: Tx) => Promise<number>
  }
  readonly view: Rest<typeof viewLetter>
  /** What a form is read by; recorded by nobody. @throws as view */
  readonly file: Rest<typeof readLetter>
  readonly list: Rest<typeof listLetters>
  readonly frame: Rest<typeof frameLetter>
  readonly days: (tx: Tx) => Promise<DayRule>
  /** Of which case it is, where it exists and this person has nothing to do with it. */
  readonly hiddenCase: (tx: Tx, actor: StaffActor, id: LetterId) => Promise<CaseId | undefined>
  readonly count: (tx: Tx, actor: StaffActor, list: LetterList, cap: number) => Promise<Count>
}

export const createLetters = (deps: LetterDeps): Letters => ({
  issue: issue(deps),
  wasIssued,
  receive: receive(deps),
  answer: answer(deps),
  chase: chase(deps),
  prolong: prolong(deps),
  sendBack: sendBack(deps),
  close: close(deps),
  hand: hand(deps),
  look: look(deps),
  judge: judge(deps),
  samples: {
    ...{ prepare: prepare(deps), draw: drawSample(deps), read: readSample(deps) },
    ...{ recordOf, poolOf, list: samplesOf },
    most: async tx =>
      (await deps.lawbook.limits(tx, { place: '*', on: dayOf(deps.clock()) }))['oversight.sample'],
  },
  view: viewLetter(deps),
  file: readLetter(deps),
  list: listLetters(deps),
  frame: frameLetter(deps),
  days: async tx => {
    const { isWorking } = await deps.deadlines.calendar(tx)
    return { today: dayOf(deps.clock()), isWorking }
  },
  hiddenCase: async (tx, actor, id) => {
    const letter = await findLetter(tx, id)
    if (letter === undefined || letter.caseId === null) return undefined
    return (await sideAt(deps, tx, letter, actor)) === undefined ? letter.caseId : undefined
  },
  count: (tx, actor, list, cap) => countList(tx, list, viewerOf(deps, actor), cap),
})
