import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { shotsWanted, takePicture } from '../support/shots'
import type { SignedIn } from '../support/visitors'
import {
  answered,
  approved,
  askFor,
  freshCode,
  openThree,
  reportAndGive,
  signInAll,
  step,
  type Sides,
  type Three,
} from './desk-of-three'

// The pages of identity release and of letters, in every state, for everybody; MINGSHAO_SHOTS=1 takes pictures.
let three: Three
let sides: Sides
let browser: Browser
let page: Page

beforeAll(async () => {
  three = await openThree()
  sides = await signInAll(three)
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await three.site.stop()
})

/**
 * On the page that shows an identity, and nowhere else: it closes by itself because that is what it is for (WCAG
 * 2.2.1, essential), and the words of the watermark are decoration, said once more below in full contrast.
 */
const meant =
  /^staff-identity-open: axe \d+ : (meta-refresh at meta|color-contrast at li:nth-child)/

const see = async (who: SignedIn, path: string, name: string): Promise<string[]> => {
  const url = three.site.staffUrl
  const cookies = [...who.cookies].map(([key, value]) => ({ name: key, value, url }))
  await page.context().clearCookies()
  await page.context().addCookies(cookies)
  await page.goto(`${url}${path}`)
  await page.waitForLoadState('load')
  if (shotsWanted) {
    await takePicture(page, name)
    return []
  }
  const faults = (await auditShown(page, 'standard')).map(fault => `${name}: ${fault}`)
  return faults.filter(fault => !meant.test(fault))
}

it('requests', async () => {
  const { handler, principal, custodian } = sides
  const { caseId } = await reportAndGive(three)
  const asked = (await askFor(handler, caseId)).path
  const waiting = await approved(three, sides, caseId)
  const given = await answered(three, sides, caseId, {
    fields: ['name', 'phone', 'id-number', 'address'],
  })
  await step(handler, given, 'open', { otp: freshCode(three.site, three.handler) })

  const faults = [
    ...(await see(handler, `/staff/cases/${caseId}/identity`, 'staff-identity-ask')),
    ...(await see(handler, '/staff/unmask', 'staff-identity-board')),
    ...(await see(principal, asked, 'staff-identity-approve')),
    ...(await see(custodian, waiting, 'staff-identity-answer')),
    ...(await see(handler, given, 'staff-identity-request')),
    ...(await see(handler, `${given}/identity`, 'staff-identity-open')),
  ]
  expect(faults).toEqual([])
})

it('letters', async () => {
  const { handler, custodian } = sides
  const { caseId } = await reportAndGive(three)
  const drafted = {
    title: '关于您反映事项的告知',
    body: '{收件人}：\n您反映的事，我们已经开始核查。查清以后再书面告诉您结果。',
  }
  const drafting = `/staff/cases/${caseId}/letters`
  const { path } = await handler.submit(await handler.open(drafting), drafted)
  const faults = [
    ...(await see(handler, drafting, 'staff-letter-draft')),
    ...(await see(custodian, '/staff/letters', 'staff-letter-board')),
    ...(await see(custodian, path, 'staff-letter-desk')),
  ]
  const otp = freshCode(three.site, three.custodian)
  const merge = { form: `form[action="${path}/merge"]` }
  await custodian.submit(await custodian.open(path), { otp }, merge)
  faults.push(
    ...(await see(custodian, `${path}/paper`, 'staff-letter-paper')),
    ...(await see(custodian, path, 'staff-letter-merged')),
  )
  expect(faults).toEqual([])
})
