import type { Holder } from '../desks'
import { dayOf } from '../platform/clock'
import { derivePassword, sameVerifier } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { readClaimWord } from '../vocabulary/claim-word'
import type { PayoutDeps } from './payouts-deps'

type Answer =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  /** Too many wrong ones for this report; until then the office is open. */
  | { readonly kind: 'waits'; readonly seconds: number }

export type ClaimWords = {
  /** Whether the report has a word at all: who left a name is asked for none. */
  readonly hasWord: (tx: Tx, reporter: Holder) => Promise<boolean>
  /**
   * As slow as a password, so outside of any transaction. At the office nobody waits: there somebody looks on.
   * A report without a word has no wrong one.
   */
  readonly check: (reporter: Holder, typed: string, where: 'web' | 'office') => Promise<Answer>
}

type Deps = Pick<PayoutDeps, 'cases' | 'counters' | 'lawbook' | 'clock'> & {
  readonly db: Pick<Db, 'piecemeal'>
}

const limitsOf = ({ db, lawbook, clock }: Deps) =>
  db.piecemeal(async tx => {
    const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { tries: limits['claim.tries'], minutes: limits['claim.wait-minutes'] }
  })

/**
 * Wrong words are counted with the throttle's counters, under a key that nobody turns back once the hour is over: no
 * time of a reporter is kept (docs/adr/0081).
 */
const check =
  (deps: Deps): ClaimWords['check'] =>
  async (reporter, typed, where) => {
    const { db, cases, counters } = deps
    const claim = await db.piecemeal(tx => cases.claimOf(tx, reporter))
    if (claim === undefined) return { kind: 'right' }
    const { tries, minutes } = await limitsOf(deps)
    const count = { budget: 'claim-word', network: reporter.id, minutes }
    const sum = where === 'web' ? await counters.add(count, 1) : 0
    if (sum > tries) return { kind: 'waits', seconds: counters.secondsLeft(minutes) }
    const { verifier } = await derivePassword(readClaimWord(typed), claim.salt)
    if (!sameVerifier(verifier, claim.verifier)) return { kind: 'wrong' }
    if (where === 'web') await counters.takeBack(count, 1)
    return { kind: 'right' }
  }

export const createClaimWords = (deps: Deps): ClaimWords => ({
  hasWord: async (tx, reporter) => (await deps.cases.claimOf(tx, reporter)) !== undefined,
  check: check(deps),
})
