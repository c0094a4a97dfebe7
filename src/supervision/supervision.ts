import type { Appeal, OpenAppeal } from '../appeals'
import type { Case, CaseBrief, CaseTitle } from '../cases'
import type { CaseMask, OriginalContent } from '../masking'
import type { Day } from '../platform/clock'
import type { LampColour } from '../vocabulary/case-words'

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

/** An appeal opened by a person of the desk, and what is needed of the case to judge it. */
export type AppealFile = Omit<AppealRow, 'appeal'> & {
  readonly appeal: OpenAppeal
  readonly telephone: string
  readonly brief: CaseBrief | undefined
  readonly originals: readonly { readonly receivedOn: Day; readonly content: OriginalContent }[]
  readonly mask: CaseMask
  /** Newest first. */
  readonly decisions: readonly DecisionLine[]
  /** Who wrote each of the answers. */
  readonly answeredBy: readonly string[]
  readonly today: Day
}
