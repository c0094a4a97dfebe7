import type { Fen } from '../vocabulary/money'
import type { rewardFaults } from '../vocabulary/reward-words'
import type { Exact } from './exact.rules'

/** What the law asks about a report before it says how much. */
export type RewardOptions = {
  readonly grade?: string | undefined
  readonly subject?: 'unit' | 'individual' | undefined
  readonly insider?: boolean | undefined
  /** A part of one, where the rule leaves it to an officer: "0.05". */
  readonly rate?: string | undefined
}

/** A line that anybody can re-add: the sum of all `amount` is the reward. */
export type TraceLine = {
  readonly what: 'slice' | 'whole' | 'fixed' | 'addition' | 'uplift' | 'floor' | 'cap' | 'rounding'
  /** Of how much, in fen. */
  readonly of?: Fen
  readonly rate?: string
  readonly times?: string
  /** Hundred-millionths of a fen; below zero for what is taken off. */
  readonly amount: Exact
  readonly grade?: string
}

export type Reckoning =
  | { readonly ok: true; readonly reward: Fen; readonly lines: readonly TraceLine[] }
  | { readonly ok: false; readonly fault: RewardFault }

/** Why a rule gives no sum. `named` is the missing figure, or what may be chosen. */
export type RewardFault = { readonly code: keyof typeof rewardFaults; readonly named: string }
