import { standsIn } from '../support/cases'
import { createClient } from '../support/client'
import { codeOn, finish, plainSheet, register, takeDown } from '../support/counter'
import { comeBack } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

let site: Site
let officer: Officer
let keeper: Officer
let browser: SignedIn

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake'], '林雨晴')
  keeper = await hire(site, own.id, ['identity'], '冯保管')
  browser = await signIn(site, officer)
}, 60_000)
afterEach(() => site.stop())

const deeds = async () => {
  const rows = await site
    .tables<{ deed: string; chain: string; actor_id: string; at: Date | null }>('audit_entries')
    .whereIn('deed', ['case.registered', 'case.received', 'receipt.confirmed', 'receipt.printed'])
    .orderBy('at')
  return rows.map(({ deed, chain, actor_id }) => ({ deed, chain: chain.split(':')[1], actor_id }))
}

const named = {
  ...{ identity: 'named', who_name: 'CANARY-NAME', who_phone: '13800138000' },
  who_id_number: '11010519491231002X',
}

it('makes a case by telephone: its way in clear, the code marked as heard, the officer on record', async () => {
  const page = await register(browser, 'hotline')
  const done = await finish(browser, page)

  expect(page.$('h1').text()).toContain('医保举〔2026〕00001')
  expect(await site.tables('cases')).toMatchObject([
    { source: 'hotline', received_on: '2026-11-23' },
  ])
  expect(await site.tables('reports')).toMatchObject([
    { code_seen_by_officer: true, code_replaced: false },
  ])
  const by = { chain: 'staff', actor_id: officer.actor.id }
  expect(await deeds()).toEqual([
    { deed: 'case.registered', ...by },
    { deed: 'receipt.confirmed', ...by },
  ])
  expect(done.path).toBe('/staff/intake/hotline?said=filed')
  expect(await site.tables('intake_sheets')).toEqual([])
  const queue = await browser.open('/staff/queue')
  expect(queue.$('.c-src').last().text()).toContain('电话')
})

it('gives the code in six groups, each said aloud, any of them again', async () => {
  const page = await register(browser, 'hotline')
  const second = await browser.click(page, '念第二组')
  const sixth = await browser.open(`${page.path}?group=6`)
  const code = codeOn(page)

  expect(code).toMatch(/^\d{24}$/)
  expect(page.$('.st-say__now').text()).toContain('第一组')
  expect(second.$('.st-say__now b').text()).toBe(code.slice(4, 8))
  expect(second.$('[aria-current=step]').text()).toContain('第二组')
  expect(second.$('.st-say__now span').last().text().split(' ')).toHaveLength(4)
  expect(sixth.text).toContain('从头再念一遍')
  expect((await browser.open(`${page.path}?group=7`)).status).toBe(200)
  for (const { path } of [page, second]) expect(path).not.toMatch(/\d{4}(?=\?|$)/)
})

it('keeps nothing of what was said once it is filed, and the code for this session alone', async () => {
  const page = await register(browser, 'hotline', { text: 'CANARY-TEXT' })
  const code = codeOn(page)
  const rows = await site.tables('intake_sheets')

  expect(rows).toMatchObject([{ sealed_fields: null, sealed_key: null }])
  expect(standsIn(rows, code)).toBe(false)
  site.clock.pass(1)
  const elsewhere = await (await signIn(site, officer)).open(page.path)
  expect(elsewhere.text).toContain('查询码已经收起来了')
  expect(elsewhere.text).not.toContain(code.slice(0, 4))
  site.clock.pass(29)
  expect((await browser.open(page.path)).$('.st-groups')).toHaveLength(0)
})

it('puts the code away only when its last digits come back', async () => {
  const page = await register(browser, 'hotline')
  const wrong = await browser.submit(page, { tail: '000' })
  const done = await finish(browser, page)

  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('最后 4 位不对')
  expect(done.status).toBe(200)
  expect((await browser.open(page.path)).path).toBe('/staff/intake/hotline?said=filed')
})

it('makes one report of a sheet that is sent twice, at once and later', async () => {
  const readBack = await takeDown(browser, 'hotline')
  const twin = createClient({ url: site.staffUrl })
  for (const [name, value] of browser.cookies) twin.cookies.set(name, value)
  const send = () => twin.submit(readBack, { agreed: 'yes' })
  const [one, two] = await Promise.all([send(), send()])
  const three = await send()

  expect(codeOn(one)).toMatch(/^\d{24}$/)
  expect([codeOn(two), codeOn(three)]).toEqual([codeOn(one), codeOn(one)])
  expect(await site.tables('reports')).toHaveLength(1)
  await finish(twin, one)
  expect((await send()).text).toContain('已经提交过')
  expect(await site.tables('reports')).toHaveLength(1)
})

it('seals a name told by telephone to the identity desk: whoever wrote it cannot open it any more', async () => {
  const code = codeOn(await register(browser, 'hotline', named))
  const [{ id } = { id: '' }] = await site.tables<{ id: never }>('reports')
  const opens = (who: Officer) =>
    site.house.db.inTransaction(async tx => {
      const holders = await site.house.desks.holdersOf(tx, who.keys)
      return site.house.identities.open(tx, holders, id as never)
    })

  expect(await opens(officer)).toBeUndefined()
  expect(await opens(keeper)).toMatchObject({ name: 'CANARY-NAME', delivery: 'platform' })
  const follow = await comeBack(reporterBrowser(site), code)
  // A code that an officer has heard tells nothing of the identity (ADR 0022).
  expect(follow.text).toContain('带证件到窗口核对以后可以问')
  expect(follow.text).not.toContain('您是实名举报')
})

it('keeps a claim word told by telephone as its verifier, sealed to the reporter', async () => {
  const word = '外婆家的枣树有两个人高'
  await register(browser, 'hotline', { identity: 'anon-claim', word, word2: word })
  const [report] = await site.tables<{ sealed_claim: Buffer | null }>('reports')

  expect(report?.sealed_claim).not.toBeNull()
})

it('hands a report about the body itself to the one above, where this officer finds nothing', async () => {
  const { house } = site
  const above = await house.db.inTransaction(tx =>
    house.organisations.above(tx, officer.actor.organisationId),
  )
  if (above === undefined) throw new Error('no body above')
  await hire(site, above.id, ['intake'], '省里人')
  const readBack = await takeDown(browser, 'visit', { about_body: 'unsure' })
  const page = await browser.submit(readBack, { agreed: 'yes' })
  const [found] = await site.tables<{ id: string; organisation_id: string }>('cases')

  expect(readBack.text).toContain('直接交上一级')
  expect(page.$('h1').text()).toContain('登记好了')
  expect(found?.organisation_id).toBe(above.id)
  expect((await browser.open(`/staff/cases/${found?.id ?? ''}`)).status).toBe(404)
})

describe('a visitor', () => {
  it('is given a printed receipt that opens the report, and the printing is on record', async () => {
    const page = await register(browser, 'visit')
    const paper = await browser.click(page, '打印回执')

    expect(paper.$('#code').text().replaceAll(' ', '')).toBe(codeOn(page))
    expect(paper.$('.st-paper').text()).toContain('医保举〔2026〕00001')
    expect(paper.$('.st-paper').text()).toContain('另一位工作人员核对')
    expect(paper.$('.st-paper').text()).not.toContain('林雨晴')
    expect((await deeds()).map(({ deed }) => deed)).toContain('receipt.printed')
    expect(await site.tables('cases')).toMatchObject([{ source: 'visit' }])
  })
})

describe('a letter', () => {
  it('without an address has no code, and the row does not tell that it has none', async () => {
    const page = await register(browser, 'letter')
    const done = await browser.submit(page)

    expect(page.text).toContain('当场丢弃')
    expect(page.$('.st-groups')).toHaveLength(0)
    expect(await site.tables('reports')).toMatchObject([{ code_seen_by_officer: true }])
    expect(await site.tables('cases')).toMatchObject([{ source: 'letter' }])
    expect(done.path).toBe('/staff/intake/letter?said=filed')
  })

  it.each([
    ['petition', ['CLUE_VERIFY', 'XF_REGISTER']],
    ['police', ['CLUE_VERIFY']],
  ] as const)(
    'so is what comes on paper from others: %s, with its own clocks',
    async (channel, clocks) => {
      const page = await register(browser, channel)
      const done = await browser.submit(page)
      expect(done.path).toBe(`/staff/intake/${channel}?said=filed`)
      expect(await site.tables('cases')).toMatchObject([{ source: channel }])
      expect(await site.tables('deadlines').orderBy('rule_code').pluck('rule_code')).toEqual(clocks)
    },
  )

  it('with an address is answered there, and the address is kept nowhere', async () => {
    const page = await register(browser, 'letter', { reply_address: 'CANARY-STREET 1 号' })
    const paper = await browser.click(page, '打印回执')
    const rows = await site.tables('reports')

    expect(paper.$('.st-paper__to').text()).toBe('CANARY-STREET 1 号')
    expect(standsIn(rows, 'CANARY')).toBe(false)
    expect(rows).toMatchObject([{ code_seen_by_officer: true }])
    await finish(browser, page)
    expect(await site.tables('intake_sheets')).toEqual([])
    const found = await browser.open('/staff/queue')
    const shown = await browser.click(found, plainSheet.name)
    expect(shown.text).not.toContain('CANARY')
  })
})
