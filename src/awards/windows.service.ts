import type { Visitor } from '../accounts'
import { dayInWords, dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { AwardId } from '../vocabulary/ids'
import { holdOfFinance, refuseOwn, windowFrom } from './answering.service'
import { takeLapsed } from './award-lists.repository'
import type { AwardDeps } from './awards-deps'
import { updateAward, type SealedAward } from './awards.repository'
import { sealNote } from './sealed-award'

export type Windows = {
  /**
   * Longer than it was, with why; one that was waived may be claimed again, if the budget still has it.
   * @throws notFound('award'), forbidden `award.own`, refused `award.moved-on`, `award.until`, `award.until-long`, `budget.*`
   */
  readonly extend: (
    tx: Tx,
    visitor: Visitor,
    id: AwardId,
    wish: { readonly until: Day; readonly why: string },
  ) => Promise<void>
  /** Waives some whose day has passed, and frees what was committed for them. How many; 0: none is left. */
  readonly waive: (tx: Tx) => Promise<number>
}

const AT_ONCE = 100

const isLater = (until: Day, claimUntil: Day | null, today: Day): boolean =>
  until >= today && (claimUntil === null || until > claimUntil)

/** At most by another window, from its last day or from today: longer than that is another extension, later. */
const checkUntil = async (
  deps: AwardDeps,
  tx: Tx,
  award: SealedAward,
  { until, today }: { readonly until: Day; readonly today: Day },
): Promise<void> => {
  const { state, claimUntil } = award
  if (state !== 'approved' && state !== 'waived') throw refused('award.moved-on')
  if (!isLater(until, claimUntil, today)) throw refused('award.until')
  const from = claimUntil !== null && claimUntil > today ? claimUntil : today
  const { dueOn } = await windowFrom(deps, tx, award, from)
  if (until > dueOn) throw refused('award.until-long', { latest: dayInWords(dueOn) })
}

const extend =
  (deps: AwardDeps): Windows['extend'] =>
  async (tx, visitor, id, { until, why }) => {
    const { award, key } = await holdOfFinance(deps, tx, visitor, id)
    const by = visitor.actor.id
    const today = dayOf(deps.clock())
    if (award.state === 'approved' && award.claimUntil === until) return
    refuseOwn(award, by)
    await checkUntil(deps, tx, award, { until, today })
    const { budgetSubject: subject, financeBody: organisationId, fen } = award
    if (award.state === 'waived')
      await deps.budget.commit(tx, {
        ...{ subject, organisationId, fen, by },
        year: Number(today.slice(0, 4)),
      })
    await updateAward(tx, id, {
      ...{ state: 'approved', claim_until: until, claim_provisional: false },
      sealed_note: sealNote(key, id, why),
    })
    const done = { deed: 'award.extended', caseId: award.caseId, subject: id } as const
    await deps.audit.record(tx, visitor.actor, award.organisationId, done)
  }

/** In the name of whoever committed the money: it is what they approved that ends. */
const waive =
  (deps: AwardDeps): Windows['waive'] =>
  async tx => {
    const lapsed = await takeLapsed(tx, dayOf(deps.clock()), AT_ONCE)
    for (const { id, approvedBy, budgetSubject } of lapsed) {
      if (approvedBy === null) throw new Error('an approved award has its approver')
      await updateAward(tx, id, { state: 'waived' })
      await deps.budget.free(tx, { subject: budgetSubject, by: approvedBy })
    }
    await deps.audit.recordMany(
      tx,
      { side: 'system' },
      lapsed.map(({ id, caseId, organisationId }) => ({
        ...{ organisationId, deed: 'award.waived', caseId, subject: id },
      })),
    )
    return lapsed.length
  }

export const createWindows = (deps: AwardDeps): Windows => ({
  extend: extend(deps),
  waive: waive(deps),
})
