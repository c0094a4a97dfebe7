import type { CaseId } from '../../src/vocabulary/ids'
import { storeCase, type CaseWish, type StoredCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'

/** Two years and a day before the day of these tests: the shipped term of what was refused is 24 months. */
const LONG_AGO = '2024-11-20T02:00:00Z'
export const TODAY = '2026-11-23T01:00:00Z'

export type Scene = {
  readonly site: Site
  readonly intake: Officer
  readonly principal: Officer
  readonly admin: Officer
}

/** A body with an intake officer, two who may decide on destruction, and cases of long ago. */
export const openScene = async (): Promise<Scene> => {
  const site = await openSite({ now: LONG_AGO })
  const { own } = await moveIn(site)
  const intake = await hire(site, own.id, ['intake'], '林雨晴')
  const principal = await hire(site, own.id, ['principal'], '高立群')
  const admin = await hire(site, own.id, ['security-admin'], '安建国')
  return { site, intake, principal, admin }
}

/** As the page for refusing does it: decided, told, the clock stopped. */
export const refuse = async ({ site, intake }: Scene, caseId: CaseId): Promise<void> => {
  const { db, decisions, cases } = site.house
  await db.inTransaction(async tx => {
    const [last] = await cases.decisionsOf(tx, caseId)
    const who = { actor: intake.actor, keys: intake.keys, caseId, seen: last?.id ?? 'none' }
    const reason = '写明的情况还不足以核查，可以补充以后再反映。'
    await decisions.refuse(tx, who, { ground: 'no-clue', reason })
  })
}

export const storeRefused = async (scene: Scene, wish: CaseWish = {}): Promise<StoredCase> => {
  const { organisationId } = scene.intake.actor
  const stored = await storeCase(scene.site, organisationId, wish)
  await refuse(scene, stored.caseId)
  return stored
}

/** A list of all that is due, drawn up by one and approved by the other. */
export const agree = async (scene: Scene) => {
  const { db, retention } = scene.site.house
  const id = retention.newId()
  await db.inTransaction(async tx => {
    const { count } = await retention.due(tx, scene.admin.actor)
    await retention.propose(tx, scene.admin.actor, { id, shown: count })
  })
  await db.inTransaction(async tx => {
    const run = await retention.getRun(tx, scene.principal.actor, id)
    const listHash = run.listHash.toString('hex')
    await retention.approve(tx, scene.principal.actor, { id, listHash })
  })
  return id
}

export const countOf = async (
  { site }: Scene,
  table: string,
  where: Record<string, unknown> = {},
): Promise<number> => {
  const [row] = await site.tables(table).where(where).count<{ count: number }[]>('* as count')
  return row?.count ?? 0
}
