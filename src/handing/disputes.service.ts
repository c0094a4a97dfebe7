import type { Visitor } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { HandingId } from '../vocabulary/ids'
import { decideDispute, insertDispute } from './disputes.repository'
import type { HandingDeps } from './handing'
import { sealDispute, sealHandingKey } from './handing-keys.service'
import { commonAbove } from './handing.rules'
import { updateHanding } from './handings.repository'
import { holdFor, pointAt } from './opening.service'
import { assertPlain, withhold } from './receiving.service'

/**
 * Lays before the common body above whose it is. It reads what was written to hand it over, and not the case.
 * @throws notFound('handing'), forbidden('case.no-key'), refused `handing.*`
 */
export const dispute =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, id: HandingId, words: string): Promise<void> => {
    const held = await holdFor(deps, tx, visitor, { id, action: 'dispute' })
    if (held === 'done') return
    const { handing, key } = held
    const { organisations, desks, deadlines, clock, notices } = deps
    const common = commonAbove(await organisations.list(tx), handing.from, handing.to)
    if (common === undefined) throw refused('handing.nobody-above')
    const desk = await desks.findOpen(tx, common.id, 'intake')
    if (desk === undefined) throw refused('handing.no-desk', { body: common.name })
    await assertPlain(deps, tx, held, { reason: words })
    await sealHandingKey(tx, id, key, [desk])
    const due = await deadlines.plan(tx, 'JURIS_DISPUTE', await pointAt(deps, tx, common.id))
    const { actor } = visitor
    await insertDispute(tx, {
      ...{ handing_id: id, above_body: common.id, asked_by: actor.id, asked_at: clock() },
      ...{ due_on: due.dueOn, sealed_words: sealDispute(key, id, 'sealed_words', words) },
    })
    await updateHanding(tx, id, { state: 'disputed' })
    const bodies = [common.id, handing.from]
    await notices.mark(
      tx,
      bodies.map(organisationId => ({ kind: 'intake', organisationId })),
    )
    const deed = { deed: 'dispute.asked', caseId: handing.caseId, subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, deed)
  }

type Designation = { readonly decision: 'sender' | 'receiver'; readonly reason: string }

/**
 * 指定管辖, by a principal of the body above. The receiver's: it cannot be sent back any more. The sender's: it has come
 * back. @throws as dispute
 */
export const designate =
  (deps: HandingDeps) =>
  async (
    tx: Tx,
    visitor: Visitor,
    id: HandingId,
    { decision, reason }: Designation,
  ): Promise<void> => {
    const held = await holdFor(deps, tx, visitor, { id, action: 'designate' })
    if (held === 'done') return
    const { handing, key } = held
    const { actor } = visitor
    const at = deps.clock()
    await decideDispute(tx, id, {
      ...{ decision, decided_by: actor.id, decided_at: at },
      sealed_reason: sealDispute(key, id, 'sealed_reason', reason),
    })
    if (decision === 'receiver') await updateHanding(tx, id, { state: 'sent', designated: true })
    else {
      await withhold(deps, tx, held)
      const ended = { state: 'sent-back', ended_by: actor.id, ended_at: at } as const
      await updateHanding(tx, id, { ...ended, back_ground: 'designated' })
    }
    const bodies = [handing.from, handing.to]
    await deps.notices.mark(
      tx,
      bodies.map(organisationId => ({ kind: 'intake', organisationId })),
    )
    const deed = { deed: 'dispute.decided', caseId: handing.caseId, ground: decision } as const
    await deps.audit.record(tx, actor, actor.organisationId, { ...deed, subject: id })
  }
