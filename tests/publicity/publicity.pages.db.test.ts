import { demoRewardRule } from '../../src/demonstration/reward-rule'
import { safetySentences } from '../../src/publicity/safety.rules'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'
import { expectErrors } from '../support/wizard'

let site: Site
let place: string

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T02:00:00Z' })
  const { above, own } = await moveIn(site)
  place = own.regionCode
  await hire(site, above.id, ['intake'])
})
afterAll(() => site.stop())

const publicPages = [
  '/',
  '/how',
  '/safety',
  '/safety/insider',
  '/privacy',
  '/accessibility',
  '/contact',
  '/reward',
]

describe('every public page', () => {
  it.each(publicPages)('%s shows the body, its telephone and one heading', async path => {
    const page = await reporterBrowser(site).open(path)

    expect(page.status).toBe(200)
    expect(page.$('html').attr('lang')).toBe('zh-CN')
    expect(page.$('h1')).toHaveLength(1)
    expect(page.$('title').text()).toContain('示范市医保举报')
    expect(page.text).toContain('0571-12393')
    expect(page.text).toContain('演示环境，不要填写真实举报')
  })

  it.each(publicPages)('%s links only to pages that exist', async path => {
    const browser = reporterBrowser(site)
    const page = await browser.open(path)
    const links = page
      .$('a[href^="/"]')
      .map((_, link) => page.$(link).attr('href') ?? '')
      .get()

    for (const link of new Set(links)) {
      const { status } = await reporterBrowser(site).open(link)
      expect([link, status]).toEqual([link, link === '/exit' ? 303 : 200])
    }
  })

  it.each(publicPages)('%s loads nothing from elsewhere', async path => {
    const page = await reporterBrowser(site).open(path)
    const loaded = page.$('[src], link[href]').map((_, part) => {
      const { src, href } = part.attribs
      return src ?? href
    })

    expect(loaded.get().filter(address => !/^\/built\/[\w.-]+$/.test(address))).toEqual([])
  })

  it.each(['/safety', '/safety/insider'])('%s has the way out', async path => {
    const page = await reporterBrowser(site).open(path)

    expect(page.$('a.jb-exit').attr('href')).toBe('/exit')
  })
})

describe('the home page', () => {
  it('lists what can be reported from the lawbook, each with its way in', async () => {
    const page = await reporterBrowser(site).open('/')
    const names = page.$('.jb-acts h3').map((_, name) => page.$(name).text())
    const ways = page.$('.jb-acts a').map((_, way) => page.$(way).attr('href'))

    expect(names.get().length).toBeGreaterThanOrEqual(4)
    expect(ways.get().length).toBeGreaterThanOrEqual(8)
    expect(ways.get().every(way => /^\/report\?type=\w+$/.test(way))).toBe(true)
  })

  it('takes the length of the check from the lawbook', async () => {
    const page = await reporterBrowser(site).open('/')

    expect(page.$('.jb-ruler').text()).toContain('15 个工作日内')
  })

  it('sends a receipt code to the follow-up page, and draws a slip of the pen again', async () => {
    const browser = reporterBrowser(site)
    const page = await browser.submit(
      await browser.open('/'),
      { code: '1234' },
      { form: 'form.jb-slip' },
    )

    expect(page.status).toBe(422)
    expect(page.$('title').text()).toMatch(/^出错了：/)
  })

  it('promises nothing of what does not exist yet', async () => {
    const page = await reporterBrowser(site).open('/')

    expect(page.text).not.toMatch(/典型案例|办理数据|领取/)
  })
})

describe('the safety page', () => {
  it('prints each sentence that is on record, and no other', async () => {
    const page = await reporterBrowser(site).open('/safety')
    const printed = page.$('[data-sentence]').map((_, part) => page.$(part).attr('data-sentence'))

    expect(printed.get()).toEqual(safetySentences.map(({ id }) => id))
    expect(page.text).toContain('10 分钟不操作会自动退出')
  })
})

describe('quick exit', () => {
  it('leads to the neutral site and makes the browser forget', async () => {
    const browser = reporterBrowser(site)
    await browser.open('/safety')

    const answer = await browser.open('/exit')

    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toBe('https://www.weather.com.cn/')
    expect(answer.headers['clear-site-data']).toBe('"cookies", "storage"')
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
  })

  it('ends the session in the database, so that its cookie opens nothing afterwards', async () => {
    const browser = reporterBrowser(site)
    const start = await browser.open('/report')
    await browser.submit(start)
    expect(await site.tables('sessions')).toHaveLength(1)

    await browser.open('/exit')

    expect(await site.tables('sessions')).toHaveLength(0)
    expect(browser.cookies.has('ms_reporter')).toBe(false)
  })

  it('cannot be used by another site to throw a reporter out', async () => {
    const browser = reporterBrowser(site, { 'sec-fetch-site': 'cross-site' })

    const answer = await browser.open('/exit')

    expect(answer.status).toBe(303)
    expect(answer.headers['clear-site-data']).toBeUndefined()
  })
})

describe('text size', () => {
  it('is kept by the browser and changes every page', async () => {
    const browser = reporterBrowser(site)
    const how = await browser.open('/how')

    const back = await browser.submit(how, {}, { form: 'form.jb-size', button: '特大' })

    expect(back.steps.map(({ status, path }) => `${status} ${path}`)).toEqual([
      '303 /prefs/text-size',
      '200 /how',
    ])
    expect(back.$('html').hasClass('jb-text-xl')).toBe(true)
    expect((await browser.open('/safety')).$('html').hasClass('jb-text-xl')).toBe(true)
    expect(back.$('form.jb-size [aria-pressed=true]').text()).toBe('特大')
  })

  it('goes back to no other site', async () => {
    const browser = reporterBrowser(site)
    const token = (await browser.open('/')).$('form.jb-size [name=_csrf]').attr('value') ?? ''

    const answer = await browser.send('/prefs/text-size', {
      _csrf: token,
      size: 'l',
      back: '//evil.example/',
    })

    expect(answer.steps[0]?.status).toBe(303)
    expect(answer.path).toBe('/')
  })

  it('leaves no row in the record', async () => {
    const before = await site.tables('audit_entries')
    const browser = reporterBrowser(site)

    await browser.submit(await browser.open('/'), {}, { form: 'form.jb-size', button: '大' })

    expect(await site.tables('audit_entries')).toHaveLength(before.length)
  })
})

describe('/reward', () => {
  const at = (query: string) => reporterBrowser(site).open(`/reward${query}`)

  it('names the rule, whom it pays and whom not; without a confirmed one of the place the national frame', async () => {
    const page = await at('')
    expect(page.status).toBe(200)
    expect(page.$('main').text()).toContain('医保办发〔2022〕22号')
    expect(page.$('main').text()).toContain('200 元 / 20 万元')
    expect(page.$('main').text()).toContain('收到领取通知后 2 个月内')
    expect(page.$('main').text()).toContain('奖励一次（凭记忆写下')
    expect(page.$('main a[href*="://"]')).toHaveLength(0)
    expect((await at('?amount=60')).$('#result').text()).toContain('没有这个数：奖励比例')
  })

  it('calculates by the rule of the place, line by line, and keeps what was typed', async () => {
    const { lawbook } = site.house
    await site.database.db.inTransaction(tx => lawbook.add(tx, { ...demoRewardRule, place }))
    const page = await at('?amount=60&level=二级')
    expect(page.$('.jb-result__sum').text()).toBe('12,000 元')
    expect(page.$('.jb-result__cn').text()).toBe('人民币壹万贰仟元整')
    expect(page.$('#amount').val()).toBe('60')
    expect(page.$('#level').val()).toBe('二级')
    const insider = await at('?amount=60&level=二级&insider=1')
    expect(insider.$('.jb-result__sum').text()).toBe('14,400 元')
    const capped = await at('?amount=9000&level=一级')
    expect(capped.$('#result').text()).toContain('超过最高奖励，按 20 万元计')
    expect((await at('?amount=5000元&level=三级')).$('.jb-result__sum').text()).toBe('200 元')
  })

  it.each([
    ['', '请填估计骗了多少钱，例如 60'],
    ['abc', '估计金额要填数字，例如 60；不到一万的写 3000元'],
    ['1.5e6', '估计金额要填数字，例如 60；不到一万的写 3000元'],
    ['9'.repeat(300), '估计金额要填数字，例如 60；不到一万的写 3000元'],
    ['-3', '金额不能是负数，金额前面不写正负号'],
    ['0', '金额要大于零'],
    ['1.2.3', '小数点用“.”，千位之间用“,”，例如 1,234.56'],
    ['1,5', '小数点用“.”，千位之间用“,”，例如 1,234.56'],
    ['1,23,4', '小数点用“.”，千位之间用“,”，例如 1,234.56'],
    ['1.2345678', '万元后面最多六位小数，写到分为止'],
    ['3000.555元', '元后面最多两位小数，写到分为止'],
    ['9'.repeat(30), '金额最多 10,000,000,000.00 元，请核对有没有多写几位'],
    ['¥3000', '写了“¥”或者“人民币”，就写明单位：3000元，或者 60万'],
  ])('an amount of «%s» gets its own sentence', async (amount, sentence) => {
    const page = await at(`?amount=${encodeURIComponent(amount)}&level=二级`)
    expectErrors(page, [sentence])
    expect(page.$('#amount').val()).toBe(amount)
  })

  it.each([
    ['３０００', '3,000 万元'],
    ['3,000.5万', '3,000.5 万元'],
    [' 60 ', '60 万元'],
    ['¥3000元', '3,000 元'],
  ])('reads «%s» as every other field of money does', async (amount, loss) => {
    const page = await at(`?amount=${encodeURIComponent(amount)}&level=二级`)
    expect([page.status, page.$('#result dd').first().text()]).toEqual([200, loss])
  })

  it('takes lists, unknown grades and nonsense for nothing asked', async () => {
    expect((await at('?amount[]=1&level=特级&subject=x')).status).toBe(200)
    expect((await at('?amount=1&level=特级')).$('#result').text()).toContain('没有这个等级')
  })
})

describe('what goes wrong', () => {
  it('says that a page does not exist, what to do, and whom to call', async () => {
    const page = await reporterBrowser(site).open('/nowhere')

    expect(page.status).toBe(404)
    expect(page.$('h1').text()).toBe('找不到这一页')
    expect(page.$('main').text()).toContain('0571-12393')
  })
})

it('leads away even when the database is gone', async () => {
  const other = await openSite()
  try {
    await other.database.db.close()

    const page = await reporterBrowser(other).open('/how')
    const out = await reporterBrowser(other).open('/exit')

    expect(page.status).toBe(503)
    expect(page.$('h1')).toHaveLength(1)
    expect(out.status).toBe(303)
    expect(out.headers['location']).toBe('https://www.weather.com.cn/')
  } finally {
    await other.stop()
  }
})
