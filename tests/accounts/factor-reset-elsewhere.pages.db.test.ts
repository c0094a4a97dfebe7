import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'
import { errorsOf } from './workplace'

jest.setTimeout(60_000)

const LIST = '/staff/admin/factors'

let site: Site
beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
})
afterAll(() => site.stop())

const ask = async (by: Officer, of: Officer) => {
  site.clock.pass(2)
  const browser = await signIn(site, by)
  const page = await browser.click(await browser.open(LIST), '申请重置')
  return browser.submit(page, { user: of.username, ground: 'lost' })
}

it('covers the own body and those below it: no administrator reaches up or sideways', async () => {
  const { own, above } = await moveIn(site)
  const [lower, upper] = [own.id, above.id]
  const officer = await hire(site, upper, ['intake'], '上级受理')
  const stranger = await hire(site, lower, ['system-admin'], '下级系统员')
  const approver = await hire(site, lower, ['security-admin'], '下级安全员')
  const refused = await ask(stranger, officer)
  expect([refused.status, errorsOf(refused)]).toEqual([422, ['没有这个用户名，请核对']])
  expect(await site.tables('factor_resets')).toEqual([])

  expect((await ask(await hire(site, upper, ['system-admin']), officer)).path).toBe(LIST)
  const [id = ''] = await site.tables('factor_resets').pluck<string[]>('id')
  const path = `${LIST}/${id}`
  site.clock.pass(2)
  const browser = await signIn(site, approver)
  expect(browser.home.text).not.toContain('重置第二验证的申请')
  expect((await browser.open(LIST)).text).not.toContain('上级受理')
  expect((await browser.open(path)).status).toBe(404)
  site.clock.pass(2)
  const _csrf = String(browser.home.$('[name=_csrf]').first().val())
  const sent = { _csrf, answer: 'approved', otp: codeOf(site, approver) }
  expect((await browser.send(path, sent)).status).toBe(404)
  expect(await site.tables('factor_resets').pluck('answer')).toEqual([null])

  // From above it is one's affair.
  expect((await ask(await hire(site, upper, ['system-admin']), approver)).path).toBe(LIST)
})
