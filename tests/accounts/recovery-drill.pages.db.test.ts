import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { codeAt, recoverCommand } from '../../src/accounts'
import { recoverByTalk } from '../../src/accounts/recover.command'
import { createKeyPair, splitRecoveryKey } from '../../src/platform/crypto'
import { createClient, type Answer } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, staffBrowser } from '../support/visitors'
import { errorsOf, typePassword, wrongPassword } from './workplace'

let site: Site
let shares: readonly string[]
let officer: Officer
let folder: string
let file: string
let screen: string[]

const say = (line: string) => void screen.push(line)
const run = (...args: string[]) => recoverCommand.run(site.house, args, say)
const oneTime = () => /一次性密码：(\S+?)（/.exec(screen.join('\n'))?.[1] ?? ''

beforeEach(async () => {
  screen = []
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const moved = await moveIn(site)
  shares = moved.shares
  officer = await hire(site, moved.own.id, ['intake'], '李晓岚')
  folder = mkdtempSync(path.join(os.tmpdir(), 'mingshao-drill-'))
  file = path.join(folder, 'shares.txt')
  writeFileSync(file, `演练\n第 1 份：${shares[0] ?? ''}\n第 3 份：${shares[2] ?? ''}\n`)
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await site.stop()
})

const rowOf = async () =>
  site.tables('staff').where({ id: officer.actor.id }).first<Record<string, unknown>>()

const secretOn = ({ $ }: Answer) => $('.st-secret').text().replaceAll(' ', '')

const own = '重新设的一句自己记得住的密码'

// docs/recovery.md, step by step.
it('the drill: a password is lost, two holders come, and the old case opens again', async () => {
  const sent = await sendReport(reporterBrowser(site))
  const before = await signIn(site, officer)
  const queue = await before.open('/staff/queue')
  const link = queue.$('a[href^="/staff/cases/"]').first().attr('href') ?? ''
  expect((await before.open(link)).text).toContain('三楼病房空着')

  expect(await run(officer.username, '--shares', file)).toBe(0)

  // Whoever was signed in is not any more; neither the old password nor the old app opens anything.
  expect((await before.open(link)).path).toMatch(/^\/staff\/login/)
  const old = await typePassword(staffBrowser(site), officer)
  expect(errorsOf(old)).toEqual([wrongPassword])
  site.clock.pass(1)
  const browser = staffBrowser(site)
  const page = await typePassword(browser, { ...officer, password: oneTime() })
  expect(page.path).toBe('/staff/login/enrol')
  const secret = secretOn(page)
  expect(secret).not.toBe(officer.totpSecret)
  const stale = await browser.submit(page, {
    password: own,
    again: own,
    otp: codeOf(site, officer),
  })
  expect(stale.status).toBe(422)
  const otp = codeAt(secret, site.clock.now())
  const codes = await browser.submit(page, { password: own, again: own, otp })
  expect(codes.path).toBe('/staff/me/codes')
  expect(codes.$('.st-codes li')).toHaveLength(10)

  expect((await browser.open(link)).text).toContain('三楼病房空着')
  expect(sent.code).toMatch(/^\d{24}$/)
  // The one-time password has had its one time.
  const again = await typePassword(staffBrowser(site), { ...officer, password: oneTime() })
  expect(errorsOf(again)).toEqual([wrongPassword])
  site.clock.pass(2)
  const me = await signIn(site, { ...officer, password: own, totpSecret: secret })
  expect((await me.open(link)).text).toContain('三楼病房空着')

  const deeds = await site
    .tables('audit_entries')
    .where({ subject: officer.actor.id, deed: 'staff.recovered' })
  expect(deeds).toHaveLength(1)
  expect((await site.house.db.inTransaction(tx => site.house.audit.verify(tx))).ok).toBe(true)
})

it('ends a sign-in that began with the old password and was still waiting for the code', async () => {
  const browser = createClient({ url: site.staffUrl })
  const second = await typePassword(browser, officer)
  await run(officer.username, '--shares', file)

  expect((await browser.submit(second, { otp: codeOf(site, officer) })).path).toBe('/staff/login')
})

it('takes the recovery codes of before with it', async () => {
  const { recoverStaff } = site.house
  const browser = await signIn(site, officer)
  site.clock.pass(2)
  const asked = await browser.open('/staff/me/codes')
  await browser.submit(asked, { otp: codeOf(site, officer) })
  expect(await site.tables('recovery_codes')).toHaveLength(10)

  await recoverStaff.recover(officer.username, shares.slice(1))
  expect(await site.tables('recovery_codes')).toHaveLength(0)
})

it('has to be followed up within seven days', async () => {
  await run(officer.username, '--shares', file)
  site.clock.pass(7 * 24 * 60)

  const page = await typePassword(staffBrowser(site), { ...officer, password: oneTime() })
  expect(errorsOf(page)).toEqual(['这个一次性密码已经过期，请联系安全管理员重新发放'])
})

describe('what does not fit', () => {
  const slip = () => {
    const [first = '', second = ''] = shares
    const last = first.at(-1) === '0' ? '1' : '0'
    return [first.slice(0, -1) + last, second]
  }
  const foreign = () => splitRecoveryKey(createKeyPair().privateKey)

  it.each([
    ['a slip of the pen', 'recovery.share-slip', () => Promise.resolve(slip())],
    ['one share twice', 'recovery.shares-differ', () => Promise.resolve([shares[0], shares[0]])],
    ['one share alone', 'recovery.shares-differ', () => Promise.resolve([shares[0]])],
    ['shares of two keys', 'recovery.shares-differ', async () => [shares[0], (await foreign())[1]]],
    ['shares of another key', 'recovery.other-key', async () => (await foreign()).slice(1)],
  ])('%s is refused in words and changes nothing', async (_what, code, given) => {
    const session = await signIn(site, officer)
    const kept = await rowOf()
    const wanted = (await given()) as string[]

    await expect(site.house.recoverStaff.recover(officer.username, wanted)).rejects.toMatchObject({
      code,
    })
    expect(await rowOf()).toEqual(kept)
    expect((await session.open('/staff')).path).toBe('/staff')
    const noted = await site.tables('audit_entries').where({ deed: 'staff.recovery-refused' })
    expect(noted).toMatchObject([{ subject: officer.actor.id, ground: code, actor_id: null }])
  })

  it('is somebody whom nobody knows, who never signed in, or who left', async () => {
    const { accounts, db } = site.house
    const { organisationId } = officer.actor
    const invited = { organisationId, username: 'new.one', displayName: '新人', duties: [] }
    await db.inTransaction(tx => accounts.invite(tx, { side: 'system' }, invited))
    for (const user of ['nobody', 'new.one'])
      await expect(run(user, '--shares', file)).rejects.toMatchObject({ code: 'recovery.nobody' })

    await db.inTransaction(tx => accounts.disable(tx, { side: 'system' }, officer.actor.id))
    await expect(run(officer.username, '--shares', file)).rejects.toMatchObject({
      code: 'recovery.nobody',
    })
  })

  it('is a file that is not there or holds one share, and input that is no terminal', async () => {
    writeFileSync(file, `第 1 份：${shares[0] ?? ''}\n`)
    for (const name of [file, path.join(folder, 'none')])
      await expect(run(officer.username, '--shares', name)).rejects.toMatchObject({
        code: 'recovery.no-file',
      })
    expect(await run(officer.username)).toBe(2)
    expect(screen.join('\n')).toContain('只能在终端里由保管人输入')
    expect(await run()).toBe(2)
    expect(await run('--what')).toBe(2)
  })
})

describe('at the terminal', () => {
  const typing = (typed: readonly string[]) => {
    const left = [...typed]
    return {
      say,
      clear: () => void screen.push('[cleared]'),
      ask: () => Promise.resolve(left.shift() ?? ''),
    }
  }

  it('wipes what each holder typed, and asks again after a slip', async () => {
    const [one = '', two = '', three = ''] = shares
    const talk = typing([one, two.slice(0, -1), three.toLowerCase().replaceAll('-', ' '), one])
    const password = await recoverByTalk(site.house, talk, officer.username)

    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    expect(screen.filter(line => line === '[cleared]')).toHaveLength(4)
    expect(screen.join('\n')).toContain('第 2 份恢复密钥抄写有误')
    for (const share of shares) expect(screen.join('\n')).not.toContain(share)
  })

  it('stops after three tries', async () => {
    expect(await recoverByTalk(site.house, typing([]), officer.username)).toBeUndefined()
    expect(screen.join('\n')).toContain('没有改动任何内容')
  })
})
