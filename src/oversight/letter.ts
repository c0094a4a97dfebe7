import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Case, Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import type { Masking } from '../masking'
import type { Notices } from '../notify'
import type { Organisation, Organisations } from '../organisations'
import type { Clock, Day } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { LampColour } from '../vocabulary/case-words'
import type { CaseId, LetterId, OrganisationId, SampleId, StaffId } from '../vocabulary/ids'
import type { LetterState, Side, Urgency, Verdict } from './letter.rules'

/** The clear part of a letter: who asks whom, by when, and where it stands. */
export type Letter = {
  readonly id: LetterId
  readonly arrival: number
  readonly once: string
  readonly from: OrganisationId
  readonly to: OrganisationId
  readonly year: number
  readonly serial: number
  readonly caseId: CaseId | null
  readonly caseNumber: { readonly year: number; readonly serial: number } | undefined
  readonly urgency: Urgency
  readonly state: LetterState
  readonly issuedBy: StaffId
  readonly issuedAt: Date
  readonly dueOn: Day
  readonly receivedBy: StaffId | null
  readonly receivedAt: Date | null
  readonly answers: number
  readonly chases: number
  readonly closedBy: StaffId | null
  readonly closedAt: Date | null
  readonly sample: Sampled | undefined
}

/** Drawn by lot: handed over for looking at, and what was found. */
export type Sampled = {
  readonly id: SampleId
  readonly handedBy: StaffId | null
  readonly handedAt: Date | null
  readonly verdict: Verdict | null
  readonly verdictBy: StaffId | null
  readonly verdictAt: Date | null
}

/** What it is about and what is asked: sealed under the key of the letter. */
export type LetterWords = { readonly subject: string; readonly text: string }

/** What was said after it: an answer, why that does not do, a chase, a day moved. */
export type Saying = {
  readonly kind: 'answer' | 'send-back' | 'chase' | 'prolong' | 'close' | 'judge'
  readonly number: number
  readonly by: StaffId
  readonly at: Date
  readonly words: string
  readonly toDay?: Day | undefined
}

export type LetterFile = {
  readonly letter: Letter
  readonly side: Side
  readonly staffId: StaffId
  readonly from: Organisation
  readonly to: Organisation
  readonly words: LetterWords
  readonly sayings: readonly Saying[]
  readonly names: ReadonlyMap<StaffId, string>
  /** The case, as long as this person may open it. */
  readonly found: Case | undefined
  readonly lamp: RowLamp | undefined
  readonly today: Day
  readonly limits: LetterLimits
  /** How many would read a case that is handed over. */
  readonly reviewers: number
  /** Whether this person opens the case itself. */
  readonly opensCase: boolean
}

export type LetterLimits = {
  readonly min: number
  readonly max: number
  readonly title: number
  readonly text: number
}

export type RowLamp = { readonly colour: LampColour; readonly workingDays: number }

export type LetterRow = {
  readonly letter: Letter
  readonly other: string
  readonly subject: string
  readonly lamp: RowLamp | undefined
}

export type Listed = {
  readonly rows: readonly LetterRow[]
  readonly next: { readonly day: Day; readonly arrival: number } | undefined
  /** On the board of what is overdue: how many each body has. */
  readonly bodies: readonly {
    readonly body: Organisation
    readonly letters: number
    readonly chases: number
  }[]
}

export type NewLetterFrame = {
  readonly bodies: readonly Organisation[]
  readonly own: Organisation
  readonly limits: LetterLimits
  /** The day that is proposed to answer by. */
  readonly usualDay: Day
  readonly today: Day
}

export type NewAlertOf = {
  readonly letter: Pick<Letter, 'id' | 'caseId' | 'dueOn'>
  readonly people: readonly StaffId[]
  /** Which happening, and the how-manieth of its kind. */
  readonly step: string
  readonly audience: 'handlers' | 'supervision'
  readonly on: Day
}

export type LetterDeps = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly desks: Desks
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly notices: Notices
  readonly organisations: Organisations
  /** Puts it into people's notices. */
  readonly tell: (tx: Tx, alert: NewAlertOf) => Promise<void>
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  readonly random: Random
  readonly clock: Clock
}
