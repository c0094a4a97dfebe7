import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Client } from '../support/client'
import { jpegWithGps } from '../support/fixtures'
import { hire, moveIn } from '../support/people'
import { later, putAside, resumeBy, putSummaryAside } from '../support/putting-aside'
import { fillReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { dumpFolder, dumpTables, findTraces } from '../support/traces'
import { reporterBrowser } from '../support/visitors'
import { errorsOf, go, walkTo } from '../support/wizard'

// Promise 5: a draft is put aside with a code, and sealed while it waits.
const start = '2026-11-22T03:06:07Z'
const wrong = '续填码不对，或者已经超过 7 天'

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

const drafts = () => site.tables('drafts')
const sweep = async () => {
  const { db, intake, evidence } = site.house
  await db.inTransaction(tx => intake.drafts.sweep(tx))
  await evidence.sweep()
}

describe('存下来，以后再填', () => {
  it.each(['identity', 'named', 'type', 'what', 'evidence'] as const)(
    'gives a code on the page %s, and the code leads back to that page',
    async step => {
      const { code, page } = await putAside(browser, await walkTo(browser, step))
      expect(code).toMatch(/^\d{16}$/)
      expect(page.$('#code').text()).toMatch(/^\d{4}( \d{4}){3}$/)
      expect((await resumeBy(other, code)).path).toBe(`/report/${step}`)
    },
  )

  it('gives a code on the first page and on the last two', async () => {
    const summary = await putSummaryAside(site, browser, await fillReport(browser))
    expect((await resumeBy(reporterBrowser(site), summary)).path).toBe('/report/check')
    const relation = await browser.open('/report/relation')
    const { code } = await putAside(browser, relation, { hide: '单子是我经手的' })
    expect(code).toBe(summary)
    const back = await resumeBy(other, code)
    expect(back.path).toBe('/report/relation')
    expect(back.$('#hide').text()).toBe('单子是我经手的')

    const subject = await browser.submit(await browser.open('/report'), {}, { button: '重新开始' })
    const again = await putAside(browser, subject, { name: '仁和' })
    const elsewhere = await resumeBy(other, again.code)
    expect([elsewhere.path, elsewhere.$('#name').val()]).toEqual(['/report/subject', '仁和'])
  })

  it('says what to write down, until when, and what it does not do', async () => {
    const { page } = await putAside(browser, await walkTo(browser, 'what'))
    const text = page.$('main').text()
    for (const words of ['还没有提交', '2026 年 11 月 29 日', '/report/resume', '抄什么', '不会换'])
      expect(text).toContain(words)
    // What is printed is the slip, not the advice around it.
    expect(page.$('.jb-paper').closest('.jb-noprint')).toHaveLength(0)
    expect(page.$('[data-print]').closest('.jb-noprint')).toHaveLength(1)
  })

  it('gives the same code again, with its days from then on', async () => {
    const { code } = await putAside(browser, await walkTo(browser, 'what'), { text: '一半' })
    site.clock.pass(5 * 24 * 60)
    const again = await putAside(browser, await browser.open('/report/what'), { text: '又一些' })
    expect(again.code).toBe(code)
    expect(again.page.text).toContain('2026 年 12 月 4 日')
    // Also in another browser, which got the draft by that code.
    const there = await putAside(other, await resumeBy(other, code))
    expect(there.code).toBe(code)
  })

  it('gives one code to the same form sent eight times at once', async () => {
    const what = await walkTo(browser, 'what')
    const pages = await Promise.all(
      Array.from({ length: 8 }, () => browser.submit(what, { text: '经过' }, later)),
    )
    expect(new Set(pages.map(page => page.$('#code').text())).size).toBe(1)
  })

  it('keeps a page as it stands, mistakes and all, and says so before it is sent', async () => {
    const what = await walkTo(browser, 'what')
    const next = await browser.submit(what, { text: '第一次写的' }, go)
    expect(next.path).toBe('/report/evidence')
    const typed = { text: '改了一半', amount: '六十块' }
    const { code } = await putAside(browser, await browser.open('/report/what'), typed)
    const back = await resumeBy(other, code)
    expect([back.$('#text').text(), back.$('#amount').val()]).toEqual(['改了一半', '六十块'])

    const check = await other.open('/report/check')
    expect(check.$('.jb-answers').text()).toContain('第一次写的')
    expect(check.$('.jb-privacy').text()).toContain('第 4 步')
    const mended = await other.submit(await other.open('/report/what'), { amount: '60' }, go)
    expect(mended.path).toBe('/report/evidence')
    const whole = await other.open('/report/check')
    expect(whole.$('.jb-answers').text()).toContain('改了一半')
    expect(whole.$('.jb-privacy')).toHaveLength(0)
  })
})

describe('what is kept', () => {
  it('is gone with its files and its code when its days are over', async () => {
    const content = await jpegWithGps()
    const evidence = await walkTo(browser, 'evidence')
    const filled = await browser.submit(
      evidence,
      { files: [{ name: '一.jpg', content }] },
      {
        button: '上传',
      },
    )
    const { code } = await putAside(browser, filled)
    const blobs = path.join(site.dataDir, 'blobs')
    const stored = () =>
      existsSync(blobs)
        ? readdirSync(blobs, { recursive: true, encoding: 'utf8' }).filter(name =>
            statSync(path.join(blobs, name)).isFile(),
          ).length
        : 0
    const before = stored()
    site.clock.pass(7 * 24 * 60)
    await sweep()
    expect((await resumeBy(other, code)).path).toBe('/report/evidence')

    // Going on counts as use: seven days from then.
    site.clock.pass(7 * 24 * 60)
    await sweep()
    expect(await drafts().whereNotNull('resume_lookup')).not.toHaveLength(0)
    site.clock.pass(3 * 24 * 60)
    await sweep()
    expect(await drafts()).toHaveLength(0)
    expect(await site.tables('evidence_files').where({ stage: 'draft' })).toHaveLength(0)
    expect(stored()).toBeLessThan(before)
    expect(errorsOf(await resumeBy(reporterBrowser(site), code))).toEqual([wrong])
  })

  it('is sealed: neither code nor words lie anywhere, and no hour', async () => {
    const page = await walkTo(browser, 'named')
    const name = '欧阳晨星子'
    const { code } = await putAside(browser, page, { name, phone: '13900139000' })
    await resumeBy(other, code)
    await resumeBy(
      other,
      code.replace(/./, digit => String((Number(digit) + 1) % 10)),
    )
    const grouped = (code.match(/.{4}/g) ?? []).join(' ')
    const places = [
      ...(await dumpTables(site)),
      ...dumpFolder(site.dataDir),
      { place: 'log', bytes: Buffer.from(site.logLines.join('\n')) },
    ]
    expect(findTraces(places, { code, grouped, name, phone: '13900139000' })).toEqual([])
    const kept = (await drafts().whereNotNull('resume_lookup')) as Record<string, unknown>[]
    // The half-written name lies under the key of the identity, and not among the other pages.
    expect(kept.some(row => row['sealed_unfinished_identity'] !== null)).toBe(true)
    for (const row of kept) expect(row['expires_on']).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('leaves no half-written name behind when the writer stays anonymous after all', async () => {
    await putAside(browser, await walkTo(browser, 'named'), { name: '欧阳' })
    await browser.submit(await browser.open('/report/identity'), { identity: 'anon' }, go)
    const page = await browser.open('/report/identity')
    await browser.submit(page, { identity: 'named' }, go)
    expect((await browser.open('/report/named')).$('#name').val()).toBe('')
  })

  it('never holds a word for the reward', async () => {
    const page = await walkTo(browser, 'claim-word')
    const refused = await browser.submit(page, { word: '太短' }, later)
    expect(refused.status).toBe(422)
    expect(refused.$('#word').val()).toBe('')
    await putAside(browser, page)
  })
})
