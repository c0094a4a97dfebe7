import type { Awards, OpenAward } from '../awards'
import type { Cases } from '../cases'
import type { Holder } from '../desks'
import type { Payouts } from '../payouts'
import type { Db } from '../platform/db/database'
import type { Receipts } from '../receipts'
import type { StaffActor } from '../vocabulary/actor'

type Deps = {
  readonly db: Db
  readonly receipts: Pick<Receipts, 'readCode' | 'deriveAll'>
  readonly cases: Pick<Cases, 'openByReceipt'>
  readonly awards: Pick<Awards, 'told'>
  readonly payouts: Pick<Payouts, 'words'>
}

/** Whoever came, with the award that was told: open in this request only. */
type Come = { readonly reporter: Holder; readonly award: OpenAward }

/**
 * By the code and the word that a person types at the window. undefined: one of them is wrong, or there is nothing to
 * claim from this body; which of these, nobody is told.
 */
export const openForOffice = async (
  { db, receipts, cases, awards, payouts }: Deps,
  actor: StaffActor,
  typed: { readonly code: string; readonly word: string },
): Promise<Come | undefined> => {
  const read = receipts.readCode(typed.code)
  if (!read.ok) return undefined
  const derived = await receipts.deriveAll(read.code)
  const come = await db.inTransaction(async tx => {
    const opened = await cases.openByReceipt(tx, derived)
    const award = opened && (await awards.told(tx, opened.holder))
    if (opened === undefined || award?.kind !== 'grant') return undefined
    return award.financeBody === actor.organisationId
      ? { reporter: opened.holder, award }
      : undefined
  })
  if (come === undefined) return undefined
  const answer = await payouts.words.check(come.reporter, typed.word, 'office')
  return answer.kind === 'right' ? come : undefined
}
