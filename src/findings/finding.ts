import type { Case } from '../cases'
import type { Day } from '../platform/clock'
import type { StaffId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'
import type { Band, FindingTotals } from './finding.rules'

export type { Band, FindingTotals }

/** How far what was found is what was reported. */
export const matches = ['full', 'partly', 'no'] as const
export type Match = (typeof matches)[number]

export type FindingItem = {
  /** Code of lawbook kind `violation`. */
  readonly code: string
  readonly facts: string
  /** What the fund lost in the matter that was reported: the case value. */
  readonly loss: Fen
  /** What it lost besides, found on the way. */
  readonly otherLoss: Fen
  readonly fine: Fen
}

/** Everything of a finding that is sealed under the key of its case. */
export type FindingContent = {
  readonly items: readonly FindingItem[]
  readonly match: Match
  /** Whether the target is public; not asked where no rule depends on it. */
  readonly isPublic: boolean | undefined
  /** Of the loss: what the target gave back of its own accord, and what else came back. */
  readonly voluntary: Fen
  readonly recovered: Fen
  /** What the agency deducts by its agreement. */
  readonly deducted: Fen
  readonly text: string
  /** Why a fine lies outside its band. */
  readonly bandReason: string
  /** The law is read as of this day. */
  readonly lawOn: Day
}

/** A violation as the law of the case's place has it, with the band that counts there. */
export type LawOfViolation = {
  readonly code: string
  readonly term: string
  readonly basis: string
  readonly fundLoss: boolean
  readonly band: Band | undefined
  /** Whose band it is, when a place has one of its own. */
  readonly bandBasis: string
  readonly status: string
}

export type Finding = {
  readonly id: string
  readonly version: number
  readonly revision: number
  readonly savedBy: StaffId
  readonly savedAt: Date
  /** null while it may still change. */
  readonly decidedOn: Day | null
  readonly content: FindingContent
  readonly totals: FindingTotals
  /** The law of each item, in their order. */
  readonly laws: readonly (LawOfViolation | undefined)[]
  /** Which items bear a fine outside their band. */
  readonly outside: readonly number[]
}

/** What a form is read by: the law of the case's place today. */
export type FindingFrame = {
  readonly today: Day
  readonly catalogue: readonly LawOfViolation[]
  readonly asksPublic: boolean
  readonly limits: FindingLimits
}

/** What the pages of this room know of a case once it is open. */
export type FindingFile = FindingFrame & {
  readonly found: Case
  readonly target: string
  /** Newest first. */
  readonly versions: readonly Finding[]
  /** '' when this person may write now, else why not. */
  readonly closedBecause: '' | 'not-yours' | 'state'
}

export type FindingLimits = {
  readonly most: Fen
  readonly items: number
  readonly text: number
  readonly facts: number
  readonly reasonMin: number
  readonly reasonMax: number
}
