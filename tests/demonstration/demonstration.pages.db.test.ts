import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { demoCode, seedDemonstration } from '../../src/demonstration'
import { deskKinds } from '../../src/vocabulary/duty'
import { openSite, type Site } from '../support/site'
import { staffBrowser } from '../support/visitors'

type Account = {
  readonly user: string
  readonly password: string
  readonly totpSecret: string
  readonly duty: string
  readonly organisation: string
}

let site: Site
let accounts: readonly Account[]
const file = (name: string) => path.join(site.dataDir, name)

beforeAll(async () => {
  site = await openSite()
  await seedDemonstration(site.house, site.dataDir)
  accounts = JSON.parse(readFileSync(file('demo-accounts.json'), 'utf8')) as Account[]
})
afterAll(() => site.stop())

it('lists one account per duty, but four handlers and two payers, and the body above', () => {
  const at = (organisation: string) =>
    accounts.filter(one => one.organisation === organisation).map(({ duty }) => duty)

  expect(at('示范市医疗保障局')).toEqual([
    'intake',
    'principal',
    ...['handler', 'handler', 'handler', 'handler'],
    'legal',
    'identity',
    'supervision',
    'finance-approver',
    ...['payer', 'payer'],
    'publicity',
    'system-admin',
    'security-admin',
    'auditor',
  ])
  expect(at('示范省医疗保障局')).toEqual([
    'intake',
    'principal',
    ...['supervision', 'supervision'],
    ...['handler', 'handler'],
  ])
  for (const one of accounts)
    expect(Object.keys(one)).toEqual(['user', 'password', 'totpSecret', 'duty', 'organisation'])
})

it('keeps what it writes to the owner of the folder', () => {
  for (const name of ['demo-accounts.json', 'demo-recovery-shares.txt'])
    expect(statSync(file(name)).mode & 0o777).toBe(0o600)
  expect(
    readFileSync(file('demo-recovery-shares.txt'), 'utf8').match(/^第 \d 份：/gm),
  ).toHaveLength(3)
})

it('lets everybody in, and nobody waits for a key', async () => {
  for (const { user, password } of accounts) {
    const browser = staffBrowser(site)
    const second = await browser.submit(await browser.open('/staff/login'), { user, password })
    const otp = demoCode({ dataDir: site.dataDir, user, clock: () => new Date() })
    const home = await browser.submit(second, { otp })

    expect({ user, path: home.path }).toEqual({ user, path: '/staff' })
    expect(home.$('.st-said--warn').text()).not.toMatch(/密钥|新成员/)
  }
})

it('has every desk open in the city, and above what a report about the body itself needs', async () => {
  const { organisations, desks, db, recovery } = site.house
  const found = await db.inTransaction(async tx => {
    const own = await organisations.forRegion(tx, '990102')
    const above = await organisations.above(tx, own.id)
    const open = await Promise.all(deskKinds.map(kind => desks.findOpen(tx, own.id, kind)))
    return {
      names: [own.name, above?.name],
      open: open.filter(desk => desk !== undefined).length,
      intakeAbove: above && (await desks.findOpen(tx, above.id, 'intake')),
      ready: await recovery.isReadyForReports(tx),
    }
  })

  expect(found.names).toEqual(['示范市医疗保障局', '示范省医疗保障局'])
  expect(found.open).toBe(deskKinds.length)
  expect(found.intakeAbove).toBeDefined()
  expect(found.ready).toBe(true)
})

it('has institutions to search', async () => {
  const { items } = await site.house.db.inTransaction(tx =>
    site.house.registry.search(tx, { q: '和安', limit: 10 }),
  )

  expect(items.map(({ name }) => name).sort()).toEqual([
    '和安医院（城东院区）',
    '和安医院（滨河院区）',
  ])
})

it('changes nothing on the next start', async () => {
  const before = readFileSync(file('demo-accounts.json'), 'utf8')

  expect(await seedDemonstration(site.house, site.dataDir)).toBe(false)
  expect(readFileSync(file('demo-accounts.json'), 'utf8')).toBe(before)
  expect(await site.tables('staff')).toHaveLength(accounts.length)
})

it('knows no code for a user or a folder that it does not know', () => {
  const clock = () => new Date()

  expect(() => demoCode({ dataDir: site.dataDir, user: 'nobody', clock })).toThrow('demo-account')
  expect(() => demoCode({ dataDir: '/nowhere', user: 'intake', clock })).toThrow('demonstration')
})
