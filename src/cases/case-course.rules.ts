import type { Permission } from '../vocabulary/permission'

export const caseStates = [
  'received',
  'accepted',
  'checking',
  'filed',
  'investigating',
  'reviewing',
  'reviewed',
  'decided',
  'closed',
  'archived',
  'refused',
  'handed-over',
  'redirected',
  'merged',
  'not-filed',
  'suspended',
  'withdrawn',
] as const
export type CaseState = (typeof caseStates)[number]

export const caseActions = [
  'accept',
  'assign',
  'file',
  'investigate',
  'submit-review',
  'pass-review',
  'return-review',
  'decide',
  'tell',
  'close',
  'archive',
  'refuse',
  'not-file',
  'hand-over',
  'take-over',
  'redirect',
  'merge',
  'suspend',
  'resume',
  'withdraw',
  'reopen',
] as const
export type CaseAction = (typeof caseActions)[number]

/** As what a filed case is decided. */
export const caseOutcomes = [
  'penalty',
  'no-penalty',
  'agreement',
  'dropped',
  'crime-transfer',
] as const
export type CaseOutcome = (typeof caseOutcomes)[number]

/** What somebody brings to a step, typed or chosen. */
type GivenNeed = 'ground' | 'reason' | 'handlers' | 'other-case' | 'receiver' | 'outcome'

/** What must be so before the step: answered by the room that knows. */
export const checkedNeeds = [
  'finding',
  'opinion',
  'review-passed-or-not-needed',
  'discipline-told',
  'measures-settled',
  'withdrawal',
  'to-be-told',
  'told',
  'transferred',
  'handed-here',
  'handing-ended',
] as const
export type CheckedNeed = (typeof checkedNeeds)[number]

export type Need = GivenNeed | CheckedNeed

/** What a step does to the clocks; codes are those of lawbook kind `deadline-rule`. */
export type ClockOrder =
  | { readonly start: string }
  | { readonly finish: string }
  | 'pause-all'
  | 'resume-all'
  | 'finish-all'
  | { readonly finishAllBut: readonly string[] }

/** Codes of lawbook kind `step-notice`: what the reporter is told. */
export type NoticeCode =
  | 'refused'
  | 'handed-over'
  | 'taken-over'
  | 'redirected'
  | 'merged'
  | 'filed'
  | 'not-filed'
  | 'decided'
  | 'suspended'
  | 'resumed'
  | 'withdrawn'
  | 'reopened'
  | 'closed'

type OutcomeClocks = {
  /** Runs from the day on which it is asked for until it is agreed to, turned down, taken back or overtaken. */
  readonly asked: string
  /** After the step's own orders. */
  readonly taken: readonly ClockOrder[]
}

export type Transition = {
  readonly to: CaseState | 'before-suspension'
  /** Who may take it; where it needs an approval: who may ask for it. */
  readonly permission: Permission
  readonly needs: readonly Need[]
  /** Somebody else, who holds this, has to agree: it is done in that person's name. */
  readonly approval?: Permission
  /** Agreeing to it is a signature: asks a fresh code. */
  readonly signed?: true
  readonly clocks: readonly ClockOrder[]
  /** What came in such a way has clocks of its own, after the others. */
  readonly bySource?: Readonly<Record<string, readonly ClockOrder[]>>
  /** What is decided so has clocks of its own. */
  readonly byOutcome?: Partial<Record<CaseOutcome, OutcomeClocks>>
  readonly notice?: NoticeCode
}
