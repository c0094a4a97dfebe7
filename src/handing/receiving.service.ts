import type { Visitor } from '../accounts'
import { keyOfAdmitted, type Case } from '../cases'
import { assertUnmasking } from '../masking'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, HandingId } from '../vocabulary/ids'
import type { HandingDeps } from './handing'
import { sealWords } from './handing-keys.service'
import { updateHanding, type SealedHanding } from './handings.repository'
import { holdFor, pointAt, type OpenHanding } from './opening.service'
import { sendCase, type Sending } from './sending.service'

/** By when the sender hears what became of it. */
const answerRule = { transfer: 'HANDING_ANSWER', assist: 'ASSIST' } as const

const noteReceipt = async (
  deps: HandingDeps,
  tx: Tx,
  { id: by }: Visitor['actor'],
  {
    handing: { id, kind, to },
    number,
  }: { readonly handing: SealedHanding; readonly number?: Pick<Case, 'year' | 'serial'> },
): Promise<void> => {
  const { deadlines, clock } = deps
  const due = await deadlines.plan(tx, answerRule[kind], await pointAt(deps, tx, to))
  await updateHanding(tx, id, {
    ...{ state: 'received', ended_by: by, ended_at: clock(), answer_due_on: due.dueOn },
    ...(number === undefined ? {} : { to_year: number.year, to_serial: number.serial }),
  })
}

/** It is the receiver's from now on; with it what follows it. The sender's seals go. */
const takeOver = async (
  deps: HandingDeps,
  tx: Tx,
  visitor: Visitor,
  { handing }: OpenHanding,
): Promise<Case> => {
  const { cases, organisations } = deps
  const { caseId, to } = handing
  const group = [caseId, ...(await cases.mergedInto(tx, caseId))]
  for (const id of group) {
    await cases.passOn(tx, await cases.get(tx, id), to)
    await deps.forget(tx, id)
  }
  const { name: receiverName } = await organisations.get(tx, to)
  const who = { ...visitor, caseId }
  await deps.proceedings.take(tx, who, { action: 'take-over', receiverName })
  return cases.get(tx, caseId)
}

const tellSender = ({ notices }: HandingDeps, tx: Tx, { from }: SealedHanding): Promise<void> =>
  notices.mark(tx, [{ kind: 'intake', organisationId: from }])

const receiveHeld = async (
  deps: HandingDeps,
  tx: Tx,
  visitor: Visitor,
  held: OpenHanding,
): Promise<void> => {
  const { handing } = held
  await tellSender(deps, tx, handing)
  if (handing.kind === 'transfer') {
    const after = await takeOver(deps, tx, visitor, held)
    await noteReceipt(deps, tx, visitor.actor, { handing, number: after })
    return
  }
  await noteReceipt(deps, tx, visitor.actor, { handing })
  const { actor } = visitor
  const deed = { deed: 'handing.received', caseId: handing.caseId, subject: handing.id } as const
  await deps.audit.record(tx, actor, actor.organisationId, deed)
}

/** @throws notFound('handing'), forbidden('case.no-key'), refused `handing.*` */
export const receive =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, id: HandingId): Promise<void> => {
    const held = await holdFor(deps, tx, visitor, { id, action: 'receive' })
    if (held !== 'done') await receiveHeld(deps, tx, visitor, held)
  }

type Back = { readonly ground: string; readonly reason: string }

/** What the case masks may not stand in words that go to another body. */
export const assertPlain = async (
  { cases, masking }: HandingDeps,
  tx: Tx,
  { handing, holders }: OpenHanding,
  typed: Readonly<Record<string, string>>,
): Promise<void> => {
  const { caseId } = handing
  // Who only answers a question has no key of the case, and has read nothing of it.
  if (handing.kind === 'assist' && !(await cases.keysOf(tx, holders, [caseId])).has(caseId)) return
  const key = await keyOfAdmitted(cases, tx, holders, caseId)
  await assertUnmasking(masking, tx, { caseId, key }, typed)
}

/** The receiver's desk opens it no more, nor what follows it. */
export const withhold = async (
  { cases, desks }: HandingDeps,
  tx: Tx,
  { handing }: OpenHanding,
): Promise<void> => {
  if (handing.kind === 'assist') return
  const group: CaseId[] = [handing.caseId, ...(await cases.mergedInto(tx, handing.caseId))]
  const intake = (await desks.versionsOf(tx, handing.to)).find(({ kind }) => kind === 'intake')
  if (intake !== undefined) await cases.withholdFrom(tx, group, intake.id)
}

/** With a ground; what was sealed to this desk goes. @throws as receive */
export const sendBack =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, id: HandingId, { ground, reason }: Back): Promise<void> => {
    const held = await holdFor(deps, tx, visitor, { id, action: 'send-back' })
    if (held === 'done') return
    const { handing, key } = held
    await assertPlain(deps, tx, held, { reason })
    await withhold(deps, tx, held)
    const { actor } = visitor
    await updateHanding(tx, id, {
      ...{ state: 'sent-back', ended_by: actor.id, ended_at: deps.clock(), back_ground: ground },
      sealed_back: sealWords(key, id, 'sealed_back', reason),
    })
    await tellSender(deps, tx, handing)
    const deed = { deed: 'handing.sent-back', caseId: handing.caseId, ground } as const
    await deps.audit.record(tx, actor, handing.from, { ...deed, subject: id })
  }

/** By the sender, before it is received. @throws as receive */
export const takeBack =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, id: HandingId): Promise<void> => {
    const held = await holdFor(deps, tx, visitor, { id, action: 'take-back' })
    if (held === 'done') return
    const { caseId, from } = held.handing
    await withhold(deps, tx, held)
    const { actor } = visitor
    await updateHanding(tx, id, {
      ...{ state: 'taken-back', ended_by: actor.id, ended_at: deps.clock() },
    })
    const deed = { deed: 'handing.taken-back', caseId, subject: id } as const
    await deps.audit.record(tx, actor, from, deed)
  }

/** Received, and handed on to where it belongs: the sender reads so as the answer. @throws as receive, sendCase */
export const forward =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, id: HandingId, sending: Sending): Promise<void> => {
    const held = await holdFor(deps, tx, visitor, { id, action: 'forward' })
    if (held === 'done') return
    const { handing, key } = held
    await receiveHeld(deps, tx, visitor, held)
    const [last] = await deps.cases.decisionsOf(tx, handing.caseId)
    const seen = last?.id ?? 'none'
    await sendCase(deps)(tx, visitor, handing.caseId, { ...sending, seen })
    const { name } = await deps.organisations.get(tx, sending.to)
    const words = `签收以后转给${name}办理，请等那边的结果。`
    await updateHanding(tx, id, {
      ...{ answered_by: visitor.actor.id, answered_at: deps.clock() },
      sealed_answer: sealWords(key, id, 'sealed_answer', words),
    })
  }

/** What became of it, for the body that sent it: nothing else goes back there. @throws as receive */
export const answer =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, id: HandingId, words: string): Promise<void> => {
    const held = await holdFor(deps, tx, visitor, { id, action: 'answer' })
    if (held === 'done') return
    await assertPlain(deps, tx, held, { reason: words })
    const { actor } = visitor
    await updateHanding(tx, id, {
      ...{ answered_by: actor.id, answered_at: deps.clock() },
      sealed_answer: sealWords(held.key, id, 'sealed_answer', words),
    })
    await tellSender(deps, tx, held.handing)
    const { caseId } = held.handing
    const deed = { deed: 'handing.answered', caseId, subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, deed)
  }
