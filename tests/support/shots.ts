import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'

const folder = path.resolve(__dirname, '../browser/shots')

/** MINGSHAO_SHOTS=1: pictures are taken instead of audits. */
export const shotsWanted = process.env['MINGSHAO_SHOTS'] !== undefined

/** The page as it stands, on a desk and on a phone. */
export const takePicture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const before = page.viewportSize()
  for (const [width, height] of [
    [1366, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.evaluate('scrollTo(0, 0)')
    await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true })
  }
  if (before !== null) await page.setViewportSize(before)
}
