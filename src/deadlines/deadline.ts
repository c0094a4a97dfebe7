import type { Day } from '../platform/clock'
import type { CaseId, StaffId } from '../vocabulary/ids'

export type DueDate = {
  readonly dueOn: Day
  /** The count met a year whose calendar was not published: the day may still move. */
  readonly provisional: boolean
}

/** The text that says how long a clock is, where its own rule leaves that to another. */
export type TermRef = {
  readonly kind: 'deadline-rule' | 'reward-rule'
  readonly code: string
  readonly place: string
  readonly version: number
}

export type Deadline = DueDate & {
  readonly id: string
  readonly caseId: CaseId
  readonly ruleCode: string
  readonly ruleVersion: number
  /** Whose version of the rule it was: a GB code or '*'. */
  readonly rulePlace: string
  /** null: the rule itself has the length. */
  readonly term: TermRef | null
  readonly startedOn: Day
  /** Of a clock in hours; null: it is counted in days. */
  readonly startedAt: Date | null
  readonly dueAt: Date | null
  /** The first day of the pause that lasts; its due day is then the one before the pause. */
  readonly pausedOn: Day | null
  readonly doneOn: Day | null
}

/** What a clock will be, before there is a case to run it for. */
export type PlannedClock = Omit<Deadline, 'id' | 'caseId' | 'doneOn' | 'pausedOn'> & {
  /** Of a clock begun by hand, so that what is sent twice is one; the others get theirs from the database. */
  readonly id?: string | undefined
}

export type ClockPause = {
  readonly id: string
  readonly deadlineId: string
  readonly from: Day
  /** The last day that does not count; null while it lasts. The day before `from`: it took no day. */
  readonly to: Day | null
  /** Code of a ground in the law book. */
  readonly ground: string
  /** The whole case stood still. */
  readonly ofCase: boolean
}

type ExtensionState = 'asked' | 'approved' | 'refused' | 'withdrawn' | 'lapsed'
type ExtensionUnit = 'working' | 'natural' | 'months' | 'years'

export type ClockExtension = {
  readonly id: string
  readonly position: number
  readonly deadlineId: string
  readonly caseId: CaseId
  /** How many were given before it. */
  readonly place: number
  readonly length: number
  readonly unit: ExtensionUnit
  readonly askerId: StaffId
  readonly askedAt: Date
  readonly state: ExtensionState
  readonly deciderId: StaffId | null
  readonly decidedAt: Date | null
  readonly dueBefore: Day
  readonly dueAfter: Day | null
}

/** What a clock's due day becomes. */
export type ClockMove = DueDate & {
  readonly id: string
  readonly caseId: CaseId
  readonly dueAt: Date | null
}
