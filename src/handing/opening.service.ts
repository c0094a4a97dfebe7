import type { Visitor } from '../accounts'
import { keyOfAdmitted } from '../cases'
import type { Holder } from '../desks'
import type { LawPoint } from '../lawbook'
import { dayOf } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { CaseId, HandingId, OrganisationId } from '../vocabulary/ids'
import { findDispute, type SealedDispute } from './disputes.repository'
import type { HandingDeps } from './handing'
import { openHandingKey } from './handing-keys.service'
import { faultOf, sideOf, type HandingAction, type Side } from './handing.rules'
import { findHanding, lockHanding, type SealedHanding } from './handings.repository'
import type { OpenGroup } from './targets.service'

export const pointAt = async (
  { organisations, clock }: Pick<HandingDeps, 'organisations' | 'clock'>,
  tx: Tx,
  body: OrganisationId,
): Promise<LawPoint> => ({
  place: (await organisations.get(tx, body)).regionCode,
  on: dayOf(clock()),
})

/**
 * A case of one's own body with all that follow it, held and open.
 * @throws notFound('case'), forbidden('case.no-key')
 */
export const openGroup = async (
  { cases, desks }: HandingDeps,
  tx: Tx,
  { actor, keys }: Visitor,
  caseId: CaseId,
): Promise<OpenGroup & { readonly holders: readonly Holder[] }> => {
  if ((await cases.findVisible(tx, actor, caseId)) === undefined) throw notFound('case')
  const found = await cases.lock(tx, caseId)
  const holders = await desks.holdersOf(tx, keys)
  const opened = new Map<CaseId, SymmetricKey>()
  for (const id of [caseId, ...(await cases.mergedInto(tx, caseId))])
    opened.set(id, await keyOfAdmitted(cases, tx, holders, id))
  return { found, keys: opened, holders }
}

export type OpenHanding = {
  readonly handing: SealedHanding
  readonly dispute: SealedDispute | undefined
  readonly side: Side
  readonly key: SymmetricKey
  readonly holders: readonly Holder[]
}

const open = async (
  { cases, desks }: HandingDeps,
  tx: Tx,
  { actor, keys }: Visitor,
  handing: SealedHanding | undefined,
): Promise<OpenHanding> => {
  if (handing === undefined) throw notFound('handing')
  const dispute = await findDispute(tx, handing.id)
  const side = sideOf(handing, dispute?.above, actor)
  const away = (await cases.exclusionsOf(tx, handing.caseId)).some(
    ({ staffId }) => staffId === actor.id,
  )
  if (side === undefined || away) throw notFound('handing')
  const holders = await desks.holdersOf(tx, keys)
  return { handing, dispute, side, key: await openHandingKey(tx, holders, handing.id), holders }
}

/** @throws notFound('handing') for whoever may not know of it, forbidden('case.no-key') */
export const openHanding = async (
  deps: HandingDeps,
  tx: Tx,
  visitor: Visitor,
  id: HandingId,
): Promise<OpenHanding> => open(deps, tx, visitor, await findHanding(tx, id))

/**
 * Held for a step. 'done': this person did this just before.
 * @throws notFound('handing'), forbidden('case.no-key'), refused `handing.*`
 */
export const holdFor = async (
  deps: HandingDeps,
  tx: Tx,
  visitor: Visitor,
  { id, action }: { readonly id: HandingId; readonly action: HandingAction },
): Promise<OpenHanding | 'done'> => {
  const known = await findHanding(tx, id)
  if (known === undefined) throw notFound('handing')
  // Whoever takes a step of the case holds the case first.
  await deps.cases.lock(tx, known.caseId)
  const held = await open(deps, tx, visitor, await lockHanding(tx, id))
  if (isDone(held, visitor, action)) return 'done'
  const fault = faultOf(action, held.handing, held.side)
  if (fault !== undefined) throw refused(fault)
  return held
}

const stateAfter: Readonly<Partial<Record<HandingAction, string>>> = {
  receive: 'received',
  forward: 'received',
  'send-back': 'sent-back',
  'take-back': 'taken-back',
}

/** Sent twice by the same person: it is as they wanted it. */
const isDone = (
  { handing, dispute }: OpenHanding,
  { actor }: Visitor,
  action: HandingAction,
): boolean => {
  if (action === 'answer') return handing.answeredBy === actor.id
  if (action === 'dispute') return handing.state === 'disputed' && dispute?.askedBy === actor.id
  if (action === 'designate') return dispute?.decidedBy === actor.id
  return handing.endedBy === actor.id && handing.state === stateAfter[action]
}
