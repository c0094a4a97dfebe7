import type { Case } from '../cases'
import type { LawData } from '../lawbook'
import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { CaseId, EvidenceId, OrganisationId, StaffId, TransferId } from '../vocabulary/ids'
import type { Answer, TransferState } from './transfer.rules'

export type ReceiverLaw = LawData['transfer-receiver']
export type Receiver = { readonly code: string; readonly data: ReceiverLaw }

/** What was typed and chosen when it was brought together; sealed under the key of the case. */
export type TransferContent = {
  /** The body itself, as it stands on the letter. */
  readonly receiverName: string
  readonly reason: string
  readonly report: string
  readonly items: readonly string[]
}

export type ChosenFile = { readonly id: EvidenceId; readonly material: string }

/** What a form says of a new transfer. */
export type NewTransfer = TransferContent & {
  readonly once: TransferId
  readonly receiver: string
  readonly files: readonly ChosenFile[]
}

/** One file as it leaves: its bytes lie in pieces under its id. */
export type PackFile = {
  readonly id: string
  readonly ordinal: number
  readonly name: string
  /** What of the list of materials it is. */
  readonly material: string
  readonly type: string
  readonly size: number
  readonly sha256: string
}

export type Receipt = { readonly on: Day; readonly who: string; readonly number: string }
export type GivenAnswer = { readonly answer: Answer; readonly on: Day; readonly reason: string }

export type Transfer = {
  readonly id: TransferId
  readonly arrival: number
  readonly caseId: CaseId
  readonly organisationId: OrganisationId
  readonly receiver: string
  readonly state: TransferState
  readonly madeBy: StaffId
  readonly madeAt: Date
  readonly askedBy: StaffId | null
  readonly decidedBy: StaffId | null
  readonly decidedAt: Date | null
  readonly archiveId: string | null
  readonly leftBy: StaffId | null
  readonly leftAt: Date | null
  readonly receivedOn: Day | null
  readonly answer: Answer | null
  readonly answeredOn: Day | null
  /** null while nothing runs */
  readonly dueOn: Day | null
}

export type OpenCase = { readonly found: Case; readonly key: SymmetricKey }
