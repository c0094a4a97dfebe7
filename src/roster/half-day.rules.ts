import type { Day } from '../platform/clock'
import type { StaffId } from '../vocabulary/ids'

export const halves = ['am', 'pm'] as const
export type Half = (typeof halves)[number]

export type HalfDay = { readonly day: Day; readonly half: Half }

/** A half-day and who answers the telephone in it. */
export type Slot = HalfDay & { readonly staffId: StaffId }

/** Somebody is away from and until these days, both inclusive. */
export type Leave = { readonly staffId: StaffId; readonly fromOn: Day; readonly untilOn: Day }

/** Nobody is named, who is named has no account in use any more, or is on leave. */
export type GapReason = 'empty' | 'left' | 'away'
export type Gap = HalfDay & { readonly why: GapReason }

/** A day of a week as the calendar has it. */
export type RosterDay = {
  readonly day: Day
  readonly working: boolean
  /** A weekend day that is worked. */
  readonly makeUp: boolean
  /** The holiday, or the holiday for which it is worked. */
  readonly name: string
  /** Its year's notice is not out: it may still change. */
  readonly provisional: boolean
}

export type Calls = {
  readonly answered: number
  readonly missed: number
  readonly calledBack: number
}
export type CallCount = HalfDay & Calls & { readonly staffId: StaffId }

export const keyOf = ({ day, half }: HalfDay): string => `${day}.${half}`
