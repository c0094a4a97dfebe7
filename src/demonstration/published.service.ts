import { toActor } from '../accounts'
import { keyOfAdmitted, type Case } from '../cases'
import { addDays, dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError, refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import type { Player } from './cast.service'
import type { Stage } from './stage'

/** Made up, as everything here; of the body that runs the site. */
const texts = [
  {
    kind: 'penalty',
    number: '示范市医保罚〔2026〕1号',
    body: '经查，该单位在三个月里为没有实际住院的人员结算住院费用。\n责令改正，退回造成的基金损失，并处造成损失金额二倍的罚款。',
    articles: '医疗保障基金使用监督管理条例第四十条',
  },
  {
    kind: 'handling',
    number: '示范市医保处〔2026〕3号',
    body: '经查，该单位超出标准收费，没有造成严重后果，已经主动退回。\n责令改正，约谈负责人，按协议扣减当月拨付款。',
    articles: '医疗保障基金使用监督管理条例第三十八条',
  },
] as const

export type Two = { readonly principal: Player; readonly handler: Player }

/** Taken to its end by the steps of the table, without the papers in between. */
const decide = async ({ rooms }: Stage, tx: Tx, found: Case, { principal, handler }: Two) => {
  const { cases, desks, deadlines } = rooms
  const holders = await desks.holdersOf(tx, principal.keys)
  const key = await keyOfAdmitted(cases, tx, holders, found.id)
  const agreed = { askedBy: handler.actor.id, reason: '演示：事实清楚，证据充分。', key }
  await cases.act(tx, principal.actor, found.id, { action: 'file', ...agreed })
  await cases.act(tx, handler.actor, found.id, { action: 'investigate' })
  const outcome = { action: 'decide', outcome: 'penalty' } as const
  await cases.act(tx, principal.actor, found.id, { ...outcome, ...agreed })
  await cases.act(tx, handler.actor, found.id, { action: 'close' })
  await deadlines.finish(tx, found.id, 'CLUE_VERIFY', dayOf(rooms.clock()))
}

/** The principal of the body, and one who handles the case. */
export const playersFor = async (
  { cast, rooms }: Stage,
  tx: Tx,
  { id, organisationId }: Case,
): Promise<Two | undefined> => {
  const principal = cast.of(organisationId, 'principal', [0, 1])
  const officers = await rooms.cases.officersOf(tx, [id])
  const handler = [0, 1, 2, 3]
    .flatMap(at => cast.of(organisationId, 'first', [at, at + 1]) ?? [])
    .find(({ actor }) => officers.some(one => one.handling && one.staffId === actor.id))
  return principal === undefined || handler === undefined ? undefined : { principal, handler }
}

type Wanted = { readonly id: string; readonly text: (typeof texts)[number] }

const publish = async (stage: Stage, tx: Tx, caseId: CaseId, { id, text }: Wanted) => {
  const { cases, accounts, register, registry, clock } = stage.rooms
  const found = await cases.find(tx, caseId)
  if (found?.state !== 'checking' || found.institutionId === null) return false
  const two = await playersFor(stage, tx, found)
  const [approver] = await accounts.listActive(tx, found.organisationId, 'publicity')
  if (two === undefined || approver === undefined) return false
  await decide(stage, tx, found, two)
  const { name: institution } = await registry.get(tx, found.institutionId)
  const draft = { ...text, institution, decidedOn: addDays(dayOf(clock()), -1) }
  const faults = await register.writing.write(tx, two.principal, caseId, { id, seen: 0, draft })
  // Another case will do: nothing of this one has happened.
  if (Object.keys(faults).length > 0) throw refused('register.moved-on')
  await register.desk.approve(tx, toActor(approver), { id, version: 1 })
  return true
}

const isPublished = async ({ rooms }: Stage, id: string): Promise<boolean> => {
  try {
    await rooms.db.inTransaction(tx => rooms.register.reading.one(tx, id))
    return true
  } catch (error) {
    if (error instanceof KnownError && error.kind === 'not-found') return false
    throw error
  }
}

/** Whether it could be published of this case. */
const tryCase = async (stage: Stage, caseId: CaseId, wanted: Wanted): Promise<boolean> => {
  try {
    return await stage.rooms.db.inTransaction(tx => publish(stage, tx, caseId, wanted))
  } catch (error) {
    if (error instanceof KnownError) return false
    throw error
  }
}

/** Two decisions for everybody to read, of the first cases that can bear one; asked again they are there. */
export const publishTwo = async (stage: Stage, cases: number): Promise<void> => {
  for (const [at, text] of texts.entries()) {
    const id = stage.names.uuid(`published ${at}`)
    if (await isPublished(stage, id)) continue
    for (let index = 0; index < cases; index += 1) {
      const caseId = stage.names.uuid(`case ${index}`) as CaseId
      if (await tryCase(stage, caseId, { id, text })) break
    }
  }
}
