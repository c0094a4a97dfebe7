import type { Organisation } from '../../src/organisations'
import { standsIn } from '../support/cases'
import { plainSheet, save, takeDown } from '../support/counter'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'
import { errorsOf, expectErrors } from '../support/wizard'

let site: Site
let above: Organisation
let officer: Officer
let browser: SignedIn
let colleague: SignedIn
let handler: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  const { own } = bodies
  above = bodies.above
  const row = { code: 'H1', name: '示范仁和医院', kind: '医院', regionCode: '330102', address: '' }
  await site.house.db.inTransaction(tx => site.house.registry.importAll(tx, [row]))
  officer = await hire(site, own.id, ['intake'], '林雨晴')
  browser = await signIn(site, officer)
  colleague = await signIn(site, await hire(site, own.id, ['intake'], '钱同事'))
  handler = await signIn(site, await hire(site, own.id, ['handler'], '王承办'))
}, 60_000)
afterAll(() => site.stop())

const sheets = () => site.tables<Record<string, unknown>>('intake_sheets')
const waiting = (page: { $: SignedIn['home']['$'] }) =>
  page
    .$('.st-mini > li > a')
    .map((_, link) => page.$(link).text())
    .get()

describe('who may write a report down', () => {
  it('is intake, which finds the way in menu and queue', async () => {
    const queue = await browser.open('/staff/queue')

    expect((await browser.click(queue, '登记来电来访')).path).toBe('/staff/intake/hotline')
    expect(queue.$('.st-nav a[href="/staff/intake/hotline"]')).toHaveLength(1)
  })

  it.each(['hotline', 'visit', 'letter'])('is no handler: %s', async channel => {
    expect((await handler.open(`/staff/intake/${channel}`)).status).toBe(403)
    expect((await handler.open('/staff/queue')).text).not.toContain('登记来电来访')
  })
})

describe('the sheet', () => {
  it('has words to read out to a caller, and none for a letter', async () => {
    const call = await browser.open('/staff/intake/hotline')
    const letter = await browser.open('/staff/intake/letter')

    expect(call.$('.st-script').first().text()).toContain('可以不说名字')
    expect(letter.$('.st-script')).toHaveLength(0)
    expect(letter.$('#reply_address')).toHaveLength(1)
  })

  it('names every fault at once, beside its field, and keeps what was typed', async () => {
    const page = await takeDown(browser, 'hotline', {
      ...{
        name: '',
        identity: 'named',
        behaviours: [],
        text: '',
        when: '2030 1 1',
        amount: '很多',
      },
      who_name: '王小明',
      who_phone: '138',
    })

    expectErrors(page, [
      '请写被举报的医院、药店或者个人的名字',
      '手机号是 11 位数字，现在是 3 位',
      '请选一种行为，说不准就选“拿不准”',
      '请写一写发生了什么，一两句话也行',
      '这个日期还没到',
      '金额要填数字，例如 60',
    ])
    expect(page.$('#who_name').attr('value')).toBe('王小明')
    expect(page.$('#amount').attr('value')).toBe('很多')
    expect(await sheets()).toEqual([])
  })

  it('finds an institution by words that travel in no address', async () => {
    const blank = await browser.open('/staff/intake/hotline')
    const found = await browser.submit(
      blank,
      { q: '仁和', text: '记到一半' },
      { form: '.st-take', button: '查找' },
    )
    const choice = found.$('[name=choice]').first().attr('value') ?? ''
    const chosen = await browser.submit(found, { choice }, save)

    expect(found.path).not.toContain('%E4')
    expect(found.$('#text').text()).toBe('记到一半')
    expect(choice).toMatch(/^institution:/)
    expect(chosen.$('[name=choice][checked]').attr('value')).toBe(choice)
    await sheets().delete()
  })

  it('asks for the claim word twice the same, and never shows it again', async () => {
    const word = '外婆家的枣树有两个人高'
    const claim = { identity: 'anon-claim', word }
    const wrong = await takeDown(browser, 'hotline', { ...claim, word2: '外婆家的枣树' })
    const none = await takeDown(browser, 'hotline', { identity: 'anon-claim' })
    const readBack = await takeDown(browser, 'hotline', { ...claim, word2: word })
    const again = await browser.click(readBack, '回去改')

    expect(errorsOf(wrong)).toContain('两次写的不一样')
    expect(errorsOf(none)).toEqual(['还没有口令：请对方说一句，两格各写一遍'])
    expect(wrong.text + readBack.text + again.text).not.toContain(word)
    expect(again.text).toContain('口令已经设好')
    // Sent on without typing it anew, it is still set.
    const on = await browser.submit(again, {}, { form: '.st-take', button: '复述' })
    expect(on.path).toMatch(/\/check$/)
    await sheets().delete()
  })
})

describe('a call that dropped', () => {
  const half = { name: 'CANARY-HOSPITAL', text: 'CANARY-TEXT', who_name: 'CANARY-NAME' }

  it('stays unfinished: listed, sealed, open to whoever wrote it and to nobody else', async () => {
    const blank = await browser.open('/staff/intake/hotline')
    const list = await browser.submit(blank, half, { form: '.st-take', button: '电话断了' })
    const link = list.$('.st-mini > li > a').attr('href') ?? ''
    const rows = await sheets()

    expect(list.text).toContain('未完成')
    expect(waiting(list)).toEqual(['CANARY-HOSPITAL'])
    expect(link).not.toContain('CANARY')
    expect(standsIn(rows, 'CANARY')).toBe(false)
    expect(rows).toMatchObject([{ begun_on: '2026-11-23', expires_on: '2026-11-30' }])
    expect(waiting(await colleague.open('/staff/intake/hotline'))).toEqual([])
    const id = link.split('sheet=')[1] ?? ''
    expect((await colleague.open(`/staff/intake/sheets/${id}/check`)).status).toBe(404)
    expect((await colleague.open(link)).status).toBe(404)
    const again = await browser.open(link)
    expect(again.$('#text').text()).toBe('CANARY-TEXT')
  })

  it('leads back to what is still missing', async () => {
    const list = await browser.open('/staff/intake/visit')
    const sheet = await browser.click(list, 'CANARY-HOSPITAL')
    const page = await browser.submit(sheet, {}, { form: '.st-take', button: '复述' })

    expect(page.status).toBe(422)
    expect(errorsOf(page)).toContain('请选一种举报方式')
  })

  it('can be thrown away', async () => {
    const list = await browser.open('/staff/intake/hotline')
    const after = await browser.submit(list, {}, { form: '.st-mini form' })

    expect(after.text).toContain('已经删掉')
    expect(await sheets()).toEqual([])
  })

  it('is gone after its days', async () => {
    await browser.submit(await browser.open('/staff/intake/hotline'), half, save)
    site.clock.set('2026-12-01T02:00:00Z')
    await site.house.db.inTransaction(tx => site.house.reception.sweep(tx))
    site.clock.set('2026-11-23T02:00:00Z')

    expect(await sheets()).toEqual([])
  })

  it('leaves a record of who wrote, and nothing of what', async () => {
    const rows = await site
      .tables<{ deed: string; actor_id: string }>('audit_entries')
      .where('deed', 'like', 'sheet.%')

    expect(new Set(rows.map(({ deed }) => deed))).toEqual(new Set(['sheet.saved', 'sheet.dropped']))
    expect(new Set(rows.map(({ actor_id }) => actor_id))).toEqual(new Set([officer.actor.id]))
    expect(standsIn(rows, 'CANARY')).toBe(false)
    expect(site.logLines.join('')).not.toContain('CANARY')
  })
})

it('reads back in spoken groups, and files nothing before it was agreed', async () => {
  const page = await takeDown(browser, 'hotline', {
    ...{ identity: 'named', who_name: '王小明', who_phone: '13800138000' },
    ...{ who_id_number: '11010519491231002X', amount: '3000', when: '2026 9 12' },
  })
  const unsaid = await browser.submit(page)

  expect(page.$('.st-back').text()).toMatch(
    /王小明[\s\S]*138 0013 8000[\s\S]*1101 0519 4912 3100 2X/,
  )
  expect(page.$('.st-back').text()).toContain('3,000 元')
  expect(page.$('.st-back').text()).toContain('2026 年 9 月 12 日')
  expect(page.$('.st-back').text()).toContain(plainSheet.text)
  expectErrors(unsaid, ['请先念给来电人听，对了再勾选提交'])
  expect(await site.tables('cases')).toEqual([])
})

describe('a matter of the body itself', () => {
  it('is said to go above only when somebody there can open it', async () => {
    const hint = async () =>
      (await browser.open('/staff/intake/hotline')).$('main').text().includes('登记后直接交上一级')
    expect(await hint()).toBe(false)
    const page = await takeDown(browser, 'hotline', { about_body: 'unsure' })
    expectErrors(page, ['上一级还没有接入，这里收不了。请告诉对方直接向上一级医保部门反映'])

    await hire(site, above.id, ['intake'], '省里人')
    expect(await hint()).toBe(true)
    expect((await takeDown(browser, 'hotline', { about_body: 'unsure' })).status).toBe(200)
  })
})
