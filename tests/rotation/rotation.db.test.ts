import { caseResealer } from '../../src/cases'
import { sql } from '../../src/platform/db/sql'
import type { CaseId, DeskId } from '../../src/vocabulary/ids'
import { storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
let first: Officer
let second: Officer
let admin: Officer

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(site)
  first = await hire(site, own.id, ['intake'], '林雨晴')
  second = await hire(site, own.id, ['principal'], '高立群')
  admin = await hire(site, own.id, ['security-admin'], '安建国')
  await inTx(tx => site.house.desks.confirm(tx, first.actor, first.keys, second.actor.id))
})
afterEach(() => site.stop())

const inTx: Site['house']['db']['inTransaction'] = work => site.house.db.inTransaction(work)
const store = async (): Promise<CaseId> =>
  (await storeCase(site, first.actor.organisationId)).caseId
const listFor = (officer: Officer) => inTx(tx => site.house.rotation.list(tx, officer.actor))
const intakeOf = async (officer: Officer) => {
  const desk = (await listFor(officer)).find(({ kind }) => kind === 'intake')
  if (desk === undefined) throw new Error('no desk')
  return desk
}
const start = async (by: Officer): Promise<DeskId> => {
  const { id: deskId, newest: seen } = await intakeOf(by)
  await inTx(tx => site.house.rotation.start(tx, by.actor, { deskId, seen, ground: 'machine' }))
  return deskId
}
const reseal = (by: Officer, deskId: DeskId) =>
  site.house.rotation.reseal({ actor: by.actor, keys: by.keys }, { deskId, openDone: false })
const finish = (by: Officer, deskId: DeskId) =>
  inTx(tx => site.house.rotation.finish(tx, by.actor, deskId))

/** With the newest version of the desk's key alone, as after the old one is gone. */
const opensWithNewest = async (officer: Officer, caseId: CaseId): Promise<boolean> => {
  const { newest } = await intakeOf(officer)
  const holders = await inTx(tx => site.house.desks.holdersOf(tx, officer.keys))
  const newestOnly = holders.filter(({ kind, version }) => kind === 'desk' && version === newest)
  const keys = await inTx(tx => site.house.cases.keysOf(tx, newestOnly, [caseId]))
  return keys.has(caseId)
}
const deeds = async (deed: string) => (await site.tables('audit_entries').where({ deed })).length

it('moves every case to the newest version in a member’s session, and only then retires the old one', async () => {
  const cases = [await store(), await store(), await store()]
  const deskId = await start(admin)
  expect(await intakeOf(first)).toMatchObject({ newest: 2, older: [1], left: 3, mine: true })
  const fresh = await store()
  expect(await opensWithNewest(second, fresh)).toBe(true)
  expect(await opensWithNewest(first, cases[0] ?? fresh)).toBe(false)
  await expect(finish(first, deskId)).rejects.toMatchObject({ code: 'rotation.left' })

  expect(await reseal(first, deskId)).toEqual({ done: 3, closed: 0, openDone: true })
  for (const caseId of [...cases, fresh]) {
    expect(await opensWithNewest(first, caseId)).toBe(true)
    expect(await opensWithNewest(second, caseId)).toBe(true)
  }
  await finish(second, deskId)
  expect(await intakeOf(first)).toMatchObject({ newest: 2, older: [], left: 0 })
  const holders = await inTx(tx => site.house.desks.holdersOf(tx, first.keys))
  expect(holders.map(({ kind, version }) => [kind, version])).toEqual([
    ['staff', 1],
    ['desk', 2],
  ])
  expect([await deeds('rotation.started'), await deeds('rotation.finished')]).toEqual([1, 1])
  expect(await deeds('rotation.resealed')).toBeGreaterThan(0)
})

it('takes what is still being worked on first', async () => {
  const closed = await store()
  const open = await store()
  await site.tables('cases').where({ id: closed }).update({ is_open: false })
  const deskId = await start(first)
  await inTx(async tx => {
    const to = await site.house.desks.findOpen(tx, first.actor.organisationId, 'intake')
    const holders = await site.house.desks.holdersOf(tx, first.keys)
    if (to === undefined) throw new Error('no desk')
    await caseResealer.reseal(tx, { to, holders, limit: 100, skip: [], openFirst: true })
  })

  expect(await opensWithNewest(first, open)).toBe(true)
  expect(await opensWithNewest(first, closed)).toBe(false)
  await reseal(first, deskId)
  expect(await opensWithNewest(first, closed)).toBe(true)
})

it('is started once, however often the form is sent', async () => {
  const { id: deskId, newest: seen } = await intakeOf(first)
  const wanted = { deskId, seen, ground: 'planned' }
  for (let times = 0; times < 3; times += 1)
    await inTx(tx => site.house.rotation.start(tx, first.actor, wanted))

  expect(await intakeOf(first)).toMatchObject({ newest: 2 })
  expect(await deeds('rotation.started')).toBe(1)
})

it('is done by two members at once without harm', async () => {
  for (let at = 0; at < 12; at += 1) await store()
  const deskId = await start(first)
  const moved = await Promise.all([reseal(first, deskId), reseal(second, deskId)])

  expect(moved.reduce((sum, { done }) => sum + done, 0)).toBe(12)
  expect(await intakeOf(first)).toMatchObject({ left: 0 })
})

it('leaves aside a seal that nobody can open, and says that it is left', async () => {
  const broken = await store()
  await store()
  await site
    .tables('case_seals')
    .where({ case_id: broken, recipient_kind: 'desk' })
    .update({ sealed: Buffer.alloc(113, 2) })
  const deskId = await start(first)

  expect(await reseal(first, deskId)).toMatchObject({ done: 1, closed: 1 })
  expect(await intakeOf(first)).toMatchObject({ left: 1 })
  await expect(finish(first, deskId)).rejects.toMatchObject({ code: 'rotation.left' })
})

it('is nothing for another desk’s members, for another body, or for who holds no key', async () => {
  const stranger = await hire(site, first.actor.organisationId, ['legal'])
  const { id: deskId } = await intakeOf(first)
  expect((await listFor(stranger)).map(({ kind }) => kind)).toEqual(['legal'])
  await expect(reseal(stranger, deskId)).rejects.toMatchObject({ kind: 'not-found' })
  await expect(finish(admin, deskId)).rejects.toMatchObject({ kind: 'not-found' })
  expect(await reseal({ ...first, keys: stranger.keys }, deskId)).toMatchObject({ done: 0 })
})

it('does not take the old key from its last holder by SQL while something is sealed to it', async () => {
  await store()
  const deskId = await start(first)
  const drop = () =>
    inTx(async tx => {
      await sql(tx)('desk_seals').where({ desk_id: deskId, version: 1 }).delete()
    })
  await expect(drop()).rejects.toMatchObject({ constraint: 'desk_seals_last_holder' })
  await reseal(first, deskId)
  await drop()
})

/** By the running database: a new table with seals to a desk must be known to a rotation. */
it('knows every table in which something is sealed to desks', async () => {
  const { rows } = await site.tables.raw<{ rows: { name: string }[] }>(
    `SELECT DISTINCT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('recipient_kind', 'desk_version') ORDER BY 1`,
  )
  const notSealed = ['notice_marks']
  expect(rows.map(({ name }) => name).filter(name => !notSealed.includes(name))).toEqual(
    [
      'appeals',
      'award_claims',
      'awards',
      'case_seals',
      'identity_letter_seals',
      'identity_request_seals',
      'identity_seals',
      'search_seals',
    ].sort(),
  )
})
