import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase, standsIn, storeCase, type StoredCase } from '../support/cases'
import { findGps, jpegWithGps, pdfWithPages } from '../support/fixtures'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let wang: Officer
let li: Officer
let desk: Officer
let browser: SignedIn
let stored: StoredCase

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:30:00Z' })
  const { own } = await moveIn(site)
  desk = await hire(site, own.id, ['intake'], '林雨晴')
  wang = await hire(site, own.id, ['handler'], '王承办')
  li = await hire(site, own.id, ['handler'], '李承办')
  stored = await storeCase(site, own.id)
  await giveCase(site, desk, stored.caseId, [wang, li])
  browser = await signIn(site, wang)
})
afterAll(() => site.stop())

const items = (caseId: CaseId = stored.caseId) =>
  site
    .tables('record_items')
    .where({ case_id: caseId })
    .orderBy(['serial', 'version'])
    .select<{ serial: number; version: number; evidence_id: string | null; id: string }[]>()

const form = () => browser.open(`${stored.path}/record/new`)
const photo = {
  kind: 'photo',
  title: '三楼病区',
  where: '仁和医院三楼',
  on: '2026 11 20',
  second: '',
}
const typed = () => ({ ...photo, second: li.actor.id })
const errorsOf = (page: Awaited<ReturnType<typeof form>>) =>
  page
    .$('#errors li')
    .map((_, one) => page.$(one).text())
    .get()

it('says what is missing, keeps what was typed, and stores no file of it', async () => {
  const empty = await browser.submit(await form(), { on: '2026 13 1', title: '夜里的病区' })
  expect(empty.status).toBe(422)
  expect(errorsOf(empty)).toEqual([
    '请选是哪一种材料',
    '日期要写成年、月、日，例如 2026 9 12',
    '请选同去的另一位办案人员',
  ])
  expect(empty.$('#title').attr('value')).toBe('夜里的病区')
  const later = await browser.submit(await form(), {
    ...typed(),
    ...{ where: '', on: '2026 12 1', pages: '0' },
    files: { name: 'a.jpg', content: await jpegWithGps() },
  })
  expect(errorsOf(later)).toEqual(['这个日期还没到', '页数填数字，1 到 5,000'])
  const alone = await browser.submit(await form(), { ...typed(), where: '' })
  expect(errorsOf(alone)).toEqual(['请写在哪里取得的', '请选要加入的文件，或者把记录写下来'])
  expect(await items()).toEqual([])
  expect(await site.tables('evidence_files').where({ case_id: stored.caseId })).toEqual([])
})

it('takes files in order, each with its own number, one result for each, and nothing twice', async () => {
  const drawn = await form()
  const files = [
    { name: '一.jpg', content: await jpegWithGps() },
    { name: '病毒.exe', content: Buffer.from('MZ....') },
    { name: '清单.pdf', content: pdfWithPages(2) },
  ]
  const partly = await browser.submit(drawn, { ...typed(), files })
  expect(partly.status).toBe(422)
  expect(partly.$('.jb-errors').text()).toContain('不收 .exe 文件')
  expect(partly.text).toContain('另外 2 个文件已经加入')
  const again = await browser.submit(drawn, { ...typed(), files })
  expect(again.status).toBe(422)
  expect((await items()).map(({ serial, version }) => [serial, version])).toEqual([
    [1, 1],
    [2, 1],
  ])
  const rows = await site.tables('record_items')
  expect(standsIn(rows as object[], '三楼')).toBe(false)
  const deeds = await site.tables('audit_entries').where({ deed: 'record-item.added' })
  expect(deeds).toHaveLength(1)
})

it('shows a picture without what the camera put in, and writes a statement without a file', async () => {
  const list = await browser.open(`${stored.path}/record`)
  const item = await browser.click(list, '三楼病区（1）')
  const viewer = await browser.click(item, '打开文件')
  const content = await fetch(`${site.staffUrl}${viewer.$('img').attr('src') ?? ''}`, {
    headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  expect(content.status).toBe(200)
  expect(findGps(Buffer.from(await content.arrayBuffer()))).toEqual([])

  const said = await browser.submit(await form(), {
    ...typed(),
    ...{ kind: 'inquiry', title: '护士询问笔录', text: '夜里只有两张床有人。', pages: '3' },
  })
  expect(said.path).toBe(`${stored.path}/record`)
  expect(said.$('[data-test=item]')).toHaveLength(3)
  expect(said.$('[data-test=item]').last().text()).toContain('王承办、李承办')
})

it('corrects by a new version; who was slower reads so and keeps what was typed', async () => {
  const list = await browser.open(`${stored.path}/record`)
  const item = await browser.click(list, '护士询问笔录')
  const first = await browser.click(item, '加一个更正的版本')
  const second = await browser.click(item, '加一个更正的版本')
  const done = await browser.submit(first, { pages: '4' })
  expect(done.$('[data-test=item]').last().text()).toContain('第 2 版')
  const slow = await browser.submit(second, { pages: '5' })
  expect(slow.status).toBe(409)
  expect(slow.$('#pages').attr('value')).toBe('5')
  const old = await browser.open(item.path)
  expect(old.text).toContain('这一版已经更正')
  expect(old.$('main form')).toHaveLength(0)
  expect((await items()).filter(({ serial }) => serial === 3)).toHaveLength(2)
})

it('waits for the second officer, who finds it at home and confirms; nobody else can', async () => {
  const other = await signIn(site, li)
  expect(other.home.text).toContain('待您确认的调查材料')
  const list = await other.click(other.home, '待您确认的调查材料')
  const item = await other.click(list, '护士询问笔录')
  const own = await browser.open(item.path)
  expect(own.$('form[action$="/confirm"]')).toHaveLength(0)
  const _csrf = own.$('[name=_csrf]').first().attr('value') ?? ''
  expect((await browser.send(`${item.path}/confirm`, { _csrf })).status).toBe(403)
  const confirmed = await other.submit(item, {}, { form: 'form[action$="/confirm"]' })
  expect(confirmed.text).toContain('李承办，2026 年 11 月 23 日')
  const list2 = await other.open(`${stored.path}/record`)
  expect(list2.$('[data-test=item]').last().text()).toContain('已确认')
})

it('prints cover and contents, with no word of the reporter and no name of their files', async () => {
  const page = await browser.click(await browser.open(`${stored.path}/record`), '案卷目录')
  const text = page.$('.st-volume').text()
  for (const words of ['医保举〔2026〕00001', '挂床住院', '仁和医院', '王承办、李承办', '举报材料'])
    expect(text).toContain(words)
  expect(text).toContain('护士询问笔录（询问笔录）')
  expect(text).not.toContain('夜里病区基本没人')
  expect(page.$('.st-volume tfoot').text()).toMatch(/王承办 于 2026 年 11 月 23 日 \d\d:\d\d 打印/)
  const numbers = page
    .$('[data-test=line]')
    .map((_, row) => page.$(row).find('td').first().text())
    .get()
  expect(numbers).toEqual(numbers.map((_, at) => String(at + 1)))
})

it('is closed to strangers and to who keeps away, at every door', async () => {
  const stranger = await signIn(site, await hire(site, desk.actor.organisationId, ['handler']))
  const [row] = await items()
  const paths = ['/record', '/record/new', '/volume', `/record/${row?.id ?? ''}`]
  for (const path of paths) expect((await stranger.open(stored.path + path)).status).toBe(404)
  const sent = await stranger.submit({ ...(await form()) }, { ...typed(), text: '写' })
  expect(sent.status).not.toBe(200)
  const kept = await items()
  const forged = await browser.submit(await form(), { ...typed(), text: '写', _csrf: 'x' })
  expect(forged.status).toBe(403)
  expect(await items()).toHaveLength(kept.length)
  const legal = await signIn(site, await hire(site, desk.actor.organisationId, ['legal']))
  for (const path of [paths[0], paths[2], paths[3]])
    expect((await legal.open(`${stored.path}${path ?? ''}`)).status).toBe(404)
})

it('holds by the database: two officers of the body, a handler adds, nothing is edited', async () => {
  const [row] = await items()
  const change = (what: object) =>
    site
      .tables('record_items')
      .where({ id: row?.id ?? '' })
      .update(what)
  await expect(change({ made_on: '2026-01-01' })).rejects.toThrow('never edited')
  await expect(change({ confirmed_by: wang.actor.id, confirmed_at: new Date() })).rejects.toThrow(
    'check constraint',
  )
  const insert = async (officers: object) => {
    const whole: unknown = await site
      .tables('record_items')
      .where({ id: row?.id ?? '' })
      .first()
    const place = { serial: 99, place_in_form: 99, id: '00000000-0000-4000-8000-000000000099' }
    await site.tables('record_items').insert({ ...(whole as object), ...place, ...officers })
  }
  await expect(insert({ second_officer: wang.actor.id })).rejects.toThrow('two officers')
  await expect(
    insert({ first_officer: desk.actor.id, second_officer: wang.actor.id }),
  ).rejects.toThrow('only handlers add')
})
