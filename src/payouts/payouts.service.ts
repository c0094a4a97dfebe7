import { createBankAnswers, type BankAnswers } from './bank-answers.service'
import { createBuilding, type Building } from './building.service'
import { createClaimWords, type ClaimWords, type WordDeps } from './claim-word.service'
import { createClaims, type Claims } from './claims.service'
import { createClawbacks, type Clawbacks } from './clawbacks.service'
import { listPaymentsOf } from './payments.repository'
import type { PayoutDeps } from './payouts-deps'
import { createReleasing, type Releasing } from './releasing.service'
import { createReversals, type Reversals } from './reversals.service'
import { countWaiting } from './waiting.service'

export type Payouts = {
  readonly claims: Claims
  readonly words: ClaimWords
  readonly batches: Building & Releasing
  readonly answers: BankAnswers
  readonly reversals: Reversals
  readonly clawbacks: Clawbacks
  /** Every payment of an award, whatever became of it: clear facts alone. */
  readonly paymentsOf: typeof listPaymentsOf
  readonly waiting: typeof countWaiting
}

export const createPayouts = (deps: PayoutDeps & WordDeps): Payouts => ({
  claims: createClaims(deps),
  words: createClaimWords(deps),
  batches: { ...createBuilding(deps), ...createReleasing(deps) },
  answers: createBankAnswers(deps),
  reversals: createReversals(deps),
  clawbacks: createClawbacks(deps),
  paymentsOf: listPaymentsOf,
  waiting: countWaiting,
})
