import { readFileSync } from 'node:fs'
import path from 'node:path'
import { source as axeSource } from 'axe-core'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const inPage = readFileSync(path.join(__dirname, 'page-audit.browser.js'), 'utf8')
const widths = [1366, 390]
const sizes = ['', 'jb-text-l', 'jb-text-xl'] as const
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What may change with the size of the text alone, which is one class on the root: the rest stays as it was. */
const rulesOfSight = ['color-contrast', 'target-size', 'scrollable-region-focusable']
const smallestTarget = 24
const mostStops = 200

/** Widths at which nothing may stick out sideways; 320 is also 400 % of 1280. */
const narrow = [
  [320, ''],
  [640, ''],
  [390, 'jb-text-l'],
  [390, 'jb-text-xl'],
  [320, 'jb-text-xl'],
] as const

type Check = 'size' | 'frame' | 'sticksOut' | 'smallTargets' | 'focus'

const ask = async (page: Page, check: Check, about?: string | number): Promise<string[]> =>
  z
    .array(z.string())
    .parse(await page.evaluate(`pageAudit.${check}(${JSON.stringify(about ?? '')})`))

const show = async (page: Page, width: number, size: string): Promise<void> => {
  await page.setViewportSize({ width, height: 844 })
  await ask(page, 'size', size)
  // An address with an anchor leaves part of the page under the bar at the top.
  await page.evaluate('scrollTo(0, 0)')
}

const Violations = z.array(z.object({ id: z.string(), places: z.string() }))

const againstRules = async (page: Page, width: number, size: string): Promise<string[]> => {
  await show(page, width, size)
  const runOnly =
    size === '' ? { type: 'tag', values: tags } : { type: 'rule', values: rulesOfSight }
  const found = Violations.parse(await page.evaluate(`pageAudit.rules(${JSON.stringify(runOnly)})`))
  return found.map(({ id, places }) => `axe ${width} ${size}: ${id} at ${places}`)
}

const sticksOut = async (page: Page, width: number, size: string): Promise<string[]> => {
  await show(page, width, size)
  return await ask(page, 'sticksOut', `${width} ${size}`)
}

const unseenFocus = async (page: Page): Promise<string[]> => {
  await show(page, 1366, '')
  const met = new Set<string>()
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab')
    const [place, seen] = await ask(page, 'focus')
    if (place === undefined || met.has(place)) return []
    met.add(place)
    if (seen !== 'seen') return [`focus cannot be seen: ${place}`]
  }
  return [`more than ${mostStops} stops for the keyboard`]
}

/**
 * What is wrong with the page that is shown, in words; nothing when it is fit for everybody. It never
 * reloads, so that a form with errors or a page behind a session can be audited as it stands.
 */
export const auditShown = async (
  page: Page,
  textSizes: 'all' | 'standard' = 'all',
): Promise<string[]> => {
  const before = page.viewportSize()
  await page.evaluate(axeSource)
  await page.evaluate(inPage)
  const faults = await ask(page, 'frame')
  for (const width of widths)
    for (const size of textSizes === 'all' ? sizes : ([''] as const))
      faults.push(...(await againstRules(page, width, size)))
  for (const [width, size] of narrow) faults.push(...(await sticksOut(page, width, size)))
  await show(page, 390, '')
  faults.push(...(await ask(page, 'smallTargets', smallestTarget)))
  faults.push(...(await unseenFocus(page)))
  if (before !== null) await page.setViewportSize(before)
  return faults
}

/** Opens the address and audits what it shows. Needs a browser context with JavaScript on. */
export const auditPage = async (page: Page, url: string): Promise<string[]> => {
  await page.goto(url)
  return await auditShown(page)
}
