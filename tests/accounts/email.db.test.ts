import { randomBytes } from 'node:crypto'
import { createAccounts, staffEmailCommand } from '../../src/accounts'
import { createInstallation } from '../../src/platform/crypto'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
let officer: Officer
beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['handler'])
})
afterAll(() => site.stop())

const email = async (...args: string[]) => {
  const said: string[] = []
  const code = await staffEmailCommand.run(site.house, args, line => void said.push(line))
  return { code, said: said.join('\n') }
}
const known = ({ house } = site) =>
  house.db.inTransaction(tx => house.accounts.emailOf(tx, officer.actor.id))

it('is set and removed from the terminal, and recorded without the address', async () => {
  expect((await email(officer.username, 'zhang.wei@example.test')).code).toBe(0)
  expect(await known()).toBe('zhang.wei@example.test')
  expect((await email(officer.username, '-')).code).toBe(0)
  expect(await known()).toBeUndefined()

  const rows = await site
    .tables('audit_entries')
    .whereLike('deed', 'staff.email-%')
    .orderBy('seq')
    .select<{ deed: string }[]>()
  expect(rows.map(({ deed }) => deed)).toEqual(['staff.email-set', 'staff.email-removed'])
  expect(JSON.stringify(rows)).not.toContain('zhang.wei')
})

it.each([
  ['nobody', 'zhang@example.test'],
  ['nobody', ''],
])('answers %s %s with how it is used', async (user, address) => {
  const { code, said } = await email(user, address)

  expect(code).toBe(2)
  expect(said).toContain('staff email 用户名 邮箱地址')
})

it.each(['zhang', 'zhang@', 'a@b.cc\nBcc: x@y.zz', '张 <a@b.cc>', `${'a'.repeat(250)}@b.cc`])(
  'refuses %j, which is no address',
  async address => {
    await expect(email(officer.username, address)).rejects.toMatchObject({
      code: 'staff.email-form',
    })
  },
)

it('is sealed in the database, and opens in no other row', async () => {
  await email(officer.username, 'zhang.wei@example.test')
  const other = await hire(site, officer.actor.organisationId, ['handler'])
  const [row] = await site
    .tables('staff')
    .where({ id: officer.actor.id })
    .select<{ sealed_email: Buffer }[]>('sealed_email')
  expect(row?.sealed_email.includes('zhang')).toBe(false)
  await site
    .tables('staff')
    .where({ id: other.actor.id })
    .update({ sealed_email: row?.sealed_email })

  const { db, accounts } = site.house
  await expect(db.inTransaction(tx => accounts.emailOf(tx, other.actor.id))).rejects.toMatchObject({
    code: 'seal.broken',
  })
})

it('opens after the installation secret was changed, as long as the old one is kept', async () => {
  const [first, second] = [
    { version: 1, secret: randomBytes(32) },
    { version: 2, secret: randomBytes(32) },
  ]
  const under = (...secrets: (typeof first)[]) =>
    createAccounts({ ...site.house, installation: createInstallation(secrets) })
  const { id } = officer.actor
  await site.house.db.inTransaction(async tx => {
    await under(first).setEmail(tx, { side: 'system' }, id, 'old@example.test')
    expect(await under(first, second).emailOf(tx, id)).toBe('old@example.test')
    await expect(under(second).emailOf(tx, id)).rejects.toMatchObject({ code: 'seal.broken' })
    await under(first, second).setEmail(tx, { side: 'system' }, id, 'new@example.test')
    expect(await under(second).emailOf(tx, id)).toBe('new@example.test')
  })
})
