import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import type { Clock, Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import { createCalendarCache } from './calendar-cache.service'
import { insertYear } from './calendar.repository'
import type { Calendar } from './calendar.rules'
import { countClock } from './clock.rules'
import type { ClockMove, ClockPause, Deadline, DueDate } from './deadline'
import { deleteDeadlines, listDeadlines, moveDeadlines, nextDays } from './deadlines.repository'
import { deleteExtensions } from './extensions.repository'
import { createExtensions, type Extensions } from './extensions.service'
import { createLamps, type Lamps } from './lamps.service'
import { createOrders, type Orders } from './orders.service'
import { deletePauses, listPauses } from './pauses.repository'
import { createRecounting, type Recounting } from './recount.service'
import { shippedCalendar } from './shipped-calendar'

type Deps = {
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly audit: Audit
  readonly cases: Pick<
    Cases,
    'setNextDue' | 'setNextDues' | 'markPending' | 'lock' | 'visibleAmong'
  >
}

export type ReporterClock = Deadline & { readonly words: string }

export type Deadlines = Omit<Orders, 'settle'> &
  Lamps &
  Omit<Recounting, 'recountOne'> & {
    /** All clocks of a case, next due first, those that are done with them. */
    readonly forCase: (tx: Tx, caseId: CaseId) => Promise<Deadline[]>
    readonly extensions: Extensions
    /** The pauses of these clocks, in the order of time. */
    readonly pausesOf: (tx: Tx, clocks: readonly Deadline[]) => Promise<ClockPause[]>
    /** The clock that is due next; of a case that stands still, the one that was; undefined: nothing runs. */
    readonly nextDue: (tx: Tx, caseId: CaseId) => Promise<Deadline | undefined>
    /** The same of those that a reporter may see, in the reporter's words: the rule says which. */
    readonly nextForReporter: (tx: Tx, caseId: CaseId) => Promise<ReporterClock | undefined>
    /** The last day of a term that no clock of a case runs for, by the calendar of today. */
    readonly dueAfter: (tx: Tx, term: DayTerm, on: Day) => Promise<DueDate>
    /** The calendar of today, kept for half a minute. */
    readonly calendar: (tx: Tx) => Promise<Calendar>
    readonly forgetCalendar: () => void
    /** New due days of clocks that run, and the next due day of each of their cases. */
    readonly move: (tx: Tx, moves: readonly ClockMove[]) => Promise<void>
    /** Retention: every clock of the case. */
    readonly erase: (tx: Tx, caseId: CaseId) => Promise<void>
    /** Brings the shipped calendar in. Safe to repeat. */
    readonly seedCalendar: (tx: Tx) => Promise<void>
  }

type DayTerm = {
  readonly length: number
  readonly unit: 'working' | 'natural' | 'months' | 'years'
}

const nextOf = <T extends Deadline>(clocks: readonly T[]): T | undefined => {
  const running = clocks.filter(({ doneOn }) => doneOn === null)
  return running.find(({ pausedOn }) => pausedOn === null) ?? running[0]
}

/** Clocks of the house (whether a crime is handed to the police) are left out before anything is chosen. */
const forReporter = async (
  { ruleOf }: Recounting,
  tx: Tx,
  caseId: CaseId,
): Promise<ReporterClock[]> => {
  const seen: ReporterClock[] = []
  for (const clock of await listDeadlines(tx, caseId)) {
    const words = (await ruleOf(tx, clock)).data.reporterWords
    if (words !== undefined) seen.push({ ...clock, words })
  }
  return seen
}

export const createDeadlines = (deps: Deps): Deadlines => {
  const { lawbook, clock, cases } = deps
  const calendar = createCalendarCache(clock)
  const recounting = createRecounting(lawbook, calendar)
  const orders = createOrders({ ...deps, calendar, recounting })

  return {
    ...orders,
    ...recounting,
    extensions: createExtensions({ ...deps, recounting, orders }),
    ...createLamps(lawbook, calendar),
    forCase: listDeadlines,
    pausesOf: (tx, clocks) =>
      listPauses(
        tx,
        clocks.map(({ id }) => id),
      ),
    nextDue: async (tx, caseId) => nextOf(await listDeadlines(tx, caseId)),
    nextForReporter: async (tx, caseId) => nextOf(await forReporter(recounting, tx, caseId)),
    calendar: calendar.read,
    dueAfter: async (tx, term, on) => {
      const rule = { ...term, direction: 'after' } as const
      return countClock(await calendar.read(tx), rule, { on, at: null })
    },
    forgetCalendar: calendar.forget,
    move: async (tx, moves) => {
      await moveDeadlines(tx, moves)
      const caseIds = new Set(moves.map(({ caseId }) => caseId))
      await cases.setNextDues(tx, await nextDays(tx, [...caseIds]))
    },
    erase: async (tx, caseId) => {
      await deleteExtensions(tx, caseId)
      await deletePauses(tx, caseId)
      await deleteDeadlines(tx, caseId)
    },
    seedCalendar: async tx => {
      for (const year of shippedCalendar()) await insertYear(tx, year)
      calendar.forget()
    },
  }
}
