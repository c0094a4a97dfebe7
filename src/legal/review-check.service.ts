import type { Case } from '../cases'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { FactsOf } from './review'
import { calledFor, whyNotDecided } from './review-course'
import { answersOf, reviewsOf } from './reviews.repository'

type Deps = { readonly lawbook: Lawbook; readonly clock: Clock; readonly factsOf: FactsOf }

type CheckWho = { readonly key: SymmetricKey }

/** A code of vocabulary/refusals when the step cannot be taken yet. */
type Check = (tx: Tx, who: CheckWho, found: Case, outcome?: string) => Promise<string | undefined>

export type ReviewChecks = {
  /** Before a review ends there is an opinion: the step alone, without one, is none. */
  readonly opinion: Check
  readonly 'review-passed-or-not-needed': Check
}

/** What the state table asks of this room. */
export const createReviewChecks = ({ lawbook, clock, factsOf }: Deps): ReviewChecks => ({
  opinion: async (tx, _who, { id }) => {
    const [last] = await reviewsOf(tx, id)
    return last?.result === undefined || last.result === null ? 'review.no-opinion' : undefined
  },

  'review-passed-or-not-needed': async (tx, { key }, { id, state, regionCode }, outcome) => {
    const at = { place: regionCode ?? '*', on: dayOf(clock()) }
    const facts = await factsOf(tx, { caseId: id, key })
    const called = calledFor(await lawbook.list(tx, 'review-rule', at), { ...facts, outcome })
    const [last] = await reviewsOf(tx, id)
    const answered = last === undefined ? 0 : (await answersOf(tx, [last.id])).length
    return whyNotDecided({ called: called.length > 0, state, last, answered })
  },
})
