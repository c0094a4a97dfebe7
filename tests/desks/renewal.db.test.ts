import { sql } from '../../src/platform/db/sql'
import type { DeskKind } from '../../src/vocabulary/duty'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
let own: OrganisationId
let first: Officer
let later: Officer

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  own = (await moveIn(site)).own.id
  first = await hire(site, own, ['intake'])
  later = await hire(site, own, ['intake', 'principal'])
  await confirm(first, later)
})
afterEach(() => site.stop())

const inTx: Site['house']['db']['inTransaction'] = work => site.house.db.inTransaction(work)
const confirm = (by: Officer, whom: Officer) =>
  inTx(tx => site.house.desks.confirm(tx, by.actor, by.keys, whom.actor.id))
const versionsOf = async ({ keys }: Officer) =>
  (await inTx(tx => site.house.desks.holdersOf(tx, keys)))
    .filter(({ kind }) => kind === 'desk')
    .map(({ version }) => version)
const renew = (by: Officer, kind: DeskKind) =>
  inTx(tx => site.house.desks.renew(tx, by.actor, { organisationId: own, kind }))
const leave = (who: Officer, kinds?: readonly DeskKind[]) =>
  inTx(tx => site.house.desks.release(tx, first.actor, who.actor.id, kinds))

it('makes a new version for those who hold the newest; what came before opens as before', async () => {
  const [renewed] = await renew(first, 'intake')

  expect(renewed).toMatchObject({ kind: 'intake', version: 2 })
  expect([await versionsOf(first), await versionsOf(later)]).toEqual([
    [2, 1],
    [2, 1],
  ])
  const deeds = site.tables('audit_entries').where({ deed: 'desk.key-renewed' })
  expect(await deeds.pluck('actor_id')).toEqual([first.actor.id])
})

it('renews every desk that one person holds', async () => {
  const legal = await hire(site, own, ['legal', 'supervision'])
  const renewed = await inTx(tx =>
    site.house.desks.renew(tx, legal.actor, { heldBy: legal.actor.id }),
  )

  expect(renewed.map(({ kind, version }) => [kind, version]).sort()).toEqual([
    ['legal', 2],
    ['supervision', 2],
  ])
  expect(await versionsOf(first)).toEqual([1])
})

it('has no desk to renew where nobody has ever held a key', async () => {
  await expect(renew(first, 'identity')).rejects.toMatchObject({ code: 'desk.not-found' })
})

it('takes away the keys of one desk and leaves the others', async () => {
  const both = await hire(site, own, ['intake', 'legal'])
  const legal = await hire(site, own, ['legal'])
  await confirm(first, both)
  await confirm(both, legal)
  await leave(both, ['intake'])

  const seals = site.tables('desk_seals as s').join('desks as d', 'd.id', 's.desk_id')
  expect(await seals.where({ staff_id: both.actor.id }).pluck('d.kind')).toEqual(['legal'])
  expect(await versionsOf(first)).toEqual([2, 1])
})

it('refuses to leave an old version, and with it the old cases, to nobody', async () => {
  await renew(first, 'intake')
  // A member who got the newest key only, as after an incomplete restore.
  await site.tables('desk_seals').where({ staff_id: later.actor.id, version: 1 }).delete()

  await expect(leave(first)).rejects.toMatchObject({ code: 'desk.last-holder' })
  expect(await versionsOf(first)).toEqual([2, 1])
})

it('lets one of the last two leave when both ask at once', async () => {
  const answers = await Promise.allSettled([leave(first), leave(later)])

  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await site.tables('desk_seals').where({ version: 2 })).toHaveLength(1)
})

it('seals nothing to an older version that was put back by taking the newer one out of the tables', async () => {
  await renew(first, 'intake')
  const find = () => inTx(tx => site.house.desks.findOpen(tx, own, 'intake'))
  expect(await find()).toMatchObject({ version: 2 })
  const [deskId] = await site.tables('desks').where({ kind: 'intake' }).pluck<string[]>('id')
  const asTheService = (text: string) => inTx(tx => sql(tx).raw(text, [deskId ?? '']))
  await asTheService('DELETE FROM desk_seals WHERE desk_id = ? AND version = 2')
  expect(await find()).toBeUndefined()
  await asTheService('DELETE FROM desk_keys WHERE desk_id = ? AND version = 2')
  await expect(find()).rejects.toMatchObject({ code: 'public-key.broken' })
  // The service may not take the mark back, and one that it did not make says nothing.
  await expect(asTheService('DELETE FROM desk_key_marks WHERE desk_id = ?')).rejects.toThrow()
  await asTheService(
    `INSERT INTO desk_key_marks SELECT desk_id, 9, public_key, proof FROM desk_key_marks
     WHERE desk_id = ? AND version = 1`,
  )

  await renew(later, 'intake')
  expect(await find()).toMatchObject({ version: 2 })
})
