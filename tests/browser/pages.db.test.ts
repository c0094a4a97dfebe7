import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import {
  walkFollow,
  walkFollowErrors,
  walkPublicPages,
  walkReport,
  type See,
} from '../support/reporter-pages'
import { shotsWanted, takePicture } from '../support/shots'
import { fillQueue, walkHandler, walkIntake, walkRefusals } from '../support/staff-pages'
import { openStory, type Story } from '../support/story'

// Walks past every page of both entrances in every state that a person can bring about, and asks of each
// whether everybody can use it. MINGSHAO_SHOTS=1 takes pictures into tests/browser/shots instead.
jest.setTimeout(900_000)

/** Audited at all three text sizes; the rest at the standard size, and at 特大 for what sticks out. */
const keyPages = new Set([
  'report-1-subject-errors',
  'report-4-what-errors',
  'report-5-evidence-errors',
  'report-7-check',
  'report-receipt',
  'follow-case-answered',
  'staff-queue',
  'staff-case',
])

/** Audited by tests of their rooms: public-pages.test.ts, casework/fit-for-everybody.browser.test.ts. */
const elsewhere = /^public-(?!400)|^staff-404$|^staff-brief$|^staff-refuse|^staff-handler-case/

let story: Story
let browser: Browser
let page: Page
let code = ''
let casePath = ''
const faults: string[] = []
const seen: string[] = []

beforeAll(async () => {
  story = await openStory({ now: '2026-11-22T03:06:07Z' })
  await fillQueue(story)
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await story.site.stop()
})

const see: See = async name => {
  await page.waitForLoadState('load')
  seen.push(name)
  if (shotsWanted) {
    await takePicture(page, name)
    return
  }
  if (elsewhere.test(name)) return
  const sizes = keyPages.has(name) ? 'all' : 'standard'
  faults.push(...(await auditShown(page, sizes)).map(fault => `${name}: ${fault}`))
}

const found = (): string[] => faults.splice(0)
const walk = () => ({ story, page, see })

it('the public pages', async () => {
  await walkPublicPages(walk())
  expect(found()).toEqual([])
})

it('the seven steps and the receipt, each also when something is missing', async () => {
  code = await walkReport(walk())
  expect(found()).toEqual([])
})

it('the report as its author finds it, before anybody looked', async () => {
  await walkFollow(walk(), code, 'received')
  expect(found()).toEqual([])
})

it('the staff entrance, the queue, a case, its evidence, the decisions', async () => {
  casePath = await walkIntake(walk())
  expect(found()).toEqual([])
})

it('what a handler sees', async () => {
  await walkHandler(walk(), casePath)
  expect(found()).toEqual([])
})

it('what a colleague is refused', async () => {
  await walkRefusals(walk(), casePath)
  expect(found()).toEqual([])
})

it('the report with an answer, and everything that can be mistyped there', async () => {
  await walkFollow(walk(), code, 'answered')
  await walkFollowErrors(walk(), code)
  expect(found()).toEqual([])
})

it('has come past all of them', () => {
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThan(60)
})
