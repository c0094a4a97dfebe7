import type { Lawbook } from '../lawbook'
import type { Clock, Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Deadline, DueDate } from './deadline'
import type { Lamp } from './lamp.rules'
import type { DayStep } from './period.rules'

type Deps = { readonly lawbook: Lawbook; readonly clock: Clock }

export type Deadlines = {
  /**
   * Starts a clock; the day itself is not counted. A second start of a clock that runs changes nothing.
   * @throws not-found `law`, refused `deadline.not-a-clock`
   */
  readonly start: (
    tx: Tx,
    caseId: CaseId,
    ruleCode: string,
    at: { readonly place: string; readonly on: Day },
  ) => Promise<DueDate>
  readonly finish: (tx: Tx, caseId: CaseId, ruleCode: string, on: Day) => Promise<void>
  /** All clocks of a case, next due first. */
  readonly forCase: (tx: Tx, caseId: CaseId) => Promise<Deadline[]>
  /** The next day on which something of the case is due. */
  readonly nextDue: (tx: Tx, caseId: CaseId) => Promise<Deadline | undefined>
  /** Working days after `from` up to and with `to`; below zero when `to` is past. */
  readonly workingDaysLeft: (tx: Tx, from: Day, to: Day) => Promise<number>
  readonly lamp: (
    tx: Tx,
    today: Day,
    dueOn: Day,
  ) => Promise<{ lamp: Lamp; workingDaysLeft: number }>
  /** The way from the start to the due day, day by day. */
  readonly explain: (tx: Tx, deadline: Deadline) => Promise<DayStep[]>
  /** Brings the shipped calendar in. Safe to repeat. */
  readonly seedCalendar: (tx: Tx) => Promise<void>
}

export declare const createDeadlines: (deps: Deps) => Deadlines
