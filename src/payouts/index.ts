// Answers for money on its way: who says to be paid and how that is checked, batches that one builds and another releases,
// what the bank answered, what came back, and what is asked back. Whom it is paid to lies under a key for the reporter and
// the finance desk alone; no key of a case is ever here.
// It never changes what was paid: what was wrong gets a payment of its own, or is turned back.
export { batchNumber, type Batch, type BatchState, type OpenPayment, type Payment } from './batch'
export type { Taken } from './bank-answers.service'
export type { Claim, OpenClaim, Payee } from './claim'
export {
  bouncedShares,
  doubtsOf,
  maskedAccount,
  maskedName,
  maskedPaper,
  sumOfShares,
  type ClaimDoubt,
} from './claim.rules'
export type { ClaimFile } from './claims.service'
export type { Clawback, ToldClawback } from './clawbacks.service'
export { payeeForm, personName } from './payee.schema'
export { createPayouts, type Payouts } from './payouts.service'
export { claimResealer } from './reseal.service'
