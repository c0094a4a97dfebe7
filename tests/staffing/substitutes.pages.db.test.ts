import { createKeyPair } from '../../src/platform/crypto'
import { giveCase, storeCase, type StoredCase } from '../support/cases'
import { createClient } from '../support/client'
import { hire, type Officer } from '../support/people'
import type { SignedIn } from '../support/visitors'
import { come, deedsOf, errorsOf, openOffice, type Office } from './office'

let office: Office
let site: Office['site']
let intake: Officer
let away: Officer
let second: Officer
let sub: Officer
let one: StoredCase
beforeEach(async () => {
  office = await openOffice()
  site = office.site
  const { id } = office.own
  intake = await hire(site, id, ['intake'], '林雨晴')
  away = await hire(site, id, ['handler'], '周正')
  second = await hire(site, id, ['handler'], '沈小曼')
  sub = await hire(site, id, ['handler'], '马卫国')
  one = await storeCase(site, id)
  await giveCase(site, intake, one.caseId, [away, second])
})
afterEach(() => site.stop())

const inTx: Office['site']['house']['db']['inTransaction'] = work =>
  site.house.db.inTransaction(work)
const opens = async ({ keys }: Officer, { caseId }: StoredCase) => {
  const { desks, cases } = site.house
  return inTx(async tx =>
    (await cases.keysOf(tx, await desks.holdersOf(tx, keys), [caseId])).has(caseId),
  )
}

type Days = { readonly from?: string; readonly until?: string }

const name = async (
  browser: SignedIn,
  { from = '2026 11 23', until = '2026-11-25' }: Days = {},
) => {
  const list = await browser.click(browser.home, '请假代办')
  const page = await browser.click(list, '指定代办人')
  const people = { staff: away.actor.id, substitute: sub.actor.id }
  return browser.submit(page, { ...people, from, until })
}

it('gives the substitute the cases for those days, and takes them back the day after', async () => {
  const browser = await come(site, intake)
  const list = await name(browser)
  expect(list.$('[data-test=substitute]').text()).toContain('都已经交出')
  expect(await opens(sub, one)).toBe(true)
  const standing = await come(site, sub)
  expect((await standing.open(one.path)).status).toBe(200)
  expect((await standing.open('/staff/queue')).text).toContain(one.path)

  site.clock.set('2026-11-25T15:59:00Z')
  const last = await come(site, sub)
  expect(last.home.path).toBe('/staff')
  site.clock.set('2026-11-25T16:01:00Z')
  expect((await last.open(one.path)).status).toBe(404)
  expect(await opens(sub, one)).toBe(false)
  expect([await opens(away, one), await opens(second, one)]).toEqual([true, true])
  const ended = await deedsOf(site, 'substitute.ended')
  expect(ended.map(({ case_id }) => case_id)).toEqual([null, one.caseId])
})

it('takes twenty same forms at once for one, and refuses none', async () => {
  const browser = await come(site, intake)
  const page = await browser.open('/staff/substitutes/new')
  const people = { staff: away.actor.id, substitute: sub.actor.id }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => {
      const window = createClient({ url: site.staffUrl })
      for (const [cookie, value] of browser.cookies) window.cookies.set(cookie, value)
      return window.submit(page, { ...people, from: '2026 11 23', until: '2026-11-25' })
    }),
  )
  expect(answers.map(({ path }) => path)).toEqual(Array(20).fill('/staff/substitutes'))
  expect(await deedsOf(site, 'substitute.named')).toHaveLength(1)
  expect(await deedsOf(site, 'staffing.refused')).toHaveLength(0)
})

it('neither gives nor counts what is kept from the one who names the substitute', async () => {
  const principal = await hire(site, office.own.id, ['principal'], '高立群')
  await inTx(tx => site.house.desks.confirm(tx, intake.actor, intake.keys, principal.actor.id))
  const excluding = { staffId: principal.actor.id, ground: 'relative' }
  await inTx(tx => site.house.cases.exclude(tx, intake.actor, one.caseId, excluding))
  const list = await name(await come(site, principal))

  expect(list.$('[data-test=substitute]').text()).toContain('都已经交出')
  expect(await opens(sub, one)).toBe(false)
  expect((await come(site, principal)).home.text).not.toContain('等着交给代办人')
  expect((await come(site, intake)).home.text).toContain('有 1 件案件等着交给代办人')
})

it('waits with the keys until the first day; cases that come later are asked for', async () => {
  const browser = await come(site, intake)
  const list = await name(browser, { from: '2026 11 24' })
  expect(list.$('[data-test=substitute]').text()).toContain('开始那天再交')
  expect(await opens(sub, one)).toBe(false)

  site.clock.set('2026-11-24T01:00:00Z')
  const later = await come(site, intake)
  expect(later.home.$('.st-said').text()).toContain('有 1 件案件等着交给代办人')
  const page = await later.open('/staff/substitutes')
  const given = await later.submit(page, {}, { form: 'form[action$="/give"]' })
  expect(given.$('.st-said').text()).toContain('交出了 1 件的密钥')
  expect(await opens(sub, one)).toBe(true)
  expect((await deedsOf(site, 'substitute.given')).map(({ case_id }) => case_id)).toEqual([
    one.caseId,
  ])
})

it('leaves a case to who was given it for good meanwhile', async () => {
  const browser = await come(site, intake)
  await name(browser)
  await giveAgain()
  const list = await browser.open('/staff/substitutes')
  await browser.submit(list, {}, { form: 'form[action$="/end"]' })

  expect(await opens(sub, one)).toBe(true)
  expect(await site.tables('substitutes').pluck('ended_on')).toEqual(['2026-11-23'])
})

const giveAgain = () =>
  inTx(async tx => {
    const { accounts, cases, desks } = site.house
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, intake.keys), one.caseId)
    const [first, other] = await Promise.all(
      [second, sub].map(({ actor }) => accounts.recipient(tx, actor.id)),
    )
    if (first === undefined || other === undefined) throw new Error('two')
    await cases.act(tx, intake.actor, one.caseId, {
      action: 'assign',
      key,
      handlers: [
        { staffId: first.id, publicKey: first.publicKey },
        { staffId: other.id, publicKey: other.publicKey },
      ],
    })
  })

it('ends when either of the two leaves', async () => {
  await name(await come(site, intake))
  await inTx(tx => site.house.leaving.leave(tx, office.sysadmin.actor, sub.actor.id))

  expect(await site.tables('substitutes').whereNull('ended_on')).toEqual([])
  expect(await site.tables('case_seals').where({ recipient_id: sub.actor.id })).toEqual([])
})

it('gives no key of a case from which the substitute keeps away', async () => {
  await site.tables('case_exclusions').insert({
    ...{ case_id: one.caseId, staff_id: sub.actor.id, organisation_id: office.own.id },
    ...{ ground: 'relative', set_by: intake.actor.id, set_at: new Date() },
  })
  await name(await come(site, intake))

  expect(await opens(sub, one)).toBe(false)
  expect(await site.tables('case_seals').where({ recipient_id: sub.actor.id })).toEqual([])
})

it.each([
  [{ from: '2026 11 22' }, '代办的日期不对'],
  [{ until: '2026 11 22' }, '代办的日期不对'],
  [{ until: '2027 02 21' }, '一次最长 90 天'],
  [{ until: '明天' }, '日期要写成年、月、日，例如 2026 11 23'],
])('refuses the days %j, keeping what was typed', async (days, words) => {
  const answer = await name(await come(site, intake), days)

  expect([answer.status, answer.$('[name=substitute] [selected]').val()]).toEqual([
    422,
    sub.actor.id,
  ])
  expect(errorsOf(answer).join()).toContain(words)
  expect(await site.tables('substitutes')).toEqual([])
})

it('takes nobody who does not handle cases here, nor one whose key was exchanged', async () => {
  const browser = await come(site, intake)
  const page = await browser.open('/staff/substitutes/new')
  const fields = {
    ...{ _csrf: String(page.$('[name=_csrf]').val()), id: String(page.$('[name=id]').val()) },
    ...{ staff: away.actor.id, from: '2026 11 23', until: '2026 11 24' },
  }
  const keeper = await hire(site, office.own.id, ['identity'])
  const stranger = await hire(site, office.above.id, ['handler'])
  for (const who of [keeper, stranger, away]) {
    const form = { ...fields, substitute: who.actor.id }
    const answer = await browser.send('/staff/substitutes/new', form)
    expect(errorsOf(answer).join()).toContain('选的人不能代办')
  }
  await site
    .tables('staff')
    .where({ id: sub.actor.id })
    .update({ public_key: createKeyPair().publicKey })
  const broken = { ...fields, substitute: sub.actor.id }
  expect((await browser.send('/staff/substitutes/new', broken)).status).toBeGreaterThan(399)

  expect(await site.tables('substitutes')).toEqual([])
  expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
    ...['substitute.not-a-handler', 'substitute.not-a-handler', 'substitute.not-a-handler'],
    'public-key.broken',
  ])
})

it('is named once when the form is sent twice, and one at a time', async () => {
  const browser = await come(site, intake)
  const free = createClient({ url: site.staffUrl })
  for (const [key, value] of browser.cookies) free.cookies.set(key, value)
  const page = await free.open('/staff/substitutes/new')
  const form = {
    ...{ staff: away.actor.id, substitute: sub.actor.id },
    ...{ from: '2026 11 23', until: '2026 11 24' },
  }
  const answers = [await free.submit(page, form), await free.submit(page, form)]
  expect(answers.map(({ path }) => path)).toEqual(['/staff/substitutes', '/staff/substitutes'])
  expect(await site.tables('substitutes')).toHaveLength(1)
  const again = await name(browser)
  expect(errorsOf(again).join()).toContain('这位同事已经有人代办')
})

it('is kept by the database to handlers of one body', async () => {
  const keeper = await hire(site, office.own.id, ['identity'])
  const stranger = await hire(site, office.above.id, ['handler'])
  const insert = (substitute_id: string) =>
    site.tables('substitutes').insert({
      ...{ id: site.house.random.uuid(), staff_id: away.actor.id, substitute_id },
      ...{ organisation_id: office.own.id, from_on: '2026-11-23', until_on: '2026-11-24' },
      ...{ made_by: intake.actor.id, made_at: new Date() },
    })
  for (const who of [keeper, stranger])
    await expect(insert(who.actor.id)).rejects.toMatchObject({
      constraint: 'substitute.not-a-handler',
    })
  await expect(insert(away.actor.id)).rejects.toMatchObject({ code: '23514' })
})
