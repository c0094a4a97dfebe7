import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Case, CaseBrief, Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import type { Masking } from '../masking'
import type { Notices } from '../notify'
import type { Organisation, Organisations } from '../organisations'
import type { Clock, Day } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Proceedings } from '../proceedings'
import type { LampColour } from '../vocabulary/case-words'
import type { CaseId, HandingId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { HandingKind, HandingState, Side } from './handing.rules'

/** The clear part: who handed what to whom, by when, and where it stands. */
export type Handing = {
  readonly id: HandingId
  readonly arrival: number
  readonly once: string
  readonly kind: HandingKind
  readonly caseId: CaseId
  readonly from: OrganisationId
  readonly to: OrganisationId
  /** The number that it had with the sender; the sender keeps it by that. */
  readonly fromNumber: { readonly year: number; readonly serial: number }
  readonly toNumber: { readonly year: number; readonly serial: number } | undefined
  readonly ground: string
  readonly state: HandingState
  /** The body above has said that it is the receiver's: it cannot be sent back. */
  readonly designated: boolean
  readonly sentBy: StaffId
  readonly sentAt: Date
  readonly receiptDueOn: Day
  readonly endedBy: StaffId | null
  readonly endedAt: Date | null
  readonly backGround: string | null
  readonly answerDueOn: Day | null
  readonly answeredBy: StaffId | null
  readonly answeredAt: Date | null
}

/** What goes along, in words that cannot tell who reported: sealed under the key of the handing. */
export type Cover = {
  readonly version: 1
  readonly target: string
  readonly brief: CaseBrief | null
  readonly reason: string
}

export type Dispute = {
  readonly handingId: HandingId
  readonly above: OrganisationId
  readonly askedBy: StaffId
  readonly askedAt: Date
  readonly dueOn: Day
  readonly decision: 'sender' | 'receiver' | null
  readonly decidedBy: StaffId | null
  readonly decidedAt: Date | null
}

export type HandingFile = {
  readonly handing: Handing
  readonly side: Side
  readonly from: Organisation
  readonly to: Organisation
  readonly cover: Cover
  readonly back: string
  readonly answer: string
  readonly groundName: string
  readonly backGroundName: string
  readonly names: ReadonlyMap<StaffId, string>
  readonly dispute:
    | (Dispute & { readonly words: string; readonly reason: string; readonly aboveName: string })
    | undefined
  /** The body that could be asked whose it is. */
  readonly common: Organisation | undefined
  /** The case, as long as it is this person's body's. */
  readonly found: Case | undefined
  readonly today: Day
  readonly choices: HandingChoices
}

type Ground = { readonly code: string; readonly name: string; readonly told: string }

/** What can be chosen in the forms of a handing. */
export type HandingChoices = {
  readonly bodies: readonly Organisation[]
  readonly grounds: readonly Ground[]
  readonly backGrounds: readonly Ground[]
  readonly limits: { readonly min: number; readonly max: number }
}

export type HandingRow = {
  readonly handing: Handing
  readonly other: string
  readonly target: string
  readonly due: Day | undefined
  readonly lamp: { readonly colour: LampColour; readonly workingDays: number } | undefined
}

export type HandingDeps = {
  readonly db: Db
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly desks: Desks
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly notices: Notices
  readonly organisations: Organisations
  readonly proceedings: Pick<Proceedings, 'take'>
  /** Nothing of it is found by the search of the body that had it. */
  readonly forget: (tx: Tx, caseId: CaseId) => Promise<void>
  readonly random: Random
  readonly clock: Clock
}

export type Target = {
  readonly body: Organisation
  /** Why it cannot be handed there: a code of vocabulary/refusals. */
  readonly fault: string | undefined
  /** Somebody has to say that the body is not what the report is about. */
  readonly asksCleared: boolean
}

/** Who can read a case now, and who could once it is handed over. */
export type Readers = {
  readonly own: Organisation
  readonly intake: number
  readonly handlers: readonly string[]
  readonly theirs: number
}

export type SendFile = HandingChoices & {
  readonly found: Case
  readonly target: string
  readonly seen: string
  readonly open: boolean
  readonly suggestion: Organisation | undefined
  readonly chosen: (Target & { readonly readers: Readers }) | undefined
}
