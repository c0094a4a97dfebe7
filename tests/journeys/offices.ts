import type { Browser, Page } from 'playwright-core'
import { codeOf, type Officer } from '../support/people'
import type { Site } from '../support/site'
import { signIn } from '../support/visitors'
import { fill, follow, press, type Typed } from './on-page'

/** People at their desks, each with a browser of their own, scripts switched off. */
export const createOffices = (site: Site, browser: Browser) => {
  const pages = new Map<string, Page>()
  const officers = new Map<string, Officer>()
  const found = <T>(map: ReadonlyMap<string, T>, name: string): T => {
    const one = map.get(name)
    if (one === undefined) throw new Error(name)
    return one
  }
  const as = (name: string): Page => found(pages, name)
  const officer = (name: string): Officer => found(officers, name)

  /** A code of theirs that was not used yet. */
  const code = (name: string): string => {
    site.clock.pass(1)
    return codeOf(site, officer(name))
  }

  const enter = async (name: string, person: Officer): Promise<void> => {
    site.clock.pass(1)
    const { cookies } = await signIn(site, person)
    const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false })
    const url = site.staffUrl
    await context.addCookies([...cookies].map(([one, value]) => ({ name: one, value, url })))
    context.setDefaultTimeout(10_000)
    pages.set(name, await context.newPage())
    officers.set(name, person)
  }

  const open = async (name: string, path: string): Promise<Page> => {
    const page = as(name)
    await page.goto(`${site.staffUrl}${path}`)
    return page
  }

  /** The status that this address answers them with. */
  const statusOf = async (name: string, path: string): Promise<number> =>
    (await as(name).goto(`${site.staffUrl}${path}`))?.status() ?? 0

  /** The next step as the box of the case offers it. */
  const step = async (who: string, path: string, words: string, typed: Typed): Promise<Page> => {
    const page = await open(who, path)
    const other = page.locator('.st-next details summary')
    if ((await other.count()) > 0) await other.click()
    await follow(page, words)
    await fill(page, typed)
    await press(page, words.startsWith('提请') ? `提请审批：${words.slice(2)}` : words)
    expect(await page.locator('[data-test=problem], #errors').allInnerTexts()).toEqual([])
    return page
  }

  /** Somebody else agrees, from the board. */
  const agree = async (who: string, path: string): Promise<void> => {
    const page = await open(who, '/staff/approvals')
    await page.locator('[data-test=approval] a').first().click()
    await fill(page, { decision: 'approve' })
    // A decision is signed with a fresh code; the other steps ask for none.
    if ((await page.locator('main [name=otp]').count()) > 0) await fill(page, { otp: code(who) })
    await press(page, '提交意见')
    expect(new URL(page.url()).pathname).toBe(path)
  }

  return { as, officer, code, enter, open, statusOf, step, agree }
}

export type Offices = ReturnType<typeof createOffices>
