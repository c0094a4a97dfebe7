import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { openBrowser } from '../support/browser'
import { drawSamples } from './samples'
import { startDemo } from './service'
import { answer, ask, report, triage, type Shoot } from './walk'

// Walks the README's tour through a fresh demonstration and takes its pictures into docs/tour.
//   npm run tour                the pictures
//   npm run tour -- --samples   draws the evidence of the demonstration anew instead

const root = path.resolve(__dirname, '../..')
const folder = path.join(root, 'docs/tour')
const CASES = 500
/** A picture says what a page is like; nobody reads a list of fifty lines in it. */
const TALLEST = { 1366: 1_000, 390: 1_300 } as const
/** These are looked at on a phone too. */
const onPhone = ['01-home', '04-receipt', '05-queue', '09-follow']

const shoot: Shoot = async (name, page) => {
  for (const width of [1366, 390] as const) {
    if (width === 390 && !onPhone.includes(name)) continue
    await page.setViewportSize({ width, height: 900 })
    await page.evaluate('scrollTo(0, 0)')
    const whole = sharp(await page.screenshot({ fullPage: true }))
    const { height } = await whole.metadata()
    const picture = await whole
      .extract({ left: 0, top: 0, width, height: Math.min(height, TALLEST[width]) })
      .png({ palette: true, colours: 64, effort: 10, compressionLevel: 9 })
      .toBuffer()
    writeFileSync(path.join(folder, `${name}-${width}.png`), picture)
  }
  await page.setViewportSize({ width: 1366, height: 900 })
}

const walk = async (): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const service = await startDemo(CASES)
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 900 } })
    const code = await report(page, service, shoot)
    const casePath = await triage(page, service, shoot)
    await ask(page, service, casePath, shoot)
    await answer(page, service, code, shoot)
  } finally {
    await browser.close()
    await service.stop()
  }
}

const draw = async (): Promise<void> => {
  const browser = await openBrowser()
  await drawSamples(browser, path.join(root, 'assets/demonstration'))
  await browser.close()
}

void (process.argv.includes('--samples') ? draw() : walk())
