import { deedWords } from '../../src/vocabulary/deed-words'
import type { Answer } from '../support/client'
import { hire } from '../support/people'
import { signIn } from '../support/visitors'
import { openAudited, type Audited } from './workplace'

const seen = deedWords['original.viewed']

let at: Audited
beforeAll(async () => {
  at = await openAudited()
})
afterAll(() => at.site.stop())

const cellsOf = ({ $ }: Answer, name: string): string[] =>
  $(`[data-test=${name}]`)
    .map((_, row) => {
      const cells = $(row)
        .find('th, td')
        .map((__, cell) => $(cell).text().trim())
        .get()
      return cells.join(' ')
    })
    .get()

const rows = (page: Answer) => cellsOf(page, 'entry')

const filtered = async (fields: Readonly<Record<string, string>>) => {
  const page = await at.browser.open('/staff/audit')
  return at.browser.submit(page, fields, { form: '#filters' })
}

it('is in the menu of the auditor and of nobody else', async () => {
  const page = await at.browser.click(at.browser.home, '操作记录')
  expect(page.status).toBe(200)
  at.site.clock.pass(2)
  const officer = await signIn(at.site, at.officer)
  expect(officer.home.text).not.toContain('/staff/audit')
  expect((await officer.open('/staff/audit')).status).toBe(403)
})

it('shows deeds newest first, names people and cases, and nothing of what was reported', async () => {
  await at.write(at.officer.actor, at.own.id, 'original.viewed')
  const page = await at.browser.open('/staff/audit')
  const shown = rows(page)
  expect(shown[0]).toMatch(/11-23 09:\d\d:\d\d .* 林雨晴 医保举〔2026〕00001 示范市医疗保障局/)
  // Reporters' deeds have a day and no hour.
  expect(shown.find(row => row.includes('提交举报'))).toMatch(/^11-23 提交举报 举报人/)
  expect(page.text).not.toContain('三楼病房空着')

  const entry = await at.browser.click(page, seen)
  expect(entry.text).toContain('original.viewed')
  expect(entry.text).toContain(at.caseId)
})

it.each(['0000-01-01', '0999-12-31'])(
  'takes %s for no day, in list, report and export',
  async day => {
    for (const path of ['/staff/audit', '/staff/audit/identity', '/staff/audit/export'])
      for (const field of ['from', 'until'])
        expect((await at.browser.open(`${path}?${field}=${day}`)).status).toBeLessThan(500)
  },
)

it('filters by deed, person, case number, side and days', async () => {
  const by = await filtered({ deed: 'original.viewed' })
  expect(rows(by)).toHaveLength(1)
  const person = await filtered({ person: at.officer.username })
  expect(rows(person).every(row => row.includes('林雨晴'))).toBe(true)
  expect(rows(person).length).toBeGreaterThan(0)
  expect(person.$('#f-person').val()).toBe(at.officer.username)
  for (const number of ['2026-1', '〔2026〕00001', '医保举〔２０２６〕00001']) {
    const found = rows(await filtered({ number }))
    expect(found.length).toBeGreaterThan(1)
    expect(found.every(row => row.includes('医保举〔2026〕00001'))).toBe(true)
  }
  const side = await filtered({ side: 'reporter' })
  expect(rows(side).every(row => row.includes('举报人'))).toBe(true)
  expect(rows(await filtered({ from: '2026-11-01', until: '2026-11-22' }))).toEqual([])
})

it('tells what it does not know, keeps the rest, and asks again', async () => {
  const cases = [
    [{ person: 'nobody.here' }, '没有这个用户名'],
    [{ number: '2026-99999' }, '没有这个编号的线索'],
    [{ number: '不是编号' }, '没有这个编号的线索'],
    [{ from: '2026-11-24', until: '2026-11-01' }, '开始日期晚于结束日期'],
  ] as const
  for (const [fields, words] of cases) {
    const page = await filtered(fields)
    expect([page.status, page.$('[role=alert]').text()]).toEqual([
      400,
      expect.stringContaining(words),
    ])
    expect(rows(page)).toEqual([])
  }
  for (const query of [
    'body=x',
    'deed=x',
    'side=x',
    'from=x',
    'until=x',
    'before=x',
    'person=1&person=2',
  ])
    expect((await at.browser.open(`/staff/audit?${query}`)).status).toBe(400)
})

it('shows the own body and those below it; others are not there, entry by entry', async () => {
  const low = await hire(at.site, at.county.id, ['intake'], '周县区')
  const high = await hire(at.site, at.above.id, ['intake'], '吴省级')
  await at.write(low.actor, at.county.id, 'case.opened')
  await at.write(high.actor, at.above.id, 'case.opened')
  const all = await filtered({ body: 'all', deed: 'case.opened' })
  expect(rows(all).some(row => row.includes('周县区'))).toBe(true)
  expect(rows(all).some(row => row.includes('吴省级'))).toBe(false)
  expect(rows(await filtered({ deed: 'case.opened' })).some(row => row.includes('周县区'))).toBe(
    false,
  )
  expect((await at.browser.open(`/staff/audit?body=${at.above.id}`)).status).toBe(400)
  expect((await at.browser.open(`/staff/audit/${at.above.id}.staff.1`)).status).toBe(404)
  expect((await at.browser.open(`/staff/audit/${at.own.id}.staff.1`)).status).toBe(200)
  expect((await at.browser.open(`/staff/audit/${at.own.id}.staff.99999`)).status).toBe(404)
  expect((await at.browser.open('/staff/audit/x')).status).toBe(404)
})

it('goes page by page, none twice and none left out', async () => {
  await at.write(at.officer.actor, at.own.id, 'evidence.viewed', 70)
  at.site.clock.set('2026-11-24T01:00:00Z')
  await at.write(at.officer.actor, at.county.id, 'evidence.viewed', 60)
  const browser = await signIn(at.site, at.auditor)
  const seen: string[] = []
  let page = await browser.open('/staff/audit?body=all&deed=evidence.viewed')
  for (;;) {
    const hrefs = page
      .$('[data-test=entry] a')
      .map((_, a) => page.$(a).attr('href'))
      .get()
    seen.push(...hrefs)
    if (page.$('a[rel=next]').length === 0) break
    page = await browser.open(page.$('a[rel=next]').attr('href') ?? '')
  }
  expect(seen).toHaveLength(130)
  expect(new Set(seen).size).toBe(130)
  expect((await browser.click(page, '回到最新')).$('[data-test=entry]')).toHaveLength(50)
})

describe('who looked at identities and originals', () => {
  it('counts by person and month, and leads to the deeds', async () => {
    at.site.clock.pass(10)
    const browser = await signIn(at.site, at.auditor)
    await at.write(at.officer.actor, at.own.id, 'original.downloaded', 2)
    const page = await browser.open('/staff/audit/identity')
    expect(cellsOf(page, 'person')).toEqual(['林雨晴 0 0 2 2'])
    expect(page.$('[data-test=month]').text()).toContain('2026-11')
    const deeds = await browser.click(page, '林雨晴')
    expect(deeds.$('[data-test=entry]')).toHaveLength(2)
    const before = await browser.open('/staff/audit/identity?from=2026-01-01&until=2026-02-01')
    expect(before.text).toContain('没有人看过')
  })
})
