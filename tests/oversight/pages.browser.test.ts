import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { press } from '../support/reporter-pages'
import { shotsWanted, takePicture } from '../support/shots'
import { closedCase, openTwoLevels, type TwoLevels } from './two-levels'

// Letters and samples: axe, text sizes, narrow screens, targets, keyboard, on each page and its error state.

let here: TwoLevels
let browser: Browser
let page: Page

beforeAll(async () => {
  here = await openTwoLevels()
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await here.site.stop()
})

const enter = async (name: string): Promise<void> => {
  await page.context().clearCookies()
  const url = here.site.staffUrl
  const cookies = [...here.as(name).cookies].map(([one, value]) => ({ name: one, value, url }))
  await page.context().addCookies(cookies)
}

const faultsOf = async (name: string): Promise<string[]> => {
  await page.waitForLoadState('load')
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-oversight-${name}`)
  return []
}

const look = async (name: string, path: string): Promise<string[]> => {
  await page.goto(`${here.site.staffUrl}${path}`)
  return faultsOf(name)
}

const wrongly = async (name: string, words: string): Promise<string[]> => {
  await press(page, words)
  await page.locator('#errors').waitFor()
  return faultsOf(`${name}-errors`)
}

it('letters: written, received, answered, judged; the board', async () => {
  const { act, arrive, issue, pathOf, receive } = here
  await enter('supervisor')
  expect(await look('new', '/staff/oversight/new')).toEqual([])
  expect(await wrongly('new', '签发')).toEqual([])
  const { label, path: casePath } = await arrive()
  const [, year, serial] = /〔(\d+)〕(\d+)/.exec(label) ?? []
  const about = { number: `${year} ${serial}`, urgency: 'urgent', due: '2026 11 24' }
  const path = pathOf(await issue(about))
  await receive(path)
  await act('supervisor', path, 'chase', { words: '请抓紧办，周五以前答复。' })
  expect(await look('prolong', `${path}?do=prolong`)).toEqual([])
  expect(await wrongly('prolong', '延期')).toEqual([])
  await enter('lead')
  expect(await look('in', '/staff/oversight')).toEqual([])
  expect(await look('answer', `${path}?do=answer`)).toEqual([])
  expect(await wrongly('answer', '报上级')).toEqual([])
  expect(await look('marked', casePath)).toEqual([])
  expect(await look('sheet', `${path}/sheet`)).toEqual([])
  here.site.clock.set('2026-11-25T02:00:00Z')
  await here.signInAgain('supervisor')
  await enter('supervisor')
  expect(await look('overdue', '/staff/oversight?list=overdue')).toEqual([])
})

it('samples: prepared, drawn, handed over, looked at', async () => {
  const { act, as, receive, site } = here
  for (let left = 3; left > 0; left -= 1) await closedCase(here)
  await here.signInAgain('other')
  await here.signInAgain('lead')
  expect(await look('samples', '/staff/oversight/samples')).toEqual([])
  expect(await wrongly('samples', '定下名单')).toEqual([])
  const typed = { from: '2026 1 1', until: '2026 11 22', wanted: '2', due: '2026 12 14' }
  for (const [field, value] of Object.entries(typed)) await page.fill(`#${field}`, value)
  await press(page, '定下名单')
  await page.locator('[data-test=facts]').waitFor()
  expect(await faultsOf('prepared')).toEqual([])
  const sample = new URL(page.url()).pathname
  await enter('other')
  expect(await look('draw', sample)).toEqual([])
  expect(await wrongly('draw', '抽取')).toEqual([])
  await as('other').submit(
    await as('other').open(sample),
    { word: 'Hailstone7' },
    { form: '[data-test=draw]' },
  )
  expect(await look('drawn', sample)).toEqual([])
  const letters = site.tables('oversight_letters').whereNotNull('sample_id')
  const [letter] = await letters.select<{ id: string }[]>('id')
  const path = `/staff/oversight/${letter?.id}`
  await receive(path)
  await enter('lead')
  expect(await look('hand', `${path}?do=hand`)).toEqual([])
  await act('lead', path, 'hand', {})
  await enter('supervisor')
  expect(await look('case', `${path}/file`)).toEqual([])
  expect(await look('judge', `${path}?do=judge`)).toEqual([])
  expect(await wrongly('judge', '写复核意见')).toEqual([])
})
