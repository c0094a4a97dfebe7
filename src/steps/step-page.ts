import type { Case, CaseAction, CaseOutcome, Transition } from '../cases'
import type { OpenProposal } from '../proceedings'

/** One thing to choose: a ground, a receiver, an outcome. */
export type Choice = { readonly code: string; readonly name: string; readonly told: string }

/** What every page of this room shows of the case. */
export type StepHead = {
  readonly found: Case
  readonly label: string
  readonly target: string
  /** The decision that came last: a form carries it. */
  readonly seen: string
  readonly lastWords: string
}

export type StepFile = {
  readonly head: StepHead
  readonly action: CaseAction
  /** undefined: the table has no such step any more. */
  readonly transition: Transition | undefined
  /** Codes of vocabulary/refusals: why not yet. */
  readonly faults: readonly string[]
  readonly grounds: readonly Choice[]
  readonly receivers: readonly Choice[]
  readonly outcomes: readonly Choice[]
  readonly limits: { readonly min: number; readonly max: number }
  /** What the reporter is told, with its gaps. */
  readonly notice: string
  /** Names of the clocks that start. */
  readonly starts: readonly string[]
}

export type TypedStep = {
  readonly ground?: string | undefined
  readonly receiver?: string | undefined
  readonly outcome?: CaseOutcome | undefined
  readonly other?: string | undefined
  readonly reason?: string | undefined
}

export type ApprovalFile = {
  readonly head: StepHead
  readonly proposal: OpenProposal
  readonly askedBy: string
  readonly answeredBy: string
  readonly groundName: string
  readonly limits: { readonly min: number; readonly max: number }
  readonly may: 'answer' | 'take-back' | 'read'
  /** Agreeing to it is a signature. */
  readonly signed: boolean
}
