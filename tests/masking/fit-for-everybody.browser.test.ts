import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { canaries, openMaskedScene, unmaskReason, type MaskedScene } from '../support/masked-case'
import { auditShown } from '../support/page-audit'
import { codeOf } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'

// MINGSHAO_SHOTS=1 takes pictures into tests/browser/shots instead.
let scene: MaskedScene
let browser: Browser
let page: Page
let url: string

beforeAll(async () => {
  scene = await openMaskedScene()
  const { site, intake } = scene
  url = `${site.staffUrl}${(await scene.give()).path}`
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
  const { cookies } = intake
  await page
    .context()
    .addCookies([...cookies].map(([name, value]) => ({ name, value, url: site.staffUrl })))
  site.clock.pass(1)
})
afterAll(async () => {
  await browser.close()
  await scene.site.stop()
})

const faultsOf = async (name: string): Promise<string[]> => {
  await page.waitForLoadState('load')
  if (!shotsWanted) return auditShown(page, 'all')
  await takePicture(page, name)
  return []
}

const press = async (words: string): Promise<void> => {
  await page.locator('main button', { hasText: words }).click()
}

it('the case, masked', async () => {
  await page.goto(url)
  expect(await faultsOf('staff-masked-case')).toEqual([])
})

it('asking for the original, also when something is missing', async () => {
  await page.goto(`${url}/original?then=masking`)
  expect(await faultsOf('staff-original-ask')).toEqual([])
  await press('记下理由并打开')
  expect(await faultsOf('staff-original-ask-errors')).toEqual([])
})

it('what is masked, without the original open', async () => {
  await page.goto(`${url}/masking`)
  await page.fill('#words', '我')
  await press('保存遮挡')
  expect(await faultsOf('staff-masking-errors')).toEqual([])
})

it('the original open, under the name of its reader; on paper there is nothing of it', async () => {
  await page.goto(`${url}/original?then=masking`)
  await page.locator('label', { hasText: '核对、调整遮挡' }).click()
  await page.fill('#reason', unmaskReason)
  await page.fill('#otp', codeOf(scene.site, scene.clerk))
  await press('记下理由并打开')
  await page.waitForURL('**/masking')
  expect(await faultsOf('staff-masking')).toEqual([])

  await page.goto(`${url}/original`)
  expect(await page.locator('.st-unmasked').innerText()).toContain(canaries.name)
  expect(await faultsOf('staff-original-open')).toEqual([])
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('body').innerText()).not.toContain(canaries.name)
  expect(await page.locator('body').innerText()).toContain('没有遮挡的原文不能打印')
  await page.emulateMedia({ media: 'screen' })
})

it('every list of ticks fits, and says what its preview is', async () => {
  await page.goto(`${url}/masking`)
  await page.locator('[name=ticked]').first().uncheck()
  await press('先看看效果')
  expect(await faultsOf('staff-masking-preview')).toEqual([])
})
