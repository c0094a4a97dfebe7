import { caseLabel } from '../../src/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { comeBack, errorsOf } from '../support/following'
import { hire, moveIn } from '../support/people'
import { sendReport, startReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

let site: Site
let code: string

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  code = (await sendReport(reporterBrowser(site))).code
})
afterAll(() => site.stop())

const slip = '有一位数字可能抄错了，请对照回执'
const unknown = '没有找到这个查询码对应的举报'
const wrongLength = '查询码是 24 位数字，请对照回执再看一看有没有少抄或者多抄'

/** Well-formed, and nobody's. */
const strangeCode = () => site.house.receipts.newCode()
const withAnotherDigit = (text: string, at: number) =>
  text.slice(0, at) + String((Number(text[at]) + 3) % 10) + text.slice(at + 1)

const messagesOf = ({ $ }: Answer): string[] =>
  $('.jb-msg__text')
    .map((_, line) => $(line).text())
    .get()

const countOf = async (table: string): Promise<number> => {
  const [row] = await site.tables(table).count<{ count: number }[]>('* as count')
  return row?.count ?? 0
}

/** Another window of the same browser. What it sends a second time leaves no second record. */
const sameBrowser = (browser: Client): Client => {
  const other = createClient({ url: site.publicUrl })
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  return other
}

describe('the code', () => {
  it('opens the report however it was copied: groups, dashes, full-width digits', async () => {
    const wide = Array.from(code, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join(
      '',
    )
    const groups = code.match(/\d{4}/g) ?? []
    for (const written of [code, groups.join(' '), groups.join('-'), wide, ` ${code}\u3000`]) {
      const page = await comeBack(reporterBrowser(site), written)
      expect([page.status, page.path]).toEqual([200, '/follow/case'])
    }
  })

  it('shows the state in words, the next date with its lamp, and no hour anywhere', async () => {
    const page = await comeBack(reporterBrowser(site), code)
    const [found] = await site
      .tables('cases')
      .select<{ year: number; serial: number }[]>('year', 'serial')
    const label = caseLabel(found?.year ?? 0, found?.serial ?? 0)

    expect(page.$('.jb-caption').first().text()).toBe(`${label}，11 月 22 日收到`)
    expect(page.$('.jb-status__now').text()).toBe('已收到，正在登记受理')
    expect(page.$('.jb-status__lamp').text()).toBe('在期限内')
    expect(page.$('.jb-status__due').text()).toContain('12 月 11 日前决定是否立案')
    expect(page.$('main').text()).not.toMatch(/\d:\d\d/)
    expect(page.$('main').text()).toContain('还没有人打开过您写的内容和文件')
    expect(page.$('main').text()).toContain('您是匿名举报，系统里没有您的身份信息')
  })

  it('with one digit wrong is a slip, said at once, wherever the digit stands', async () => {
    for (const at of [0, 7, 12, 22, 23]) {
      const page = await comeBack(reporterBrowser(site), withAnotherDigit(code, at))
      expect([page.status, errorsOf(page)]).toEqual([422, [slip]])
    }
  })

  it('that belongs to nobody is not found, in the same words each time', async () => {
    const pages = []
    for (let tries = 0; tries < 3; tries += 1)
      pages.push(await comeBack(reporterBrowser(site), strangeCode()))

    expect(pages.map(({ status }) => status)).toEqual([422, 422, 422])
    expect(pages.map(errorsOf)).toEqual([[unknown], [unknown], [unknown]])
  })

  it('of another shape is told what a code looks like', async () => {
    for (const typed of ['', '1234', 'abc', `${code}1`, "' OR 1=1 --", '二四六八']) {
      const page = await comeBack(reporterBrowser(site), typed)
      expect([page.status, errorsOf(page)]).toEqual([422, [wrongLength]])
    }
  })

  it('is never drawn again, and the title says that something is wrong', async () => {
    const typed = strangeCode()
    const page = await comeBack(reporterBrowser(site), typed)

    expect(page.$('title').text()).toMatch(/^出错了：/)
    expect(page.$('#code').attr('value')).toBeUndefined()
    expect(page.text).not.toContain(typed)
    expect(page.$('#errors h2').text()).toBe('有 1 处要改')
  })

  it('is asked for before anything of a report is shown', async () => {
    for (const path of ['/follow/case', '/follow/evidence'])
      expect((await reporterBrowser(site).open(path)).path).toBe('/follow')
  })
})

describe('a message', () => {
  it('may not be empty or too long; what was typed stays in the field', async () => {
    const browser = reporterBrowser(site)
    const page = await comeBack(browser, code)
    const reply = { form: '.jb-reply' }
    const most = (
      await site.house.db.inTransaction(tx =>
        site.house.lawbook.limits(tx, { place: '*', on: '2026-11-22' as never }),
      )
    )['message.text']

    const empty = await browser.submit(page, { body: ' \n ' }, reply)
    expect([empty.status, errorsOf(empty)]).toEqual([422, ['请写要说的话，一两句也行']])
    const long = '长'.repeat(most + 132)
    const over = await browser.submit(empty, { body: long }, reply)
    expect(over.status).toBe(422)
    expect(errorsOf(over)).toEqual([`最多 ${most.toLocaleString('en-US')} 字，现在多了 132 字`])
    expect(over.$('#body').text()).toBe(long)
    expect(over.$('title').text()).toMatch(/^出错了：/)

    const sent = await browser.submit(over, { body: '长'.repeat(most) }, reply)
    expect([sent.status, sent.path]).toEqual([200, '/follow/case'])
  })

  it('sent twice is there once: one after the other, and eight at the same time', async () => {
    const browser = reporterBrowser(site)
    const page = await comeBack(browser, code)
    const before = await countOf('messages')
    await browser.submit(page, { body: '点了两次的话' }, { form: '.jb-reply' })
    const again = await sameBrowser(browser).submit(
      page,
      { body: '点了两次的话' },
      { form: '.jb-reply' },
    )
    expect(messagesOf(again).filter(line => line === '点了两次的话')).toHaveLength(1)

    const fresh = await browser.open('/follow/case')
    const eight = await Promise.all(
      Array.from({ length: 8 }, () =>
        sameBrowser(browser).submit(fresh, { body: '同时点了八次' }, { form: '.jb-reply' }),
      ),
    )
    expect(eight.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(await countOf('messages')).toBe(before + 2)
  })

  it('is text and nothing else', async () => {
    const browser = reporterBrowser(site)
    const page = await comeBack(browser, code)
    const body = '<img src=x onerror=alert(1)> <b>粗</b> & "引号"'
    const sent = await browser.submit(page, { body }, { form: '.jb-reply' })

    expect(messagesOf(sent)).toContain(body)
    expect(sent.$('.jb-msgs img, .jb-msgs .jb-msg__text b')).toHaveLength(0)
  })
})

describe('after ten minutes without a request', () => {
  const idle = async () => {
    const browser = reporterBrowser(site)
    const page = await comeBack(browser, code)
    site.clock.pass(11)
    return { browser, page }
  }

  it('the report is closed, and the words typed in the old page wait behind the code', async () => {
    const { browser, page } = await idle()
    const before = await countOf('messages')
    const asked = await browser.submit(page, { body: '过期以后才发' }, { form: '.jb-reply' })

    expect(asked.status).toBe(422)
    expect(errorsOf(asked)).toEqual(['太久没有操作，为了安全已经退出。请再输入一次查询码'])
    expect(asked.$('#unsent').text()).toBe('过期以后才发')

    const slipped = await browser.submit(asked, { code: withAnotherDigit(code, 3) })
    expect(slipped.$('#unsent').text()).toBe('过期以后才发')

    const back = await browser.submit(slipped, { code })
    expect(back.path).toBe('/follow/case')
    expect(back.$('#body').text()).toBe('过期以后才发')
    // Drawn again, never replayed.
    expect(await countOf('messages')).toBe(before)
    expect(messagesOf(back)).not.toContain('过期以后才发')

    const sent = await browser.submit(back, {}, { form: '.jb-reply' })
    expect(messagesOf(sent)).toContain('过期以后才发')
    expect((await browser.open('/follow/case')).$('#body').text()).toBe('')
  })

  it('nothing of the report is on any page', async () => {
    const { browser } = await idle()
    const page = await browser.open('/follow/case')

    expect(page.path).toBe('/follow')
    expect(page.text).not.toContain('医保举〔')
  })
})

it('ends when the reporter leaves; the old cookie opens nothing', async () => {
  const browser = reporterBrowser(site)
  const page = await comeBack(browser, code)
  const kept = sameBrowser(browser)
  const left = await browser.submit(page, {}, { form: '.jb-aside form' })

  expect(left.path).toBe('/')
  expect((await browser.open('/follow/case')).path).toBe('/follow')
  expect((await kept.open('/follow/case')).path).toBe('/follow')
})

it('leaves another report alone that is half written in the same browser', async () => {
  const browser = reporterBrowser(site)
  const subject = await startReport(browser)
  const typed = { choice: 'typed', name: '写到一半的医院', about_body: 'no' }
  await browser.submit(subject, typed, { button: '保存并继续' })
  const page = await comeBack(browser, code)
  await browser.submit(page, {}, { form: '.jb-aside form' })

  expect((await browser.open('/follow/case')).path).toBe('/follow')
  expect((await browser.open('/report/subject')).$('#name').val()).toBe('写到一半的医院')
})

it('opens one report under one code, whatever else the browser held', async () => {
  const other = await sendReport(reporterBrowser(site), {
    what: { text: '另一件完全不同的事' },
  })
  const browser = reporterBrowser(site)
  const first = await comeBack(browser, code)
  const second = await comeBack(browser, other.code)

  expect(second.$('.jb-caption').first().text()).toContain(other.label)
  expect(second.$('.jb-caption').first().text()).not.toBe(first.$('.jb-caption').first().text())
  expect(messagesOf(second)).toEqual([])
})
