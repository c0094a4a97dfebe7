import type { Browser, Page } from 'playwright-core'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { newPage, openBrowser } from '../support/browser'
import { reporterWrites, storeCase } from '../support/cases'
import { auditShown } from '../support/page-audit'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openCase } from '../support/searching'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'

let site: Site
let browser: Browser
let page: Page
let officer: Officer
let own: OrganisationId

const account =
  '每周三次的透析只做了两次，耗材按三次记账，病人自己都不知道。护士长说是院里定的，每个月都这样做。'

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  own = (await moveIn(site)).own.id
  officer = await hire(site, own, ['intake'], '李晓岚')
  await fill()
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
  await signIn()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const fill = async () => {
  const target = '市肾病透析中心'
  const one = await storeCase(site, own, {
    title: { target, strict: true },
    content: { text: account },
  })
  const near = { title: { target }, content: { text: `${account}请查一查。` } }
  const two = await storeCase(site, own, near)
  const far = {
    title: { target: '康宁药店' },
    content: { text: '有人拿透析的单子来刷卡买保健品。' },
  }
  const three = await storeCase(site, own, far)
  await reporterWrites(site, officer, three.caseId, '那张透析的单子我拍下来了。')
  await openCase(site, officer, one.caseId, two.caseId, three.caseId)
  await storeCase(site, own)
}

const signIn = async (): Promise<void> => {
  await page.goto(`${site.staffUrl}/staff/login`)
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await page.click('main button')
  await page.fill('#otp', codeOf(site, officer))
  await page.click('main form:has(#otp) button')
  await page.waitForLoadState('load')
}

const ask = async (q: string) => {
  await page.goto(`${site.staffUrl}/staff/search`)
  await page.fill('#q', q)
  await page.click('main form button')
  await page.waitForLoadState('load')
}

const faultsOf = async (name: string): Promise<string[]> => {
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-search-${name}`)
  return []
}

describe('search: axe, text sizes, narrow screens, targets, keyboard', () => {
  it('before anything was asked', async () => {
    await page.goto(`${site.staffUrl}/staff/search`)
    expect(await faultsOf('empty')).toEqual([])
  })

  it('with what was found, and back from a case', async () => {
    await ask('透析')
    expect(await page.locator('[data-test=hit]').count()).toBe(3)
    expect(await faultsOf('found')).toEqual([])

    const address = page.url()
    await page.click('[data-test=hit] .st-case')
    await page.waitForSelector('#brief')
    await page.goBack()
    expect(page.url()).toBe(address)
    expect(await page.locator('[data-test=hit]').count()).toBe(3)
  })

  it('with nothing found, and with a word that is too short', async () => {
    await ask('琥珀茴香')
    expect(await faultsOf('nothing')).toEqual([])
    await ask('医')
    expect(await page.locator('.jb-errors').count()).toBe(1)
    expect(await faultsOf('errors')).toEqual([])
  })

  it('the case, with what it resembles', async () => {
    await ask('市肾病透析中心')
    await page.click('[data-test=hit] .st-case')
    await page.waitForSelector('#side-related')
    expect(await page.locator('[data-test=related]').innerText()).toContain('疑似重复')
    expect(await faultsOf('related')).toEqual([])
  })

  it('the list, with the mark', async () => {
    await page.goto(`${site.staffUrl}/staff/queue`)
    // Two of the same stand under one row.
    expect(await page.locator('.st-fold summary', { hasText: '疑似重复 1' }).count()).toBe(1)
    expect(await page.locator('[data-test=row]').count()).toBe(3)
  })
})
