import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { createRecoveryCodes } from '../../src/accounts'
import { createAudit } from '../../src/audit'
import { createDiskBlobs } from '../../src/platform/blobs'
import { createInstallation, openInstallation, type Installation } from '../../src/platform/crypto'
import { systemRandom } from '../../src/platform/random'
import { createHouse, type House } from '../../src/web/house'
import { vouchedColumns } from '../../src/web/vouched'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

let site: Site
let intake: Officer
let code: string

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(site)
  intake = await hire(site, own.id, ['intake'], '林雨晴')
  await hire(site, own.id, ['identity'])
  code = (await sendReport(reporterBrowser(site), { identity: 'named' })).code
})
afterEach(() => site.stop())

const secretFile = () => path.join(site.dataDir, 'installation-secret')
const rotate = () => site.house.secrets.rotate({ appSecret: undefined, dataDir: site.dataDir })

/** As the service starts again. */
const open = (): Promise<Installation> =>
  site.database.db.inTransaction(tx =>
    openInstallation({ config: { demonstration: true }, dataDir: site.dataDir, tx }),
  )
const houseWith = (installation: Installation): House =>
  createHouse({
    config: site.house.config,
    db: site.database.db,
    clock: site.clock.now,
    random: systemRandom,
    blobs: createDiskBlobs('/nowhere'),
    installation,
  })

/** The newest version alone: whatever holds under it depends on no earlier one. */
const newestAlone = (): Installation => {
  const last = readFileSync(secretFile(), 'utf8').trim().split('\n').at(-1) ?? ''
  const [version = '', secret = ''] = last.split(':')
  return createInstallation([{ version: Number(version), secret: Buffer.from(secret) }])
}

const comeBack = async ({ receipts, cases, db }: House, entered = code) => {
  const read = receipts.readCode(entered)
  if (!read.ok) throw new Error('no code')
  const derived = await receipts.deriveAll(read.code)
  return db.inTransaction(tx => cases.openByReceipt(tx, derived))
}
const left = async ({ secrets, db }: House): Promise<Record<string, number>> => {
  const listed = await db.inTransaction(tx => secrets.dependences(tx))
  return Object.fromEntries(listed.map(({ name, left: count }) => [name, count]))
}

it('writes a new version beside the old, for its owner alone, and starts with both', async () => {
  const before = readFileSync(secretFile(), 'utf8').trim()
  expect(await rotate()).toMatchObject({ version: 2, inUse: true })

  expect(statSync(secretFile()).mode & 0o777).toBe(0o600)
  const lines = readFileSync(secretFile(), 'utf8').trim().split('\n')
  expect(lines[0]).toBe(before)
  expect(lines).toHaveLength(2)
  const installation = await open()
  expect(installation.version).toBe(2)
  expect(installation.readSignedCookie(site.house.installation.signCookie('old'))).toBe('old')
  expect(installation.csrfSecrets[1]).toBe(site.house.installation.csrfSecrets[0])
  expect(await site.tables('audit_entries').where({ deed: 'secret.rotated' })).toHaveLength(1)
})

it('leaves a secret of the environment as it is, and writes the whole text for it aside', async () => {
  const appSecret = readFileSync(secretFile(), 'utf8').trim()
  const made = await site.house.secrets.rotate({ appSecret, dataDir: site.dataDir })

  expect(made).toMatchObject({ version: 2, inUse: false })
  expect(readFileSync(made.file, 'utf8').split('\n')[0]).toBe(appSecret)
  expect(statSync(made.file).mode & 0o777).toBe(0o600)
  expect(readFileSync(secretFile(), 'utf8').trim()).toBe(appSecret)
})

it('lists what depends on the old version, and vouches for it anew until nothing is left', async () => {
  await site.database.db.inTransaction(tx =>
    site.house.accounts.setEmail(tx, { side: 'system' }, intake.actor.id, 'lin@example.test'),
  )
  await rotate()
  const house = houseWith(await open())
  const before = await left(house)
  for (const name of ['工作人员的公钥', '岗位的公钥', '岗位密钥的封条', '举报的公钥', '查询码'])
    expect([name, before[name] ?? 0]).toEqual([name, expect.any(Number)])
  expect(before['工作人员的公钥']).toBe(2)
  expect(before['查询码']).toBe(1)

  expect(await house.secrets.renew()).toBeGreaterThan(5)
  const after = await left(house)
  expect(after).toEqual({
    ...Object.fromEntries(Object.keys(after).map(name => [name, 0])),
    查询码: 1,
  })
  const alone = houseWith(newestAlone())
  await site.database.db.inTransaction(async tx => {
    expect(await alone.desks.holdersOf(tx, intake.keys)).toHaveLength(2)
    expect(await alone.desks.findOpen(tx, intake.actor.organisationId, 'intake')).toBeDefined()
    await alone.accounts.recipient(tx, intake.actor.id)
    expect(await alone.accounts.emailOf(tx, intake.actor.id)).toBe('lin@example.test')
  })
  expect(await house.secrets.renew()).toBe(0)
})

it('does not vouch for what the old version did not vouch for', async () => {
  await rotate()
  await site
    .tables('staff')
    .where({ id: intake.actor.id })
    .update({ public_key: Buffer.alloc(32, 9) })
  const house = houseWith(await open())
  await house.secrets.renew()

  expect((await left(house))['工作人员的公钥']).toBe(1)
  await expect(
    site.database.db.inTransaction(tx => house.accounts.recipient(tx, intake.actor.id)),
  ).rejects.toMatchObject({ code: 'public-key.broken' })
})

it('finds a report by the code of before, and moves it at the visit', async () => {
  await rotate()
  const house = houseWith(await open())
  const opened = await comeBack(house)
  expect(opened).toBeDefined()
  expect((await left(house))['查询码']).toBe(0)

  // The newest version alone finds it now, and opens the same key pair; the old one finds nothing.
  const again = await comeBack(houseWith(newestAlone()))
  expect(again?.holder.pair).toEqual(opened?.holder.pair)
  expect(await comeBack(site.house)).toBeUndefined()
  expect(await comeBack(house, house.receipts.newCode())).toBeUndefined()
})

it('keeps old recovery codes and the record of deeds good', async () => {
  const codes = await site.database.db.inTransaction(tx =>
    createRecoveryCodes(site.house).make(tx, intake.actor.id),
  )
  await rotate()
  const house = houseWith(await open())
  const used = await site.database.db.inTransaction(tx =>
    createRecoveryCodes(house).use(tx, intake.actor.id, codes[0] ?? ''),
  )
  expect(used).toBe(true)
  const audit = createAudit({ clock: site.clock.now, installation: house.installation })
  expect(await site.database.db.inTransaction(tx => audit.verify(tx))).toMatchObject({ ok: true })
})

it('knows every column of the running database that bears a MAC', async () => {
  const { rows } = await site.tables.raw<{ rows: { name: string }[] }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND (column_name = 'mac' OR column_name LIKE '%\\_mac') ORDER BY 1`,
  )
  // What the record of deeds signs is checked with the version that signed it, as its chain is.
  const known = vouchedColumns.map(({ table, mac }) => `${table}.${mac}`)
  expect(rows.map(({ name }) => name).filter(name => !name.startsWith('audit_'))).toEqual(
    known.filter(name => name.endsWith('mac')).sort(),
  )
})
