import type { Client } from '../support/client'
import { hire, moveIn } from '../support/people'
import { fillReport, startReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'
import { errorsOf, expectErrors, go, walkTo } from '../support/wizard'

// A journey is a dozen pages; the machine may be busy.
let site: Site
let browser: Client

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  await hire(site, own.id, ['identity'])
  const row = (code: string, name: string) => ({
    ...{ code, name, kind: code.startsWith('Y') ? '药店' : '医院' },
    ...{ regionCode: '330106', address: `示范路 ${code} 号` },
  })
  const listed = Array.from({ length: 23 }, (_, at) => row(`H${at}`, `示范第${at}人民医院`))
  await site.house.db.inTransaction(tx =>
    site.house.registry.importAll(tx, [...listed, row('Y1', '平安大药房')]),
  )
})
afterAll(() => site.stop())
beforeEach(() => {
  site.clock.set('2026-11-22T03:06:07Z')
  browser = reporterBrowser(site)
})

const upTo = (step: Parameters<typeof walkTo>[1]) => walkTo(browser, step)

describe('the interruption page', () => {
  it('explains what it takes, the way out, and asks whose telephone this is', async () => {
    const page = await browser.open('/report')
    const text = page.$('main').text()
    for (const words of ['7 步', '快速离开', '谁的手机和网络', '24 位查询码'])
      expect(text).toContain(words)
    expect(page.$('a.jb-exit').attr('href')).toBe('/exit')
    expect(await site.tables('sessions')).toHaveLength(0)
  })

  it('offers to go on with the draft of this browser', async () => {
    await upTo('what')
    const again = await browser.open('/report')
    expect((await browser.click(again, '接着写')).path).toBe('/report/what')
  })

  it('starts anew when asked to, and throws the old draft away', async () => {
    const known = await site.tables('drafts').pluck<string[]>('id')
    await upTo('what')
    const [before] = await site
      .tables('drafts')
      .whereNotIn('id', known)
      .select<{ id: string }[]>('id')
    const fresh = await browser.submit(await browser.open('/report'), {}, { button: '重新开始' })
    expect(fresh.path).toBe('/report/subject')
    expect(fresh.$('[name=choice][checked]')).toHaveLength(0)
    expect(before).toBeDefined()
    expect(await site.tables('drafts').where({ id: before?.id })).toHaveLength(0)
  })

  it('ticks the behaviour of the link that led here, and only one that exists', async () => {
    let page = await browser.open('/report?type=B1')
    page = await browser.submit(page)
    expect(page.path).toBe('/report/subject')
    page = await browser.submit(page, { choice: 'unknown', about_body: 'no' }, go)
    page = await browser.submit(page, { identity: 'anon' }, go)
    expect(page.$('[name=behaviours][checked]').attr('value')).toBe('B1')

    const odd = await browser.open('/report?type=%22%3E%3Cscript%3E')
    expect(odd.text).not.toContain('<script>')
    expect(odd.$('[name=type]')).toHaveLength(0)
  })
})

describe('who is reported', () => {
  it('is found in the list by POST: the words stand in no address', async () => {
    let page = await startReport(browser)
    page = await browser.submit(page, { q: '人民医院' }, { form: 'main form', button: '查找' })
    expect(page.steps[0]?.status).toBe(303)
    expect(page.path).toBe('/report/subject')
    const options = () => page.$('[name=choice][value^="institution:"]').length
    expect(options()).toBe(10)
    page = await browser.submit(page, {}, { form: 'main form', button: '下一页' })
    page = await browser.submit(page, {}, { form: 'main form', button: '下一页' })
    expect(options()).toBe(3)
    page = await browser.submit(page, {}, { form: 'main form', button: '上一页' })
    expect(options()).toBe(10)

    page = await browser.submit(page, { q: '平安 药房' }, { form: 'main form', button: '查找' })
    const choice = page.$('[name=choice][value^="institution:"]').attr('value') ?? ''
    page = await browser.submit(page, { choice, about_body: 'no' }, go)
    page = await browser.submit(page, { identity: 'anon' }, go)
    expect(page.$('.jb-group__title').first().text()).toBe('药店')
    expect(JSON.stringify(site.logLines)).not.toMatch(/药房|人民/)
  })

  it('takes choice and id apart from a plain client, and refuses a made-up one', async () => {
    const [row] = (await site.tables('institutions').where({ code: 'Y1' })) as { id: string }[]
    const start = await startReport(browser)
    const _csrf = start.$('main form [name=_csrf]').first().attr('value') ?? ''
    const send = (institution: string) =>
      browser.send('/report/subject', {
        ...{ _csrf, choice: 'institution', institution, about_body: 'no', go: 'next' },
      })
    expectErrors(await send('00000000-0000-4000-8000-000000000000'), [
      '这一家不在列表里了，请重新查找',
    ])
    expectErrors(await send('x'), ['请在列表里选一家'])
    expect((await send(row?.id ?? '')).path).toBe('/report/identity')
  })

  it('says what is missing, and keeps what was typed', async () => {
    const page = await startReport(browser)
    expectErrors(await browser.submit(page, {}, go), [
      '请选举报的是谁',
      '请选这件事是不是涉及医保部门自己',
    ])
    const unnamed = await browser.submit(page, { choice: 'typed', about_body: 'no' }, go)
    expectErrors(unnamed, ['请写被举报的医院、药店或者个人的名字'])
    expect(unnamed.$('[name=choice][checked]').attr('value')).toBe('typed')
    const long = await browser.submit(
      page,
      { choice: 'person', name: '名'.repeat(112), about_body: 'no' },
      go,
    )
    expectErrors(long, ['最多 100 字，现在多了 12 字'])
    expect(long.$('#name').attr('value')).toBe('名'.repeat(112))
  })

  it('says so when nothing is found', async () => {
    const page = await startReport(browser)
    const none = await browser.submit(page, { q: '没有这家' }, { form: 'main form' })
    expect(none.$('.jb-found').text()).toBe('没有找到，可以直接写名字。')
  })
})

describe('identity', () => {
  it('is chosen, not assumed', async () => {
    const page = await upTo('identity')
    expect(page.$('[name=identity][checked]')).toHaveLength(0)
    expectErrors(await browser.submit(page, {}, go), ['请选一种举报方式'])
  })

  it('asks the claim word twice and keeps only a verifier', async () => {
    const page = await upTo('claim-word')
    const say = (word: string, word2: string) => browser.submit(page, { word, word2 }, go)
    expectErrors(await say('短口令', '短口令'), ['口令至少 8 个字'])
    const differ = await say('院子里的老槐树', '院子里的老槐树呀')
    expectErrors(differ, ['口令至少 8 个字'])
    expectErrors(await say('院子里的老槐树开花', '院子里的老槐树开花了'), ['两次写的不一样'])
    const next = await say('院子里的 老槐树开花', '院子里的老槐树　开花')
    expect(next.path).toBe('/report/type')
    expect((await browser.open('/report/claim-word')).text).not.toContain('老槐树')
  })

  it('checks name, mobile and citizen number, and reads full-width digits', async () => {
    const page = await upTo('named')
    const fields = { name: '', phone: '1380013800', id_number: '110105194912310021' }
    const bad = await browser.submit(page, fields, go)
    expect(bad.status).toBe(422)
    expect(errorsOf(bad)).toEqual(
      expect.arrayContaining(['请写姓名', '手机号是 11 位数字，现在是 10 位']),
    )
    expect(bad.$('#phone').attr('value')).toBe('1380013800')

    const right = { name: '王小明', phone: '１３８　００１３　８０００', delivery: 'platform' }
    expectErrors(await browser.submit(page, { ...right, id_number: '110105194912310021' }, go), [
      '身份证号最后一位对不上，请核对',
    ])
    expectErrors(
      await browser.submit(
        page,
        { ...right, delivery: 'post', id_number: '11010519491231002x' },
        go,
      ),
      ['选了邮寄，请写收信的地址'],
    )
    const next = await browser.submit(page, { ...right, id_number: '110105 19491231 002x' }, go)
    expect(next.path).toBe('/report/type')
    const shown = await browser.open('/report/named')
    expect(shown.$('#phone').attr('value')).toBe('13800138000')
    expect(shown.$('#id_number').attr('value')).toBe('11010519491231002X')
  })

  it('forgets the identity of somebody who turns anonymous again', async () => {
    await fillReport(browser, { identity: 'named' })
    const page = await browser.open('/report/identity?from=check')
    const check = await browser.submit(page, { identity: 'anon' }, go)
    expect(check.path).toBe('/report/check')
    expect(check.text).not.toContain('王小明')
    const named = await browser.submit(
      await browser.open('/report/identity?from=check'),
      { identity: 'named' },
      go,
    )
    expect(named.path).toContain('/report/named')
    for (const field of ['#name', '#phone', '#id_number'])
      expect(named.$(field).attr('value') ?? '').toBe('')
  })
})

describe('behaviour and account of events', () => {
  it('asks for a kind, and reads the trace code', async () => {
    const page = await upTo('type')
    expectErrors(await browser.submit(page, {}, go), ['请选一种行为，说不准就选“拿不准”'])
    expectErrors(await browser.submit(page, { unsure: 'yes', trace_code: '8123 4567' }, go), [
      '药品追溯码是 20 位数字，现在是 8 位',
    ])
    const next = await browser.submit(
      page,
      { unsure: 'yes', trace_code: '８１２３ 4567-8901 2345 6789' },
      go,
    )
    expect(next.path).toBe('/report/what')
  })

  it('wants a word or two, and not more than the law allows', async () => {
    const page = await upTo('what')
    expectErrors(await browser.submit(page, { text: ' 　\n ' }, go), [
      '请写一写发生了什么，一两句话也行',
    ])
    const long = await browser.submit(page, { text: '字'.repeat(5132) }, go)
    expectErrors(long, ['最多 5,000 字，现在多了 132 字'])
    expect(long.$('#text').text()).toHaveLength(5132)
    const huge = await browser.submit(
      page,
      { text: `${' 0'.repeat(50_000)}${'字'.repeat(100_000)}` },
      go,
    )
    expectErrors(huge, ['最多 5,000 字，现在多了 194,999 字'])
    expect(huge.$('#text').text()).toContain('字'.repeat(100_000))
    expectErrors(
      await browser.submit(page, { text: '经过', when: '2027 1 1', amount: '很多' }, go),
      ['这个日期还没到', '金额要填数字，例如 60'],
    )
  })

  it('shows what was typed as text, whatever it is', async () => {
    const page = await upTo('what')
    const text = '</textarea><script>alert(1)</script>'
    const shown = await browser.submit(page, { text, amount: 'x' }, go)
    expect(shown.$('#text').text()).toBe(text)
    expect(shown.$('main script')).toHaveLength(0)
  })
})

describe('two windows of one browser', () => {
  it('lose nothing when each sends another page at the same moment', async () => {
    const what = await upTo('what')
    const type = await browser.open('/report/type')
    for (let time = 0; time < 8; time++) {
      const [word, behaviour] = [`经过 ${time}`, time % 2 === 0 ? 'A1' : 'A2']
      await Promise.all([
        browser.submit(what, { text: word }, go),
        browser.submit(type, { behaviours: [behaviour] }, go),
      ])
      const kept = await browser.open('/report/what')
      expect(kept.$('[name=text]').val()).toBe(word)
      const chosen = (await browser.open('/report/type')).$('[name=behaviours][checked]')
      expect(chosen.val()).toBe(behaviour)
    }
  })
})
