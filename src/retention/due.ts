import type { EndedBy, EndedCase } from '../cases'
import type { LawEntry } from '../lawbook'
import type { Day } from '../platform/clock'

/** The terms of one body today. What has no term is kept without end. */
export type Terms = {
  readonly entries: readonly LawEntry<'retention-term'>[]
  /** How long ago each outcome must lie to be due. */
  readonly ended: readonly EndedBy[]
  /** undefined: this outcome has no term. */
  readonly dueOn: (outcome: string, closedOn: Day) => { on: Day; version: number } | undefined
}

export type Due = {
  /** Counted up to the longest list there may be. */
  readonly count: number
  readonly cases: readonly EndedCase[]
  readonly terms: Terms
}
