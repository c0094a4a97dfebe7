import type { Client } from '../support/client'
import { jpegWithGps } from '../support/fixtures'
import { hire, moveIn } from '../support/people'
import { putAside, resumeBy, putSummaryAside } from '../support/putting-aside'
import { fillReport, sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'
import { errorsOf, expectErrors, go, walkTo } from '../support/wizard'

// Promise 5: a draft is gone on with elsewhere, by code.
const start = '2026-11-22T03:06:07Z'
const wrong = '续填码不对，或者已经超过 7 天'
const sendIt = { button: '提交举报' }

let site: Site
let browser: Client
let other: Client

beforeAll(async () => {
  site = await openSite({ now: start })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  await hire(site, own.id, ['identity'])
})
afterAll(() => site.stop())
beforeEach(() => {
  site.clock.set(start)
  browser = reporterBrowser(site)
  other = reporterBrowser(site)
})

describe('going on elsewhere', () => {
  it('has everything: files, identity, half a page; and sends one report', async () => {
    await fillReport(browser, {
      identity: 'named',
      files: [{ name: '三楼病房.jpg', content: await jpegWithGps() }],
    })
    let page = await browser.open('/report/what')
    const { code } = await putAside(browser, page, { text: '改过的经过' })
    page = await resumeBy(other, ` ${code.replace(/(.{4})/g, '$1－')}`)
    expect(page.$('#text').text()).toBe('改过的经过')
    expect((await other.open('/report/named')).$('#name').val()).toBe('王小明')
    expect((await other.open('/report/evidence')).$('.jb-file__name').text()).toBe('三楼病房.jpg')
    const check = await other.open('/report/check')
    for (const words of ['王小明', '三楼病房.jpg', '改过的经过'])
      expect(check.$('.jb-answers').text()).toContain(words)
    expect(check.$('.jb-aside__code').text().replaceAll(' ', '')).toBe(code)
    const receipt = await other.submit(check, { truth: 'yes' }, sendIt)
    expect(receipt.path).toBe('/report/receipt')
  })

  it('survives the loss of every cookie, and of the session', async () => {
    const { code } = await putAside(browser, await walkTo(browser, 'type'))
    await browser.open('/exit')
    await site.tables('sessions').delete()
    expect((await browser.open('/report/type')).path).toBe('/report')
    site.clock.pass(6 * 24 * 60)
    const start = await browser.click(await browser.open('/'), '有续填码')
    expect(start.path).toBe('/report/resume')
    expect((await browser.submit(start, { code })).path).toBe('/report/type')
    // In a browser that got it by code the visit ends like any other: it may be somebody else's.
    site.clock.pass(31)
    expect((await browser.open('/report/type')).path).toBe('/report')
  })

  it('may be sent twice', async () => {
    const { code } = await putAside(browser, await walkTo(browser, 'type'))
    const entry = await other.open('/report/resume')
    const pages = await Promise.all([1, 2, 3].map(() => other.submit(entry, { code })))
    expect(pages.map(page => page.status)).toEqual([200, 200, 200])
    const next = await other.submit(await other.open('/report/type'), { behaviours: ['A1'] }, go)
    expect(next.path).toBe('/report/what')
  })

  it('in two browsers: who sends first wins, the other is told, there is one report', async () => {
    const code = await putSummaryAside(site, browser, await fillReport(browser))
    const reports = async () => (await site.tables('reports')).length
    const before = await reports()
    const there = await resumeBy(other, code)
    expect(there.path).toBe('/report/check')
    const here = await browser.open('/report/check')
    const what = await other.open('/report/what')

    const first = await browser.submit(here, { truth: 'yes' }, sendIt)
    expect(first.path).toBe('/report/receipt')
    const second = await other.submit(there, { truth: 'yes' }, sendIt)
    expect(second.status).toBe(422)
    expect(errorsOf(second)[0]).toContain('已经在另一个浏览器里提交了')
    expect(second.$('#code')).toHaveLength(0)
    const words = await other.submit(what, { text: '补一句' }, go)
    expect(errorsOf(words)[0]).toContain('已经在另一个浏览器里提交了')
    expect(words.$('#text').text()).toBe('补一句')
    expect((await other.open('/report/check')).status).toBe(422)
    expect(await reports()).toBe(before + 1)

    const gone = await resumeBy(reporterBrowser(site), code)
    expect(errorsOf(gone)).toEqual([wrong])
  })

  it('at once in two browsers: one report', async () => {
    const there = await resumeBy(
      other,
      await putSummaryAside(site, browser, await fillReport(browser)),
    )
    const here = await browser.open('/report/check')
    const before = (await site.tables('reports')).length
    const both = await Promise.all([
      browser.submit(here, { truth: 'yes' }, sendIt),
      other.submit(there, { truth: 'yes' }, sendIt),
    ])
    expect(both.map(page => page.status).sort()).toEqual([200, 422])
    expect(await site.tables('reports')).toHaveLength(before + 1)
  })

  it('does not lose the draft that this browser has without a code', async () => {
    const { code } = await putAside(browser, await walkTo(browser, 'type'))
    const entry = await other.open('/report/resume')
    await walkTo(other, 'what')
    const asked = await other.submit(entry, { code })
    expectErrors(asked, [expect.stringContaining('另有一份没存下来的草稿')])
    expect((await other.open('/report/what')).path).toBe('/report/what')
    expect(asked.$('.jb-said a').attr('href')).toBe('/report/what')
    expect((await other.submit(asked, { code })).path).toBe('/report/type')
  })
})

describe('a code that opens nothing', () => {
  it('unknown, too old, sent and thrown away: the same answer', async () => {
    const old = await putAside(browser, await walkTo(browser, 'type'))
    site.clock.pass(8 * 24 * 60)
    const sent = await putAside(other, await walkTo(other, 'type'))
    await sendReport(reporterBrowser(site))
    await other.submit(await other.open('/report'), {}, { button: '重新开始' })

    for (const code of ['0000 0000 0000 0000', old.code, sent.code]) {
      const page = await resumeBy(reporterBrowser(site), code)
      expectErrors(page, [wrong])
      // It would stay in a browser that may be shared.
      expect(page.$('#code').val() ?? '').toBe('')
    }
  })

  it('costs the same work, known or not', async () => {
    const { code } = await putAside(browser, await walkTo(browser, 'type'))
    site.clock.pass(8 * 24 * 60)
    const work = async (typed: string) => {
      const entry = await other.open('/report/resume')
      const before = process.cpuUsage()
      await other.submit(entry, { code: typed })
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    const median = async (typed: string) => {
      const times: number[] = []
      for (let time = 0; time < 5; time += 1) times.push(await work(typed))
      return times.sort((one, two) => one - two)[2] ?? 0
    }
    await work('0000000000000000')
    const [unknown, known, slip] = [
      await median('1111222233334444'),
      await median(code),
      await median('1234'),
    ]
    expect(unknown / known).toBeGreaterThan(0.6)
    expect(unknown / known).toBeLessThan(1.7)
    // Heavy, like a password.
    expect(unknown).toBeGreaterThan(2 * slip)
  })

  it('is told at once when it has not the length of a code', async () => {
    const asked = async (code: string) => errorsOf(await resumeBy(other, code))
    expect(await asked('1234 5678')).toEqual(['续填码是 16 位数字，请对照抄下来的再看一看'])
    expect(await asked('')).toEqual(['请写续填码'])
  })
})

describe('a page that was sent too late', () => {
  it('goes on with the draft that its code opens, its words in their place', async () => {
    const what = await walkTo(browser, 'what')
    await putAside(browser, what)
    const { code } = await putAside(browser, await browser.open('/report/what'))
    const page = await resumeBy(other, code)
    site.clock.pass(31)
    const late = await other.submit(page, { text: '写了很久', when: '今年夏天' }, go)
    expect(late.status).toBe(422)
    expect(late.$('#text').text()).toBe('写了很久')

    const beside = { button: '用续填码接着写' }
    const slip = await other.submit(late, { resume_code: code.replace(/.$/, '') }, beside)
    expectErrors(slip, ['续填码是 16 位数字，请对照抄下来的再看一看'])
    const no = await other.submit(slip, { resume_code: '1234123412341234' }, beside)
    expectErrors(no, [wrong])
    expect([no.$('#text').text(), no.$('#when').val()]).toEqual(['写了很久', '今年夏天'])

    const unused = await other.submit(no, { resume_code: code }, { button: '重新开始' })
    expectErrors(unused, ['填了续填码，请点“用续填码接着写”；不用的话把它删掉'])
    const on = await other.submit(unused, { resume_code: code }, beside)
    expect(on.path).toBe('/report/evidence')
    expect((await other.open('/report/what')).$('#text').text()).toBe('写了很久')
  })

  it('brings its mistakes along, to be mended there', async () => {
    const { code } = await putAside(browser, await walkTo(browser, 'what'))
    const page = await resumeBy(other, code)
    site.clock.pass(31)
    const late = await other.submit(page, { text: '经过', amount: '六十' }, go)
    const beside = { button: '用续填码接着写' }
    const there = await other.submit(late, { resume_code: code }, beside)
    expectErrors(there, ['金额要填数字，例如 60'])
    expect((await other.submit(there, { amount: '60' }, go)).path).toBe('/report/evidence')
  })
})
