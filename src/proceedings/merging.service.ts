import type { Accounts } from '../accounts'
import { isOpen, keyOfAdmitted, type Case } from '../cases'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import type { ProceedingsDeps, StepWish, Visitor } from './proceedings'

type Deps = Pick<ProceedingsDeps, 'cases' | 'desks'> & {
  readonly accounts: Pick<Accounts, 'recipient'>
}

/** Who handles a case for its own sake, with what a key can be sealed to. */
const handlersOf = async ({ cases, accounts }: Deps, tx: Tx, caseId: CaseId) => {
  const handling = (await cases.officersOf(tx, [caseId])).filter(
    one => one.handling && one.standsInFor === undefined,
  )
  return Promise.all(
    handling.map(async ({ staffId }) => ({
      staffId,
      publicKey: (await accounts.recipient(tx, staffId)).publicKey,
    })),
  )
}

/** Those that follow the case are handled by whoever handles it. */
export const joinFollowers = async (
  deps: Deps,
  tx: Tx,
  { keys }: Visitor,
  lead: CaseId,
): Promise<void> => {
  const following = await deps.cases.mergedInto(tx, lead)
  if (following.length === 0) return
  const handlers = await handlersOf(deps, tx, lead)
  const holders = await deps.desks.holdersOf(tx, keys)
  for (const caseId of following) {
    const key = await keyOfAdmitted(deps.cases, tx, holders, caseId)
    await deps.cases.joinHandlers(tx, caseId, key, handlers)
  }
}

/**
 * The leading case, held: open, of the same body, known to the person, and not itself a follower.
 * @throws refused `merge.other`
 */
export const lockLead = async (
  { cases }: Deps,
  tx: Tx,
  { actor }: Visitor,
  { found, other }: { readonly found: Case; readonly other: StepWish['other'] },
): Promise<Case> => {
  if (other === undefined || other === found.id) throw refused('merge.other')
  if ((await cases.findVisible(tx, actor, other)) === undefined) throw refused('merge.other')
  const lead = await cases.lock(tx, other)
  if (!isOpen(lead.state) || lead.organisationId !== found.organisationId)
    throw refused('merge.other')
  return lead
}

/** The key of the case goes to the leading case's handlers and its intake desk; its own followers move along. */
export const handToLead = async (
  deps: Deps,
  tx: Tx,
  visitor: Visitor,
  merged: { readonly found: Case; readonly lead: Case; readonly key: SymmetricKey },
): Promise<void> => {
  const { found, lead, key } = merged
  const { cases, desks } = deps
  const desk = await desks.findOpen(tx, lead.organisationId, 'intake')
  if (desk !== undefined)
    await cases.grant(tx, found.id, key, { kind: 'desk', ...desk, id: desk.deskId })
  const followers = await cases.mergedInto(tx, found.id)
  if (found.unread > 0 || found.awaitsReporter) await cases.carryUnread(tx, found.id, lead.id)
  await cases.shareExclusions(tx, visitor.actor, [found.id, lead.id])
  await cases.follow(tx, followers, { lead: lead.id, by: visitor.actor.id })
  // What nobody handles yet gets its handlers when the leading case does.
  if ((await handlersOf(deps, tx, lead.id)).length > 0)
    await joinFollowers(deps, tx, visitor, lead.id)
}
