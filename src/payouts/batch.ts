import type { Day } from '../platform/clock'
import type {
  AwardId,
  BatchId,
  ClaimId,
  OrganisationId,
  PaymentId,
  StaffId,
} from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'

export const batchStates = ['built', 'released', 'reconciled', 'dropped'] as const
export type BatchState = (typeof batchStates)[number]

export const paymentStates = ['built', 'sent', 'paid', 'failed', 'dropped', 'reversed'] as const
export type PaymentState = (typeof paymentStates)[number]

export type Batch = {
  readonly id: BatchId
  readonly organisationId: OrganisationId
  readonly year: number
  readonly serial: number
  readonly state: BatchState
  readonly layout: { readonly code: string; readonly place: string; readonly version: number }
  readonly payments: number
  readonly fen: Fen
  readonly digest: Buffer
  readonly builtBy: StaffId
  readonly builtAt: Date
  readonly releasedBy: StaffId | null
  readonly releasedAt: Date | null
}

export type Payment = {
  readonly id: PaymentId
  readonly batchId: BatchId
  readonly awardId: AwardId
  readonly claimId: ClaimId
  /** Which of the claim's payees, from 0. */
  readonly payee: number
  readonly fen: Fen
  /** By which the bank names it: sixteen random digits. */
  readonly reference: string
  readonly state: PaymentState
  readonly answeredOn: Day | null
  readonly reversalAskedBy: StaffId | null
  readonly reversalGround: string | null
  readonly reversedBy: StaffId | null
}

/** One of a batch, with whom it goes to. */
export type OpenPayment = Payment & {
  readonly award: { readonly year: number; readonly serial: number }
  readonly name: string
  readonly account: string
  readonly bank: string
  /** What the bank said; ''. */
  readonly reason: string
}

export const batchNumber = (year: number, serial: number): string => `付〔${year}〕${serial}号`
