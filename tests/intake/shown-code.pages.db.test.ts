import { createClient, type Answer, type Client } from '../support/client'
import { comeBack } from '../support/following'
import { hire, moveIn } from '../support/people'
import { fillReport, readReceipt, sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'
import { go, walkTo } from '../support/wizard'

// Whoever's report was accepted sees its code, whatever the other windows of the browser do meanwhile.

let site: Site
let older: string
let browser: Client

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  older = (await sendReport(reporterBrowser(site))).code
})
afterAll(() => site.stop())
beforeEach(() => {
  site.clock.set('2026-11-22T03:06:07Z')
  browser = reporterBrowser(site)
})

const rowsOf = async (table: string): Promise<number> => (await site.tables(table)).length
const shownIn = async (client: Client) => readReceipt(await client.open('/report/receipt')).code

describe('a code that was not put away', () => {
  it('stays on show when another code is entered, and when that report is left again', async () => {
    const { code } = await sendReport(browser)
    await comeBack(browser, older)
    expect(await shownIn(browser)).toBe(code)

    const followed = await browser.open('/follow/case')
    await browser.submit(followed, {}, { button: '看完了，退出' })
    expect((await browser.open('/follow/case')).path).toBe('/follow')
    expect(await shownIn(browser)).toBe(code)
  })

  it('is not taken along once its time is up', async () => {
    await sendReport(browser)
    site.clock.pass(29)
    await browser.open('/report/receipt')
    site.clock.pass(29)
    await browser.open('/')
    site.clock.pass(29)
    await comeBack(browser, older)
    expect((await browser.open('/report/receipt')).$('#code')).toHaveLength(0)
  })
})

/** Another window: sends what it has with the cookies of now, and its answer sets the browser's cookies. */
const windowOf = (client: Client): Client => {
  const other = createClient({ url: site.publicUrl })
  for (const [name, value] of client.cookies) other.cookies.set(name, value)
  return other
}

type Meanwhile = (window: Client) => Promise<Answer>

describe('of a report that is sent while another window', () => {
  const meanwhile: Record<string, (client: Client) => Promise<Meanwhile>> = {
    'enters a code': async client => {
      const entry = await client.open('/follow')
      return window => window.submit(entry, { code: older })
    },
    'starts anew': async client => {
      const start = await client.open('/report')
      return window => window.submit(start, {}, { button: '重新开始' })
    },
    'leaves a report': async client => {
      await comeBack(client, older)
      const followed = await client.open('/follow/case')
      return window => window.submit(followed, {}, { button: '看完了，退出' })
    },
    'leaves quickly': () => Promise.resolve(window => window.open('/exit')),
  }

  it.each(Object.keys(meanwhile))('%s, the code is seen or nothing was sent', async name => {
    for (const delay of [0, 5, 15, 40, 80]) {
      const client = reporterBrowser(site)
      await fillReport(client)
      const act = await meanwhile[name]?.(client)
      if (act === undefined) throw new Error(name)
      const check = await client.open('/report/check')
      const before = await rowsOf('reports')
      const [mine, other] = [windowOf(client), windowOf(client)]
      const [sent] = await Promise.all([
        mine.submit(check, { truth: 'yes' }, { button: '提交举报' }),
        new Promise(done => setTimeout(done, delay)).then(() => act(other)),
      ])
      const accepted = (await rowsOf('reports')) > before
      const seen = sent.$('#code').length > 0 || (await otherSees(other))
      // Who leaves by the quick exit wants nothing left in the browser, the code included.
      const wanted = name === 'leaves quickly' ? seen && accepted : accepted
      expect({ delay, seen }).toEqual({ delay, seen: wanted })
    }
  })

  const otherSees = async (window: Client) =>
    (await window.open('/report/receipt')).$('#code').length > 0
})

describe('sent after the session was replaced', () => {
  it('is refused, keeps the draft, and goes through when it is sent again', async () => {
    const check = await fillReport(browser)
    const before = await rowsOf('reports')
    const entered = windowOf(browser)
    // The session's row goes between finding the visit and sending: as a second window would do it.
    const { submission } = site.house.intake
    const fresh = jest.spyOn(submission, 'freshReceipt').mockImplementationOnce(async () => {
      await comeBack(entered, older)
      fresh.mockRestore()
      return submission.freshReceipt()
    })
    const refused = await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })
    expect([refused.status, await rowsOf('reports')]).toEqual([409, before])

    const again = await entered.open('/report/check')
    const sent = await entered.submit(again, { truth: 'yes' }, { button: '提交举报' })
    expect(readReceipt(sent).code).toMatch(/^\d{24}$/)
    expect(await rowsOf('reports')).toBe(before + 1)
  })
})

describe('the row in the database', () => {
  const ends = async () =>
    (await site.tables('sessions').select<{ expires_at: Date }[]>('expires_at')).map(
      ({ expires_at }) => expires_at.toISOString(),
    )
  beforeEach(() => site.tables('sessions').delete())

  it('with a code on show or a report open ends at the idle limit’s hour', async () => {
    await sendReport(browser)
    expect(await ends()).toEqual(['2026-11-22T04:00:00.000Z'])
    await comeBack(browser, older)
    expect(await ends()).toEqual(['2026-11-22T04:00:00.000Z'])
  })

  it('waits for days only with a draft that was put aside, and moves on with who keeps writing', async () => {
    const what = await walkTo(browser, 'what')
    expect(await ends()).toEqual(['2026-11-22T04:00:00.000Z'])
    site.clock.pass(29)
    await browser.open('/report/what')
    expect(await ends()).toEqual(['2026-11-22T05:00:00.000Z'])
    await browser.submit(what, { text: '一半' }, { button: '以后再填' })
    expect(await ends()).toEqual(['2026-11-29T04:00:00.000Z'])
  })

  it('is deleted by the visit that comes too late', async () => {
    const page = await walkTo(browser, 'what')
    site.clock.pass(31)
    expect((await browser.submit(page, { text: '经过' }, go)).status).toBe(422)
    expect(await ends()).toEqual([])
  })
})
