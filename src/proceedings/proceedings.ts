import type { StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type {
  Case,
  CaseAction,
  CaseOutcome,
  Cases,
  CaseState,
  CheckedNeed,
  Step,
  Transition,
} from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Dialogue } from '../dialogue'
import type { Lawbook } from '../lawbook'
import type { Masking } from '../masking'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'

export type Visitor = { readonly actor: StaffActor; readonly keys: StaffKeys }

export type Who = Visitor & {
  readonly caseId: CaseId
  /** The decision that the form was drawn after (decisionMark); left out where no form was drawn. */
  readonly seen?: string
}

type Handlers = Extract<Step, { action: 'assign' }>['handlers']

/** What somebody wants to be done, with what the table says the step needs. */
export type StepWish = {
  readonly action: CaseAction
  readonly ground?: string | undefined
  readonly reason?: string | undefined
  readonly outcome?: CaseOutcome | undefined
  readonly receiver?: string | undefined
  /** What the receiver is called, where it is one body out of its kind. */
  readonly receiverName?: string | undefined
  readonly other?: CaseId | undefined
  readonly handlers?: Handlers | undefined
}

export type CheckWho = { readonly actor: StaffActor; readonly key: SymmetricKey }

/** A code of vocabulary/refusals when it is not so yet; `outcome` where one is chosen. */
export type Check = (
  tx: Tx,
  who: CheckWho,
  found: Case,
  outcome?: CaseOutcome,
) => Promise<string | undefined>

/** The rooms above bring those of which this one knows nothing. */
export type Checks = Partial<Record<CheckedNeed, Check>>

export type Possible = {
  readonly action: CaseAction
  readonly transition: Transition
  /** Why not yet: a code of vocabulary/refusals. */
  readonly fault?: string
}

export type Proposal = {
  readonly id: string
  readonly caseId: CaseId
  readonly organisationId: OrganisationId
  readonly action: CaseAction
  readonly from: CaseState
  readonly seen: string
  readonly askedBy: StaffId
  readonly askedAt: Date
  readonly ground: string | null
  readonly detail: string | null
  readonly state: 'asked' | 'approved' | 'turned-down' | 'taken-back' | 'overtaken'
  readonly answeredBy: StaffId | null
  readonly answeredAt: Date | null
}

/** Opened with the key of its case. */
export type OpenProposal = Proposal & { readonly reason: string; readonly answer: string }

export type BoardPlace = number

type BoardRow = Proposal & { readonly arrival: BoardPlace; readonly found: Case }

export type Board = { readonly rows: readonly BoardRow[]; readonly next: BoardPlace | undefined }

type AfterStep = (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<void>

export type ProceedingsDeps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly deadlines: Deadlines
  readonly dialogue: Dialogue
  readonly lawbook: Lawbook
  readonly masking: Pick<Masking, 'maskOf'>
  readonly organisations: Organisations
  readonly audit: Audit
  readonly clock: Clock
  readonly random: Random
  /** Search keys for new handlers. */
  readonly handOn: (tx: Tx, visitor: Visitor) => Promise<void>
  readonly checks: Checks
  /** What else happens in the transaction of a step once it is taken; the rooms above bring it. */
  readonly after: Partial<Record<CaseAction, AfterStep>>
}
