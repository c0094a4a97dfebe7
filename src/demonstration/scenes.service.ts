import { decisionMark } from '../cases'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { codeOf, KnownError } from '../platform/errors'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { receiveReport } from './arrival.service'
import type { Player } from './cast.service'
import type { Deed, Role } from './course.rules'
import type { Stage } from './stage'
import type { Event, PlannedCase } from './year.rules'

type Scene = {
  readonly stage: Stage
  readonly tx: Tx
  readonly caseId: CaseId
  readonly planned: PlannedCase
  /** The officer who acts; undefined where the body has nobody for it: then nothing happens. */
  readonly player: (role: Role) => Player | undefined
}

type Play<K extends Deed['kind']> = (
  scene: Scene,
  deed: Extract<Deed, { kind: K }>,
) => Promise<void>

const look: Play<'look'> = async ({ stage, tx, caseId, player }, { by }) => {
  const visitor = player(by)
  if (visitor === undefined) return
  await stage.rooms.casework.open(tx, { ...visitor, caseId })
  await stage.rooms.casework.recordVisit(
    tx,
    { ...visitor, caseId },
    { tab: 'summary', original: true },
  )
}

/** The case as it was before this decision; undefined when the decision has been taken already. */
const beforeDecision = async ({ stage, tx, caseId }: Scene, number: number) => {
  const decisions = await stage.rooms.cases.decisionsOf(tx, caseId)
  return decisions.length === number ? { seen: decisionMark(decisions[0]) } : undefined
}

const accept: Play<'accept'> = async (scene, { by, decision }) => {
  const before = await beforeDecision(scene, decision)
  const player = scene.player(by)
  if (before === undefined || player === undefined) return
  const { stage, tx, caseId } = scene
  await stage.rooms.decisions.accept(tx, { ...player, ...before, caseId })
}

const refuse: Play<'refuse'> = async (scene, { by, decision, ground, reason }) => {
  const before = await beforeDecision(scene, decision)
  const player = scene.player(by)
  if (before === undefined || player === undefined) return
  const { stage, tx, caseId } = scene
  await stage.rooms.decisions.refuse(tx, { ...player, ...before, caseId }, { ground, reason })
}

const assign: Play<'assign'> = async (scene, { by, decision }) => {
  const before = await beforeDecision(scene, decision)
  const player = scene.player(by)
  const handlers = (['first', 'second'] as const).flatMap(role => scene.player(role) ?? [])
  if (before === undefined || player === undefined || handlers.length < 2) return
  const { stage, tx, caseId } = scene
  const ids: StaffId[] = handlers.map(({ actor }) => actor.id)
  await stage.rooms.decisions.assign(tx, { ...player, ...before, caseId }, ids)
}

const brief: Play<'brief'> = async ({ stage, tx, caseId, player }, { by, where }) => {
  const visitor = player(by)
  if (visitor === undefined) return
  const { casework } = stage.rooms
  const file = await casework.open(tx, { ...visitor, caseId })
  const { text, saved } = (await casework.tabs.summary(tx, file)).brief
  if (saved) return
  await casework.saveBrief(tx, { ...visitor, caseId, seen: 'none' }, { ...text, where })
}

const onceOf = ({ stage, planned }: Scene, letter: number): string =>
  stage.names.uuid(`letter ${planned.index} ${letter}`)

const ask: Play<'ask'> = async (scene, { by, body, letter }) => {
  const player = scene.player(by)
  if (player === undefined) return
  const { stage, tx, caseId } = scene
  await stage.rooms.casework.send(
    tx,
    { ...player, caseId },
    { body, once: onceOf(scene, letter), asks: true },
  )
}

const read: Play<'read'> = async ({ stage, tx, caseId, player }, { by }) => {
  const visitor = player(by)
  if (visitor === undefined) return
  const { casework } = stage.rooms
  await casework.open(tx, { ...visitor, caseId })
  await casework.markRead(tx, caseId)
  await casework.recordVisit(tx, { ...visitor, caseId }, { tab: 'messages', original: false })
}

/** The reporter comes back with the code, and reads what was answered. */
const comeBack = async ({ stage, tx, planned }: Scene) => {
  const { receipts, followup, cases, dialogue } = stage.rooms
  const derived = await receipts.deriveAll(stage.names.code(planned.index))
  const report = await cases.openByReceipt(tx, derived)
  // The reporter has changed the code since.
  if (report === undefined) return undefined
  await dialogue.readByReporter(tx, report.reportId)
  await followup.enter(tx, derived)
  return report
}

const visit: Play<'visit'> = async scene => {
  await comeBack(scene)
}

const write: Play<'write'> = async (scene, { body, letter }) => {
  const report = await comeBack(scene)
  if (report === undefined) return
  const { stage, tx, caseId } = scene
  const { cases, dialogue } = stage.rooms
  const { reportId } = report
  const key = await cases.keyOf(tx, [report.holder], caseId)
  const sent = { caseId, reportId, key, body, once: onceOf(scene, letter) }
  await dialogue.fromReporter(tx, { side: 'reporter', reportId }, sent)
}

const settle: Play<'settle'> = async ({ stage, tx, caseId }) => {
  const { deadlines } = stage.rooms
  await deadlines.finish(tx, caseId, 'CLUE_VERIFY', dayOf(stage.clock.now()))
}

const plays: { readonly [K in Deed['kind']]: Play<K> } = {
  ...{ look, accept, refuse, assign, brief, ask, read, visit, write, settle },
}

const playDeed = async (stage: Stage, planned: PlannedCase, deed: Deed): Promise<void> => {
  const caseId = stage.names.uuid(`case ${planned.index}`) as CaseId
  const { db, cases } = stage.rooms
  await db.inTransaction(async tx => {
    const { organisationId } = await cases.get(tx, caseId)
    const player = (role: Role) => stage.cast.of(organisationId, role, planned.handlers)
    const play = plays[deed.kind] as Play<Deed['kind']>
    await play({ stage, tx, caseId, planned, player }, deed)
  })
}

const isRefusal = (error: unknown): boolean =>
  error instanceof KnownError && ['refused', 'not-found', 'forbidden'].includes(error.kind)

/** The same year is being told in another window, which was a moment ahead. */
const isTold = (error: unknown): boolean => codeOf(error) === '23505'

/**
 * One event of the year, under its own moment. What the house refuses (somebody has decided otherwise on
 * the pages meanwhile) does not happen, and the year goes on.
 */
export const playEvent = async (stage: Stage, { at, planned, deed }: Event): Promise<void> => {
  stage.clock.show(at)
  try {
    if (deed.kind === 'arrive') await receiveReport(stage, planned)
    else await playDeed(stage, planned, deed)
  } catch (error) {
    const goesOn = isTold(error) || (deed.kind !== 'arrive' && isRefusal(error))
    if (!goesOn) throw error
  } finally {
    stage.clock.release()
  }
}
