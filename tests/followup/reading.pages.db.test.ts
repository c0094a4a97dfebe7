import type { Answer } from '../support/client'
import { comeBack } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId } from '../support/refusing'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn } from '../support/visitors'

// Receipts of reading, both ways: by the day, and nothing more.
let site: Site
let intake: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(site)
  intake = await hire(site, own.id, ['intake'], '林受理')
})
afterAll(() => site.stop())

const main = ({ $ }: Answer): string => $('main').text()

it('the reporter reads when the report and a message were read; officers, since when nobody came', async () => {
  const { code } = await sendReport(reporterBrowser(site))
  const path = `/staff/cases/${await lastCaseId(site)}`
  const officer = await signIn(site, intake)
  const visited = async () => (await officer.open(`${path}?tab=messages`)).$('[data-test=visited]')
  expect((await visited()).text()).toBe('举报人提交以后还没有来看过。')

  const browser = reporterBrowser(site)
  const page = await comeBack(browser, code)
  expect(main(page)).toContain('文字 1 份，文件 0 个。还没有人读过。')
  const sent = await browser.submit(page, { body: '补一句' }, { form: '.jb-reply' })
  expect(sent.$('.jb-msg--mine').text()).toContain('还没有人看')
  expect((await visited()).text()).toBe('举报人今天来看过。')

  site.clock.set('2026-11-25T01:00:00Z')
  const later = await signIn(site, intake)
  await later.open(path)
  const thread = await later.open(`${path}?tab=messages`)
  expect(thread.$('[data-test=visited]').text()).toBe('举报人 11-23 以后没有来看过。')

  const back = await comeBack(reporterBrowser(site), code)
  expect(main(back)).toContain('已经有人读过，最近一次是 11 月 25 日。')
  // Opened on the day on which it came: that first look is the day that is kept.
  expect(back.$('.jb-msg--mine').text()).toContain('11 月 23 日有人看过')
  expect(main(back)).not.toMatch(/\d:\d\d/)
  expect(thread.$('[data-test=visited]').text()).not.toMatch(/\d:\d\d/)
})
