import type { Day } from '../platform/clock'
import type { StaffId } from '../vocabulary/ids'
import type {
  CallCount,
  Calls,
  Gap,
  GapReason,
  Half,
  HalfDay,
  RosterDay,
  Slot,
} from './half-day.rules'

export type Person = { readonly id: StaffId; readonly name: string }

export type RosterWeek = {
  readonly today: Day
  readonly monday: Day
  readonly days: readonly RosterDay[]
  readonly slots: readonly Slot[]
  readonly gaps: readonly Gap[]
  /** Whom a half-day can be given to. */
  readonly people: readonly Person[]
  readonly names: ReadonlyMap<StaffId, string>
}

/** Why a field cannot stand: the day is past, is none to work on, or the person cannot answer then. */
export type Fault = 'past' | 'off' | Exclude<GapReason, 'empty'>

export type Saved =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly late: readonly string[]
      readonly faults: Readonly<Record<string, Fault>>
    }

export type Ahead = { readonly days: number; readonly gaps: readonly Gap[] }

export type FillWish = {
  readonly from: Day
  readonly until: Day
  /** One person, or the week that begins on this Monday again and again. */
  readonly source: { readonly person: StaffId } | { readonly week: Day }
  readonly halves: readonly Half[]
  readonly replace: boolean
}

export type FillPlan = {
  readonly puts: readonly Slot[]
  readonly kept: readonly HalfDay[]
  /** The person is on leave or gone. */
  readonly away: readonly HalfDay[]
  /** The pattern names nobody, and nobody is there. */
  readonly open: readonly HalfDay[]
  readonly names: ReadonlyMap<StaffId, string>
  /** What the plan was made from: with another roster, calendar or people it is another plan. */
  readonly seen: string
}

export type CountWish = HalfDay & { readonly was: Calls; readonly now: Calls }

export type CallBoard = {
  readonly counts: readonly CallCount[]
  readonly week: Calls
  readonly month: Calls
  /** The half-days of this week, up to today, that were this person's. */
  readonly mine: readonly HalfDay[]
}
