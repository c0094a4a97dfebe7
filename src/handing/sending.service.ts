import type { Visitor } from '../accounts'
import { isOpen, type Case } from '../cases'
import { assertUncopied, assertUnmasking } from '../masking'
import { newSymmetricKey, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused, unavailable } from '../platform/errors'
import type { CaseId, HandingId, OrganisationId } from '../vocabulary/ids'
import type { Cover, HandingDeps } from './handing'
import { sealCover, sealHandingKey } from './handing-keys.service'
import type { HandingKind } from './handing.rules'
import { findSent, insertHanding } from './handings.repository'
import { openGroup, pointAt } from './opening.service'
import { judgeTarget, type OpenGroup } from './targets.service'

export type Sending = {
  readonly to: OrganisationId
  readonly ground: string
  readonly reason: string
  /** The form's own number. */
  readonly once: string
  /** The decision that the form was drawn after. */
  readonly seen: string
  /** It was looked into: the report is not about that body. */
  readonly cleared: boolean
}

/** @throws refused `handing.*` */
const assertTarget = async (
  deps: HandingDeps,
  tx: Tx,
  group: OpenGroup,
  { to, cleared }: Pick<Sending, 'to' | 'cleared'>,
) => {
  const target = await judgeTarget(deps, tx, group, to)
  if (target.fault !== undefined) throw refused(target.fault, { body: target.body.name })
  if (target.asksCleared && !cleared) throw refused('handing.not-cleared')
  return target.body
}

const coverOf = async (
  { cases, masking }: HandingDeps,
  tx: Tx,
  { id: caseId, key }: { readonly id: CaseId; readonly key: SymmetricKey },
  reason: string,
): Promise<Cover> => {
  const mask = await masking.maskOf(tx, { caseId, key })
  const one = new Map([[caseId, key]])
  const brief = (await cases.briefsOf(tx, one)).get(caseId)
  const target = mask.text((await cases.titlesOf(tx, one)).get(caseId)?.target ?? '')
  if (brief === undefined) return { version: 1, target, brief: null, reason }
  const [when, how] = [mask.text(brief.when), mask.text(brief.how)]
  const [amount, where] = [mask.text(brief.amount), mask.text(brief.where)]
  return {
    ...{ version: 1, target, reason },
    brief: { target: mask.text(brief.target), when, how, amount, where },
  }
}

/** Until when it is to be received: a petition is objected to within a time of its own. */
const receiptRule = (kind: HandingKind, { source }: Case): string =>
  kind === 'transfer' && source === 'petition' ? 'XF_OBJECT' : 'HANDING_RECEIPT'

/** The row, its words and the key of these for both desks. false: the form was sent before. */
const write = async (
  deps: HandingDeps,
  tx: Tx,
  { actor }: Visitor,
  { kind, group, sending }: { kind: HandingKind; group: OpenGroup; sending: Sending },
): Promise<{ readonly id: HandingId; readonly isNew: boolean }> => {
  const { desks, deadlines, random, clock } = deps
  const { found, keys } = group
  const caseKey = keys.get(found.id)
  const own = await desks.findOpen(tx, found.organisationId, 'intake')
  const desk = await desks.findOpen(tx, sending.to, 'intake')
  if (caseKey === undefined || own === undefined || desk === undefined)
    throw unavailable('desk.missing')
  const id = random.uuid() as HandingId
  const key = newSymmetricKey(random)
  const cover = await coverOf(deps, tx, { id: found.id, key: caseKey }, sending.reason)
  const due = await deadlines.plan(
    tx,
    receiptRule(kind, found),
    await pointAt(deps, tx, sending.to),
  )
  const isNew = await insertHanding(tx, {
    ...{ id, once: sending.once, kind, case_id: found.id, ground: sending.ground },
    ...{ from_body: found.organisationId, to_body: sending.to },
    ...{ from_year: found.year, from_serial: found.serial },
    ...{ sent_by: actor.id, sent_at: clock(), receipt_due_on: due.dueOn },
    sealed_cover: sealCover(key, id, cover),
  })
  if (isNew) await sealHandingKey(tx, id, key, [own, desk])
  if (isNew && kind === 'transfer')
    for (const [caseId, one] of keys)
      await deps.cases.grant(tx, caseId, one, { kind: 'desk', ...desk, id: desk.deskId })
  return { id, isNew }
}

/** The same form again. @throws notFound('handing') where it was sent for something else */
const sentBefore = async (
  tx: Tx,
  { actor }: Visitor,
  caseId: CaseId,
  once: string,
): Promise<HandingId | undefined> => {
  const known = await findSent(tx, once)
  if (known === undefined) return undefined
  if (known.sentBy !== actor.id || known.caseId !== caseId) throw notFound('handing')
  return known.id
}

/**
 * Hands a case, with all that follow it, to another body: its intake desk gets the key in the session of the sender,
 * who keeps theirs until it is received. Safe to send twice.
 * @throws notFound('case'), forbidden('case.no-key'), refused `handing.*`, `case.moved-on` and what the step asks
 */
export const sendCase =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, caseId: CaseId, sending: Sending): Promise<HandingId> => {
    const before = await sentBefore(tx, visitor, caseId, sending.once)
    if (before !== undefined) return before
    const group = await openGroup(deps, tx, visitor, caseId)
    const { ground, reason, seen, to } = sending
    if (!isOpen(group.found.state)) throw refused('case.moved-on')
    const body = await assertTarget(deps, tx, group, sending)
    const { id, isNew } = await write(deps, tx, visitor, { kind: 'transfer', group, sending })
    if (!isNew) return id
    await deps.notices.mark(tx, [{ kind: 'intake', organisationId: to }])
    const wish = { action: 'hand-over', ground, reason } as const
    const receiver = { receiver: 'medical-security', receiverName: body.name }
    await deps.proceedings.take(tx, { ...visitor, caseId, seen }, { ...wish, ...receiver })
    return id
  }

/** 协助调查: asks something of another body, which gets no key of the case. Safe to send twice. */
export const askAssistance =
  (deps: HandingDeps) =>
  async (
    tx: Tx,
    visitor: Visitor,
    caseId: CaseId,
    asked: Pick<Sending, 'to' | 'reason' | 'once'>,
  ): Promise<HandingId> => {
    const before = await sentBefore(tx, visitor, caseId, asked.once)
    if (before !== undefined) return before
    const group = await openGroup(deps, tx, visitor, caseId)
    const { found, keys } = group
    if (!isOpen(found.state)) throw refused('case.moved-on')
    const sending = { ...asked, ground: 'assist', seen: '', cleared: false }
    await assertTarget(deps, tx, group, sending)
    const key = keys.get(caseId)
    if (key !== undefined) {
      await assertUnmasking(deps.masking, tx, { caseId, key }, { reason: asked.reason })
      // Whoever is asked never opens the case.
      await assertUncopied(deps.masking, tx, { caseId, key }, { reason: asked.reason })
    }
    const { id, isNew } = await write(deps, tx, visitor, { kind: 'assist', group, sending })
    if (!isNew) return id
    await deps.notices.mark(tx, [{ kind: 'intake', organisationId: asked.to }])
    const { actor } = visitor
    const deed = { deed: 'handing.asked', caseId, subject: id } as const
    await deps.audit.record(tx, actor, found.organisationId, deed)
    return id
  }
