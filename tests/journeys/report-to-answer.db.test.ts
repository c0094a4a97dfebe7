import { createHash } from 'node:crypto'
import type { Answer, Client } from '../support/client'
import { answerNone } from '../support/declaring'
import { findGps } from '../support/fixtures'
import { comeBack } from '../support/following'
import { readReceipt, type Sent } from '../support/reporting'
import {
  answerAllSteps,
  bytesOf,
  fetchBytes,
  headersOf,
  hospital,
  openStory,
  type Story,
} from '../support/story'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

// One story, told in order: every part goes on where the one before it ended.
let story: Story
let sent: Sent
let casePath: string
let handler: SignedIn
let reporter: Client

beforeAll(async () => {
  story = await openStory({ now: '2026-11-22T03:06:07Z', asksFirst: true })
})
afterAll(() => story.site.stop())

const mainOf = ({ $ }: Answer): string => $('main').text().replaceAll(/\s+/g, ' ')

const textsOf = ({ $ }: Answer, css: string): string[] =>
  $(css)
    .map((_, found) => $(found).text())
    .get()

const fetchFrom = (browser: Client, path: string, range?: string) =>
  fetchBytes(story.site.staffUrl, browser, path, range)

const deeds = async (): Promise<string[]> =>
  story.site
    .tables('audit_entries')
    .whereNotNull('case_id')
    .orderBy(['chain', 'seq'])
    .pluck<string[]>('deed')

const deedsSince = async (before: readonly string[]): Promise<string[]> => {
  const now = await deeds()
  for (const deed of before) now.splice(now.indexOf(deed), 1)
  return now
}

describe('a citizen', () => {
  it('goes through all seven steps with a photo, a PDF and a film, and gets a receipt', async () => {
    reporter = reporterBrowser(story.site)
    const home = await reporter.open('/')
    const page = await answerAllSteps(reporter, home, story.files)
    expect(page.path).toBe('/report/check')
    for (const words of [hospital, '三楼病房没有人', '走廊录像.mp4', '只有夜班知道'])
      expect(mainOf(page)).toContain(words)
    sent = readReceipt(await reporter.submit(page, { truth: 'yes' }, { button: '提交举报' }))
    expect(sent.page.path).toBe('/report/receipt')
    expect(sent.code).toMatch(/^\d{24}$/)
    expect(sent.label).toMatch(/^医保举〔2026〕\d{5}$/)
    expect(sent.page.$('time').first().attr('datetime')).toBe('2026-12-11')
  })

  it('types the last four digits back, and the code is put away', async () => {
    const done = await reporter.submit(sent.page, { tail: sent.code.slice(-4) })
    expect(done.$('h1').text()).toBe('查询码已收起')
    expect(await deeds()).toEqual(['case.received', 'receipt.confirmed'])
  })
})

describe('an intake officer', () => {
  let officer: SignedIn
  let summary: Answer
  const viewer = async (name: string) => officer.click(summary, name)

  it('signs in with password and code, and finds the report in the queue', async () => {
    officer = await signIn(story.site, story.staff.intake)
    const queue = await officer.open('/staff/queue')
    const row = queue.$('[data-test=row]').first().text()

    expect(row).toContain(hospital)
    expect(row).toContain(sent.label.replace('医保举', ''))
    expect(row).toContain('12-11')
    const first = await officer.click(queue, hospital)
    expect(mainOf(first)).toContain('您和被举报的单位或者个人有没有关系？')
    expect(mainOf(first)).not.toContain('夜里三楼')
    summary = await answerNone(officer, first)
    casePath = summary.path.split('?')[0] ?? ''
    expect(casePath).toMatch(/^\/staff\/cases\/[\da-f-]{36}$/)
  })

  it('reads the original, and the record says who did', async () => {
    for (const words of ['夜里三楼病房没有人', '护士长让我们补记录', '三楼病房.jpg'])
      expect(mainOf(summary)).toContain(words)
    // What must not come out is masked, until the officer opens the original with a reason.
    expect(mainOf(summary)).toContain('不能让对方知道的内容【已遮挡】')
    expect(mainOf(summary)).not.toContain('只有夜班知道')
    expect(mainOf(summary)).not.toContain('枣树')
    expect(await deeds()).toContain('original.viewed')
  })

  it('opens the photo: the copy shows the scene and holds nothing of the place', async () => {
    expect(findGps(story.files.photo.content)).not.toEqual([])
    const page = await viewer('三楼病房.jpg')
    const answer = await fetchFrom(officer, page.$('.st-viewer__stage img').attr('src') ?? '')

    expect(answer.status).toBe(200)
    expect(headersOf(answer)['content-type']).toMatch(/^image\/(jpeg|webp|png)$/)
    expect(headersOf(answer)['content-security-policy']).toContain('sandbox')
    expect(bytesOf(answer).length).toBeGreaterThan(1000)
    expect(findGps(bytesOf(answer))).toEqual([])
  })

  it('looks at the PDF page by page, as pictures', async () => {
    const first = await viewer('费用清单.pdf')
    expect(mainOf(first)).toMatch(/第 1 页，共 3 页|1 \/ 3/)
    const second = await officer.click(first, '下一页')
    const src = second.$('.st-viewer__stage img').attr('src') ?? ''
    const answer = await fetchFrom(officer, src)

    expect(headersOf(answer)['content-type']).toBe('image/png')
    expect(bytesOf(answer).subarray(1, 4).toString('latin1')).toBe('PNG')
    expect(bytesOf(answer).toString('latin1')).not.toContain('CANARY-AUTHOR')
  })

  it('plays the film from any place: ranges are the very bytes that were sent', async () => {
    const page = await viewer('走廊录像.mp4')
    const src = page.$('video').attr('src') ?? ''
    const film = story.files.film.content
    const { length } = film
    const ranges: readonly [string, number, number][] = [
      ['bytes=0-1', 0, 2],
      ['bytes=65530-65545', 65_530, 65_546],
      [`bytes=${length - 100}-`, length - 100, length],
      ['bytes=-7', length - 7, length],
      ['bytes=100000-250000', 100_000, 250_001],
    ]
    for (const [range, from, to] of ranges) {
      const answer = await fetchFrom(officer, src, range)
      expect([range, answer.status]).toEqual([range, 206])
      expect(headersOf(answer)['content-range']).toBe(`bytes ${from}-${to - 1}/${length}`)
      expect(bytesOf(answer).equals(film.subarray(from, to))).toBe(true)
    }
    const whole = await fetchFrom(officer, src)
    expect([whole.status, headersOf(whole)['accept-ranges']]).toEqual([200, 'bytes'])
    expect(bytesOf(whole).equals(film)).toBe(true)
    expect((await fetchFrom(officer, src, `bytes=${length}-`)).status).toBe(416)
  })

  it('is shown the checksum of the very file that was sent', async () => {
    const sha256 = createHash('sha256').update(story.files.film.content).digest('hex')
    expect((await viewer('走廊录像.mp4')).text.replaceAll(/\s/g, '')).toContain(sha256)
  })

  it('accepts the report and gives it to two handlers', async () => {
    const before = await deeds()
    const accepted = await officer.submit(summary, {}, { form: 'form[action$="/accept"]' })
    expect(mainOf(accepted)).toContain('已经受理。下一步是分派两位承办人')
    const page = await officer.click(accepted, '分派')
    const handlers = [story.staff.wang.actor.id, story.staff.li.actor.id]
    const given = await officer.submit(page, { handlers })

    expect(given.path.split('?')[0]).toBe(casePath)
    expect(mainOf(given)).toContain('王承办')
    expect(mainOf(given)).toContain('李承办')
    const done = await deedsSince(before)
    expect(done.filter(deed => deed === 'case.accepted')).toHaveLength(1)
    expect(done.filter(deed => deed === 'case.assigned')).toHaveLength(1)
  })
})

describe('a handler', () => {
  it('finds the case in his own list and writes to the reporter', async () => {
    handler = await signIn(story.site, story.staff.wang)
    const queue = await handler.open('/staff/queue')
    const summary = await answerNone(handler, await handler.click(queue, hospital))
    expect(mainOf(summary)).toContain('夜里三楼病房没有人')
    const thread = await handler.click(summary, '留言')
    const answer = await handler.submit(
      thread,
      { body: '夜班是几点到几点？\n有没有排班表？' },
      { form: '.st-reply' },
    )

    expect(answer.$('.st-msg__text').text()).toBe('夜班是几点到几点？\n有没有排班表？')
    expect(mainOf(answer)).toContain('举报人还没有看')
  })

  it('is the only one of his colleagues who can: others read that there is no such case', async () => {
    const other = await signIn(story.site, story.staff.stranger)
    const before = await deeds()
    const nobodys = '/staff/cases/00000000-0000-4000-8000-000000000000'
    const [hidden, missing] = [await other.open(casePath), await other.open(nobodys)]

    expect([hidden.status, missing.status]).toEqual([404, 404])
    const withoutReference = (page: Answer) =>
      mainOf(page).replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}/g, '')
    expect(withoutReference(hidden)).toBe(withoutReference(missing))
    expect(hidden.text).not.toMatch(/王承办|李承办|林雨晴|仁和/)
    expect(await deedsSince(before)).toEqual(['case.denied'])
    expect(mainOf(await other.open('/staff/queue'))).not.toContain(hospital)
    for (const path of [`${casePath}?tab=messages`, `${casePath}/brief/edit`])
      expect((await other.open(path)).status).toBe(404)
  })
})

describe('the citizen', () => {
  it('comes back with the code on another device and reads the answer', async () => {
    reporter = reporterBrowser(story.site)
    const groups = sent.code.match(/\d{4}/g)?.join(' ') ?? ''
    const page = await comeBack(reporter, groups)

    expect(page.$('.jb-status__now').text()).toBe('正在核查线索')
    expect(textsOf(page, '.jb-msg--new .jb-msg__text')).toEqual([
      '夜班是几点到几点？',
      '有没有排班表？',
    ])
    expect(mainOf(page)).toMatch(/承办人 \d+ 号看了您写的内容/)
    // Who handles it is a number to the reporter.
    expect(page.text).not.toMatch(/王承办|李承办|林雨晴/)
  })

  it('answers and adds a file', async () => {
    const page = await reporter.open('/follow/case')
    const replied = await reporter.submit(
      page,
      { body: '晚八点到早八点。排班表我去拍。' },
      { form: '.jb-reply' },
    )
    const more = await reporter.click(replied, '附上文件')
    const { rota } = story.files
    const done = await reporter.submit(
      more,
      { files: rota, body: '这是排班表' },
      { button: '交给办案人员' },
    )

    expect(done.path).toBe('/follow/case')
    expect(mainOf(done)).toContain('文件 4 个')
    const left = await reporter.submit(done, {}, { form: '.jb-aside form' })
    expect(left.path).toBe('/')
    expect((await reporter.open('/follow/case')).path).toBe('/follow')
  })
})

describe('the handler', () => {
  it('is told of both, reads them, and signs out', async () => {
    const queue = await handler.open('/staff/queue')
    expect(mainOf(queue)).toContain('新留言')
    const thread = await handler.open(`${casePath}?tab=messages`)
    expect(textsOf(thread, '.st-msg__text')).toEqual([
      '夜班是几点到几点？\n有没有排班表？',
      '晚八点到早八点。排班表我去拍。',
      '这是排班表',
    ])
    expect(mainOf(thread)).toMatch(/举报人 .{1,12}看过/)
    const evidence = await handler.open(`${casePath}?tab=evidence`)
    const page = await handler.click(evidence, '排班表.pdf')
    expect(page.$('.st-viewer__stage img')).toHaveLength(1)

    const out = await handler.submit(page, {}, { form: '.st-top form' })
    expect(out.path).toMatch(/^\/staff\/login/)
    expect((await handler.open(casePath)).path).toMatch(/^\/staff\/login/)
  })
})

describe('the record of deeds', () => {
  it('holds every step once, in unbroken chains, and no words', async () => {
    const done = await deeds()
    const ofReporter = ['case.received', 'receipt.confirmed', 'report.followed', 'evidence.added']
    const once = [...ofReporter, 'report.left', 'case.accepted', 'case.assigned']
    expect(done).toContain('case.denied')
    for (const deed of once) expect(done.filter(one => one === deed)).toEqual([deed])
    expect(done.filter(deed => deed === 'message.sent')).toHaveLength(3)
    const rows = JSON.stringify(await story.site.tables('audit_entries'))
    expect(rows).not.toMatch(/夜班|排班|三楼|仁和/)
    const verdict = await story.site.house.db.inTransaction(tx => story.site.house.audit.verify(tx))
    expect(verdict).toMatchObject({ ok: true })
  })
})
