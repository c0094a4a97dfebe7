import { transitionOf, type ClockOrder } from '../../src/cases'
import { asDay } from '../../src/platform/clock'
import type { CaseId } from '../../src/vocabulary/ids'
import type { Answer } from '../support/client'
import { pdfWithPages } from '../support/fixtures'
import { hire, moveIn } from '../support/people'
import { fillReport, readReceipt, sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

// A journey is a dozen pages; the machine may be busy.
let site: Site

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own, above } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  await hire(site, own.id, ['identity'])
  await hire(site, above.id, ['intake'])
})
afterAll(() => site.stop())

const texts = (page: Answer, css: string): string[] =>
  page
    .$(css)
    .map((_, found) => page.$(found).text().trim())
    .get()

describe('the whole way without scripts', () => {
  it('ends with a receipt that holds a code of 24 digits, days only and no picture of the code', async () => {
    const browser = reporterBrowser(site)
    const files = [{ name: '清单.pdf', content: pdfWithPages(1), type: 'application/pdf' }]
    const { page, code, label } = await sendReport(browser, { identity: 'anon-claim', files })

    expect(page.path).toBe('/report/receipt')
    expect(code).toMatch(/^\d{24}$/)
    expect(label).toMatch(/^医保举〔2026〕\d{5}$/)
    expect(texts(page, '.jb-paper__rows dd').slice(1)).toEqual([
      '2026 年 11 月 22 日',
      '匿名，查实后领奖励',
      '文字 1 份，文件 1 个',
    ])
    expect(page.$('time').attr('datetime')).toBe('2026-12-11')
    expect(page.$('time').text()).toBe('12 月 11 日前')
    // A picture of the code is drawn when somebody asks for it: nothing of it is in the page or comes by itself.
    expect(page.$('svg, canvas, img[src], source, [srcset], object, embed, iframe')).toHaveLength(0)
    expect(page.$('img').attr('data-src')).toBe('/report/receipt.png')
    expect(page.$('#picture').attr('hidden')).toBeDefined()
    expect(page.text).not.toContain('data:image')
    // The hour of arrival (11:06) stands nowhere on it.
    expect(page.$('.jb-paper__rows').text()).not.toMatch(/\d:\d/)
    expect(page.headers['cache-control']).toContain('no-store')
  })

  it('says the step on every page and never puts an answer into an address', async () => {
    const browser = reporterBrowser(site)
    const check = await fillReport(browser, { identity: 'named' })

    expect(check.path).toBe('/report/check')
    expect(check.$('.jb-caption').text()).toContain('第 7 步，共 7 步')
    expect(check.$('title').text()).toContain('第 7 步，共 7 步')
    const row = (label: string) =>
      check
        .$('.jb-answers dt')
        .filter((_, dt) => check.$(dt).text() === label)
        .next()
        .text()
    expect(row('举报谁')).toBe('示范仁和医院')
    expect(row('姓名')).toBe('王小明')
    expect(row('手机号')).toBe('138****8000')
    expect(row('居民身份证')).toBe('****002X')
    expect(row('药品追溯码')).toBe('没有填写')
  })

  it('takes one correction and comes back to the summary', async () => {
    const browser = reporterBrowser(site)
    const check = await fillReport(browser)
    const link = check
      .$('.jb-answers__do a')
      .filter((_, a) => check.$(a).attr('href') === '/report/what?from=check')
    expect(link.length).toBeGreaterThan(0)

    const what = await browser.open('/report/what?from=check')
    expect(what.$('#text').text()).toContain('三楼病房空着')
    const back = await browser.submit(what, { text: '改过的经过' }, { button: '保存并继续' })

    expect(back.path).toBe('/report/check')
    expect(back.$('.jb-answers').text()).toContain('改过的经过')
  })

  it('asks for the identity page when the summary changes to real-name', async () => {
    const browser = reporterBrowser(site)
    await fillReport(browser)
    const identity = await browser.open('/report/identity?from=check')
    const named = await browser.submit(identity, { identity: 'named' }, { button: '保存并继续' })
    expect(named.path).toBe('/report/named?from=check')
  })
})

describe('the receipt', () => {
  it('shows the same code until the last four digits are typed back, then never again', async () => {
    const browser = reporterBrowser(site)
    const { code } = await sendReport(browser)
    expect(readReceipt(await browser.open('/report/receipt')).code).toBe(code)

    const wrong = await browser.submit(await browser.open('/report/receipt'), { tail: '0' })
    expect(wrong.status).toBe(422)
    expect(texts(wrong, '[role=alert] a')).toEqual(['最后 4 位不对，请对照上面再输一次'])
    expect(readReceipt(wrong).code).toBe(code)

    const full = code
      .slice(-4)
      .split('')
      .map(d => String.fromCharCode(d.charCodeAt(0) + 0xfee0))
    const done = await browser.submit(wrong, { tail: full.join(' ') })
    expect(done.status).toBe(200)
    expect(done.$('h1').text()).toBe('查询码已收起')
    expect(done.$('a[href="/follow"]').length).toBeGreaterThan(0)
    expect(done.text).not.toContain(code.slice(-4))
    expect((await browser.open('/report/receipt')).text).toContain('查询码已收起')
  })

  it('puts the code away by itself after half an hour', async () => {
    const browser = reporterBrowser(site)
    const { code } = await sendReport(browser)
    site.clock.pass(29)
    expect(readReceipt(await browser.open('/report/receipt')).code).toBe(code)
    site.clock.pass(2)
    expect((await browser.open('/report/receipt')).$('h1').text()).toBe('查询码已收起')
  })

  it('is shown first when somebody starts anew without having written the code down', async () => {
    const browser = reporterBrowser(site)
    const { code } = await sendReport(browser)
    expect(readReceipt(await browser.open('/report')).code).toBe(code)
  })

  it('opens the report on the follow-up page', async () => {
    const browser = reporterBrowser(site)
    const { code, label } = await sendReport(browser)
    const other = reporterBrowser(site)
    const follow = await other.submit(await other.open('/follow'), { code })
    expect(follow.path).toBe('/follow/case')
    expect(follow.text).toContain(label)
  })
})

describe('where a report goes', () => {
  const organisationOf = async (label: string) => {
    const [, year, serial] = /〔(\d+)〕(\d+)/.exec(label) ?? []
    const rows = await site
      .tables('cases as c')
      .join('organisations as o', 'o.id', 'c.organisation_id')
      .where({ 'c.year': Number(year), 'c.serial': Number(serial) })
      .select<{ name: string }[]>('o.name')
    return rows.map(({ name }) => name)
  }

  it('is the body of the place; about the body itself, or perhaps, only the one above', async () => {
    const label = async (about_body: string) =>
      (
        await sendReport(reporterBrowser(site), {
          subject: { choice: 'unknown', about_body },
          type: { unsure: 'yes' },
        })
      ).label
    const seals = async () => {
      const rows = await site
        .tables('case_seals as s')
        .join('desks as d', 'd.id', 's.recipient_id')
        .join('organisations as o', 'o.id', 'd.organisation_id')
        .where('s.recipient_kind', 'desk')
        .select<{ level: string }[]>('o.level')
      return rows.map(({ level }) => level)
    }
    await label('no')
    const before = await seals()
    for (const answer of ['yes', 'unsure']) {
      expect(await organisationOf(await label(answer))).toContain('示范省医疗保障局')
    }
    const after = await seals()
    expect(after.filter(level => level === 'city')).toHaveLength(
      before.filter(level => level === 'city').length,
    )
    expect(after.filter(level => level === 'province')).toHaveLength(
      before.filter(level => level === 'province').length + 2,
    )
  })
})

describe('sending twice', () => {
  it('makes one report of eight POSTs at the same time, and shows one code to all', async () => {
    const browser = reporterBrowser(site)
    const check = await fillReport(browser)
    const token = check.$('main form [name=_csrf]').attr('value') ?? ''
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const count = async (table: string) => (await site.tables(table).select('id')).length
    const [reports, drafts] = [await count('reports'), await count('drafts')]

    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        fetch(`${site.publicUrl}/report/check`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ _csrf: token, truth: 'yes', go: 'next' }).toString(),
        }),
      ),
    )

    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(303))
    expect(new Set(answers.map(({ headers }) => headers.get('location')))).toEqual(
      new Set(['/report/receipt']),
    )
    expect([await count('reports'), await count('drafts')]).toEqual([reports + 1, drafts - 1])
    const codes = await Promise.all(
      [1, 2].map(async () => readReceipt(await browser.open('/report/receipt')).code),
    )
    expect(codes[1]).toBe(codes[0])
    expect(codes[0]).toMatch(/^\d{24}$/)
  })

  it('is led to the receipt by «back» as well', async () => {
    const browser = reporterBrowser(site)
    const { code } = await sendReport(browser)
    expect(readReceipt(await browser.open('/report/check')).code).toBe(code)
  })
})

it('begins what the law of the place begins with a report; accepting it ends that clock alone', async () => {
  const { db, lawbook, deadlines } = site.house
  await db.inTransaction(async tx => {
    const tibet = { place: '540000', on: asDay('2026-11-22') }
    const { data, ...rest } = await lawbook.get(tx, 'deadline-rule', 'ACCEPT_DECISION_XZ', tibet)
    await lawbook.add(tx, { ...rest, place: '330000', data: { ...data, length: 5 } })
  })
  const { label } = await sendReport(reporterBrowser(site), { identity: 'anon' })
  const serial = Number(label.slice(-5))
  const found = await site
    .tables('cases')
    .where({ serial })
    .first<{ id: CaseId; next_due_on: string }>()
  const clocks = await db.inTransaction(tx => deadlines.forCase(tx, found.id))
  expect(clocks.map(({ ruleCode, dueOn }) => [ruleCode, dueOn])).toEqual([
    ['ACCEPT_DECISION_XZ', '2026-11-27'],
    ['CLUE_VERIFY', '2026-12-11'],
  ])
  expect(found.next_due_on).toBe('2026-11-27')

  const accepted: readonly ClockOrder[] = transitionOf('received', 'accept').clocks
  const at = { place: '330100', on: asDay('2026-11-25') }
  await db.inTransaction(tx => deadlines.order(tx, found.id, accepted, at))
  const after = await db.inTransaction(tx => deadlines.forCase(tx, found.id))
  expect(after.map(({ ruleCode, doneOn }) => [ruleCode, doneOn])).toEqual([
    ['ACCEPT_DECISION_XZ', '2026-11-25'],
    ['CLUE_VERIFY', null],
  ])
})
