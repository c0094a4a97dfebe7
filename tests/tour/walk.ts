import path from 'node:path'
import type { Page } from 'playwright-core'
import { pressNone } from '../support/declaring'
import { press } from '../support/reporter-pages'
import type { Service } from './service'

/** One picture of the tour, by the name under which README links it. */
export type Shoot = (name: string, page: Page) => Promise<void>

const photo = path.resolve(__dirname, '../../assets/demonstration/bill.jpg')
const choose = (page: Page, words: string) =>
  page.locator('label', { hasText: words }).first().click()
/** Slower than a machine would: else the report is marked as one that a machine may have filled in. */
const READING_MS = 3_200
const onward = async (page: Page): Promise<void> => {
  await page.waitForTimeout(READING_MS)
  await press(page, '保存并继续')
}

/** A nurse reports what happens on her ward. @returns the code */
export const report = async (page: Page, { publicUrl }: Service, shoot: Shoot): Promise<string> => {
  await page.goto(publicUrl)
  await shoot('01-home', page)
  await page.goto(`${publicUrl}/report`)
  await press(page, '开始')
  await page.fill('#q', '仁爱')
  await press(page, '查找')
  await choose(page, '仁爱康复医院')
  await choose(page, '不涉及')
  await onward(page)
  await page.locator('[name=identity][value=anon]').check({ force: true })
  await onward(page)
  await page.locator('[name=behaviours][value=A1]').check({ force: true })
  await page.fill('#department', '康复科')
  await onward(page)
  await page.fill(
    '#text',
    '夜班的时候病区只有四五个人，系统里登记着三十多张床。护士要照着名单补体温。',
  )
  await page.fill('#when', '今年秋天')
  // The counter of characters waits for a pause.
  await page.waitForTimeout(READING_MS)
  await shoot('02-what', page)
  await onward(page)
  await page.setInputFiles('#files', photo)
  await press(page, '上传')
  await onward(page)
  await choose(page, '我在那里工作')
  await onward(page)
  await shoot('03-check', page)
  await choose(page, '真实情况')
  await press(page, '提交举报')
  await page.locator('#code').waitFor()
  await shoot('04-receipt', page)
  const code = (await page.locator('#code').innerText()).replaceAll(/\D/g, '')
  await page.fill('#tail', code.slice(-4))
  await press(page, '记好了')
  return code
}

const signIn = async (page: Page, service: Service, user: string): Promise<void> => {
  await page.context().clearCookies()
  await page.goto(`${service.staffUrl}/staff/login`)
  await page.fill('#user', user)
  await page.fill('#password', service.passwordOf(user))
  await page.locator('main form button').first().click()
  await page.fill('#otp', service.otpOf(user))
  await page.locator('main form button').first().click()
  await page.waitForURL('**/staff')
}

/** Intake accepts the report and gives it to two handlers. @returns the path of the case */
export const triage = async (page: Page, service: Service, shoot: Shoot): Promise<string> => {
  await signIn(page, service, 'intake')
  await page.goto(`${service.staffUrl}/staff/queue`)
  await shoot('05-queue', page)
  await page.goto(`${service.staffUrl}/staff/queue?sort=-number`)
  await page.getByRole('link', { name: '仁爱康复医院' }).first().click()
  await pressNone(page)
  await shoot('06-case', page)
  const casePath = new URL(page.url()).pathname
  await page.locator('form[action$="/accept"] button').click()
  await page.goto(`${service.staffUrl}${casePath}/assign`)
  await choose(page, '周正')
  await choose(page, '沈小曼')
  await shoot('07-assign', page)
  await press(page, '分派给这两位')
  return casePath
}

/** A handler asks the reporter something. */
export const ask = async (
  page: Page,
  service: Service,
  casePath: string,
  shoot: Shoot,
): Promise<void> => {
  await signIn(page, service, 'handler1')
  await page.goto(`${service.staffUrl}${casePath}?tab=messages`)
  await pressNone(page)
  await page.fill('#body', '谢谢反映。请问补体温用的名单，您手里还有吗？')
  await press(page, '发送')
  await shoot('08-messages', page)
}

/** The reporter comes back with the code and answers. */
export const answer = async (
  page: Page,
  { publicUrl }: Service,
  code: string,
  shoot: Shoot,
): Promise<void> => {
  await page.context().clearCookies()
  await page.goto(`${publicUrl}/follow`)
  await page.fill('#code', code)
  await press(page, '进入')
  await page.fill('#body', '名单还在，明天拍了交上来。')
  await press(page, '发送')
  await shoot('09-follow', page)
}
