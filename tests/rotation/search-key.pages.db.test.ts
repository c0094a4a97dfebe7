import type { CaseId } from '../../src/vocabulary/ids'
import { storeCase } from '../support/cases'
import { createClient } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { hitsOf, openCase, searchFor } from '../support/searching'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

const page = '/staff/rotation'
const form = (action: string) => ({ form: `form[action$="/search/${action}"]` })

let site: Site
let clerk: Officer
let principal: Officer
let admin: Officer
let ids: CaseId[]
beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(site)
  clerk = await hire(site, own.id, ['intake'], '王芳')
  admin = await hire(site, own.id, ['security-admin'], '安建国')
  principal = await hire(site, own.id, ['principal', 'intake'], '高立群')
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, principal.actor.id))
  ids = []
  for (const text of ['透析只做了两次', '透析按三次记账']) ids.push(await store(text))
  await openCase(site, clerk, ...ids)
})
afterEach(() => site.stop())

const store = async (text: string): Promise<CaseId> => {
  const body = clerk.actor.organisationId
  return (await storeCase(site, body, { title: { target: '仁和医院' }, content: { text } })).caseId
}

const nextCode = (officer: Officer): string => {
  site.clock.pass(1)
  return codeOf(site, officer)
}
/** Past the watch over the record: the second of two same forms does nothing, and so records nothing. */
const unwatched = ({ cookies }: SignedIn) => {
  const browser = createClient({ url: site.staffUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}
const come = (officer: Officer): Promise<SignedIn> => {
  site.clock.pass(1)
  return signIn(site, officer)
}

/** Of each version: how many cases are indexed under it, and how many hold it. */
const versions = async () => {
  const rows: unknown = await site.tables.raw(
    `SELECT version, retired_on IS NULL AS used,
       (SELECT count(*)::int FROM search_cases s WHERE s.key_id = k.id) AS cases,
       (SELECT count(*)::int FROM search_seals s WHERE s.key_id = k.id) AS seals
     FROM search_keys k ORDER BY version`,
  )
  return (rows as { rows: object[] }).rows
}

const start = async (officer = admin) => {
  const browser = await come(officer)
  const twice = unwatched(browser)
  const before = await twice.open(page)
  const typed = { searchGround: 'person', otp: nextCode(officer) }
  for (let times = 0; times < 2; times += 1)
    expect((await twice.submit(before, typed, form('start'))).path).toBe(page)
  return twice.open(page)
}

it('is a new one beside the old: cases move over in a member’s session, and both are searched meanwhile', async () => {
  const shown = await start()
  expect(shown.$('[data-test=search-left]').text()).toContain('还剩 2 件')
  expect(shown.$('#search').text()).toContain('编入要由受理岗位的成员来做')
  expect(shown.$('[data-test=search-cases]')).toHaveLength(0)
  expect(await versions()).toMatchObject([{ cases: 2 }, { version: 2, cases: 0, seals: 1 }])

  // What comes from now on is under the new one; both are found.
  const later = await store('透析机器上的次数可以查')
  await openCase(site, clerk, later)
  const member = await come(clerk)
  expect(hitsOf(await searchFor(member, '透析'))).toHaveLength(3)

  const waiting = await member.open(page)
  expect(waiting.$('[data-test=search-cases] a')).toHaveLength(2)
  expect(waiting.$(form('finish').form)).toHaveLength(0)
  const _csrf = String(waiting.$('[name=_csrf]').first().val())
  const early = await member.send(`${page}/search/finish`, { _csrf, otp: nextCode(clerk) })
  expect([early.status, early.$('h1').text()]).toEqual([409, '还有没有重新编入检索的'])

  const moved = await member.submit(waiting, {}, form('index'))
  expect(moved.$('[data-test=search-left]')).toHaveLength(0)
  expect(await versions()).toMatchObject([{ cases: 0 }, { cases: 3 }])
  expect(hitsOf(await searchFor(member, '透析'))).toHaveLength(3)

  const wrong = await member.submit(moved, { otp: '000000' }, form('finish'))
  expect([wrong.status, wrong.$('[role=alert]').text()]).toEqual([
    422,
    expect.stringContaining('验证码不对'),
  ])
  const twice = unwatched(member)
  const otp = nextCode(clerk)
  for (let times = 0; times < 2; times += 1)
    expect((await twice.submit(wrong, { otp }, form('finish'))).path).toBe(page)
  expect(await versions()).toMatchObject([
    { used: false, cases: 0, seals: 0 },
    { used: true, cases: 3, seals: 1 },
  ])
  expect(hitsOf(await searchFor(member, '三次'))).toHaveLength(1)
  const deeds = site.tables('audit_entries').where('deed', 'like', 'search-key.%').orderBy('seq')
  expect(await deeds.pluck('deed')).toEqual([
    ...['search-key.handed', 'search-key.made', 'search-key.handed'],
    ...['search-key.renewed', 'search-key.indexed', 'search-key.retired'],
  ])
})

it('is moved over by nobody who keeps away from a case: a colleague does what is left', async () => {
  const { db, cases } = site.house
  const [first = '' as CaseId] = ids
  const excluding = { staffId: clerk.actor.id, ground: 'relative' }
  await db.inTransaction(tx => cases.exclude(tx, principal.actor, first, excluding))
  await start(clerk)
  const member = await come(clerk)
  const waiting = await member.open(page)
  expect(waiting.$('[data-test=search-cases] a')).toHaveLength(1)
  const moved = await member.submit(waiting, {}, form('index'))
  expect(moved.$('[data-test=search-left]').text()).toContain('已经编入 1 件，还剩 1 件')
  expect(moved.$('#search .st-said--warn').text()).toContain('有 1 件您打不开')
  expect(await versions()).toMatchObject([{ cases: 1 }, { cases: 1 }])
  const other = await come(principal)
  await other.submit(await other.open(page), {}, form('index'))
  expect(await versions()).toMatchObject([{ cases: 0 }, { cases: 2 }])
})

it('goes over to the desk’s next key in every version, and what is late is written under none that is retired', async () => {
  await start(clerk)
  const { db, desks, rotation, search } = site.house
  const { actor } = clerk
  const { organisationId } = actor
  await db.inTransaction(tx => desks.renew(tx, actor, { organisationId, kind: 'intake' }))
  const [deskId = ''] = await site.tables('desks').where({ kind: 'intake' }).pluck<string[]>('id')
  await rotation.reseal(clerk, { deskId: deskId as never, openDone: false })
  const seals = site.tables('search_seals').where({ recipient_kind: 'desk' })
  expect(await seals.pluck('version')).toEqual([2, 2])

  // Both at once: each case is moved once, and what is found stays found.
  const done = await Promise.all([rotation.indexAnew(clerk), rotation.indexAnew(principal)])
  expect(done.reduce((sum, one) => sum + one.done, 0)).toBe(2)
  await db.inTransaction(tx => search.renewal.finish(tx, actor))
  await site.tables('cases').update({ indexed: false })
  await openCase(site, clerk, ...ids)
  expect(await versions()).toMatchObject([{ cases: 0 }, { cases: 2 }])
})
