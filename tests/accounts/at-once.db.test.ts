import { randomUUID } from 'node:crypto'
import type { Tx } from '../../src/platform/db/transaction'
import type { StaffId } from '../../src/vocabulary/ids'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'

// One press of a button may come twice at once. The database lets one in; the other finds it done.
let site: Site
let admin: Officer
let person: Officer

beforeAll(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  admin = await hire(site, own.id, ['system-admin'])
  person = await hire(site, own.id, ['handler'])
})
afterAll(() => site.stop())

const eightTimes = (work: (tx: Tx) => Promise<unknown>) =>
  Promise.all(Array.from({ length: 8 }, () => site.house.db.inTransaction(work)))
const recorded = (deed: string) => site.tables('audit_entries').where({ deed })

it('asks once for a new second factor', async () => {
  const staffId = person.actor.id
  const outcomes = await eightTimes(tx =>
    site.house.factorResets.ask(tx, admin.actor, { staffId, ground: 'lost' }),
  )

  expect(outcomes).toEqual(Array.from({ length: 8 }, () => ({ kind: 'done' })))
  expect(await recorded('factor-reset.asked')).toHaveLength(1)
})

it('proposes the same duties once', async () => {
  const wanted = { staffId: person.actor.id, duties: ['handler', 'publicity'] } as const
  await eightTimes(tx => site.house.dutyChanges.propose(tx, admin.actor, wanted))

  expect(await recorded('duties.proposed')).toHaveLength(1)
})

it('adds a person once, and still tells that somebody else has the name', async () => {
  const { organisationId } = admin.actor
  const id = randomUUID() as StaffId
  const fresh = { id, organisationId, username: 'twice', displayName: '何晓' }
  await eightTimes(tx => site.house.people.add(tx, admin.actor, fresh))

  expect(await recorded('staff.invited').where({ subject: id })).toHaveLength(1)
  const other = { ...fresh, id: randomUUID() as StaffId }
  await expect(
    site.house.db.inTransaction(tx => site.house.people.add(tx, admin.actor, other)),
  ).rejects.toMatchObject({ code: 'staff.name-taken' })
})
