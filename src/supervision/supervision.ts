import type { Appeal, OpenAppeal } from '../appeals'
import type { Case, CaseBrief, CaseTitle } from '../cases'
import type { CaseMask, OriginalContent } from '../masking'
import type { Day } from '../platform/clock'
import type { LampColour } from '../vocabulary/case-words'
import type { Fen } from '../vocabulary/money'

type LampState = { readonly colour: LampColour; readonly workingDays: number }

/** One line of the list. */
export type AppealRow = {
  readonly appeal: Appeal
  readonly found: Case
  /** The body that has the case. */
  readonly body: string
  /** Absent while the person's key is not confirmed. */
  readonly title: CaseTitle | undefined
  readonly lamp: LampState
}

/** A decision of the body below, with its reasons. */
export type DecisionLine = {
  readonly id: string
  readonly action: string
  readonly on: Day
  readonly ground: string
  readonly reason: string
}

/** What was told of a reward, opened with the key of the case: nothing of whom it is paid to. */
export type RewardLine = {
  readonly id: string
  readonly kind: 'grant' | 'refusal' | 'asked-back'
  readonly number: string
  readonly fen: Fen
  readonly on: Day
  /** The test that speaks against it, or why it is asked back; ''. */
  readonly ground: string
  readonly reasons: readonly string[]
}

/** An appeal opened by a person of the desk, and what is needed of the case to judge it. */
export type AppealFile = Omit<AppealRow, 'appeal'> & {
  readonly appeal: OpenAppeal
  readonly telephone: string
  readonly brief: CaseBrief | undefined
  readonly originals: readonly { readonly receivedOn: Day; readonly content: OriginalContent }[]
  readonly mask: CaseMask
  /** Newest first. */
  readonly decisions: readonly DecisionLine[]
  readonly rewards: readonly RewardLine[]
  /** Who wrote each of the answers. */
  readonly answeredBy: readonly string[]
  readonly today: Day
}
