import type { IdentityLetter, LetterOutcome, LetterPaper, LetterText } from '../identity'
import type { LawEntry } from '../lawbook'
import type { Day } from '../platform/clock'
import type { IdentityLetterId, ReportId, StaffId } from '../vocabulary/ids'

export type LetterAct = 'withdraw' | 'merge' | 'served' | 'nobody' | 'return'

/** A letter as an officer of the case or the desk reads it. */
export type LetterFile = {
  readonly letter: IdentityLetter
  readonly label: string
  readonly desk: boolean
  readonly names: ReadonlyMap<StaffId, string>
  readonly text: LetterText
  readonly outcome: LetterOutcome | undefined
  /** Name of the way of serving, when it was served. */
  readonly way: string
  readonly acts: readonly LetterAct[]
  /** For the desk, once it was merged: whether there was a name to put in. */
  readonly exists: boolean | undefined
  readonly paperOpen: boolean
  readonly ways: readonly LawEntry<'service-way'>[]
  readonly today: Day
}

export type LetterLine = {
  readonly letter: IdentityLetter
  readonly label: string
  readonly drafter: string
}

export type Drafted = {
  readonly once: IdentityLetterId
  readonly report: ReportId
  readonly title: string
  readonly body: string
}

export type LetterLimits = {
  readonly title: number
  readonly body: number
  readonly min: number
  readonly max: number
}

export type Printed = {
  readonly paper: LetterPaper
  readonly label: string
  readonly letter: IdentityLetter
  readonly body: string
  readonly today: Day
}
