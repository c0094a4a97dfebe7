import type { FactorResetId } from '../../src/vocabulary/ids'
import { createClient } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'
import { errorsOf } from './workplace'

const LIST = '/staff/admin/factors'

let site: Site
beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
})
afterEach(() => site.stop())

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

/** Past the watch over the record: the second of two same forms does nothing, and so records nothing. */
const unwatched = ({ cookies }: SignedIn) => {
  const browser = createClient({ url: site.staffUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}

const come = (officer: Officer) => {
  site.clock.pass(2)
  return signIn(site, officer)
}

it('is taken back by whoever asked and by nobody else; then nobody approves it any more', async () => {
  const { id: body } = (await moveIn(site)).own
  const officer = await hire(site, body, ['intake'], '丢了手机的人')
  const system = await hire(site, body, ['system-admin'])
  const other = await hire(site, body, ['system-admin'])
  const security = await hire(site, body, ['security-admin'])
  const list = await ask(system, officer)
  const [id = ''] = await site.tables('factor_resets').pluck<string[]>('id')
  const form = { form: `form[action="${LIST}/${id}/withdraw"]` }
  expect(list.$(form.form)).toHaveLength(1)
  for (const one of [other, security])
    expect((await (await come(one)).open(LIST)).$(form.form)).toHaveLength(0)
  const approver = await come(security)
  const page = await approver.open(`${LIST}/${id}`)
  const { db, factorResets } = site.house
  const withdraw = ({ actor }: Officer, reset = id) =>
    db.inTransaction(tx => factorResets.withdraw(tx, actor, reset as FactorResetId))
  expect(await withdraw(other)).toEqual({ kind: 'denied', code: 'factor-reset.not-yours' })
  const turned = { answer: 'withdrawn', answered_at: site.clock.now() }
  await expect(
    site
      .tables('factor_resets')
      .where({ id })
      .update({ ...turned, answered_by: other.actor.id }),
  ).rejects.toMatchObject({ constraint: 'factor_resets_withdrawn' })

  const mine = unwatched(await come(system))
  const own = await mine.open(LIST)
  for (let times = 0; times < 2; times += 1)
    expect((await mine.submit(own, {}, form)).$('[data-test=reset]').text()).toContain('已撤回')
  site.clock.pass(1)
  const late = await approver.submit(page, { answer: 'approved', otp: codeOf(site, security) })
  expect([late.status, late.$('h1').text()]).toEqual([409, '这一份申请已经有答复'])
  const deeds = site.tables('audit_entries').where('deed', 'like', 'factor-reset.%').orderBy('seq')
  expect(await deeds.pluck('deed')).toEqual([
    ...['factor-reset.asked', 'factor-reset.denied'],
    ...['factor-reset.withdrawn', 'factor-reset.denied'],
  ])

  await ask(system, officer)
  const open = site.tables('factor_resets').where({ answer: null })
  const [anew = ''] = await open.clone().pluck<string[]>('id')
  await open.update({ answer: 'refused', answered_by: security.actor.id, answered_at: new Date() })
  expect(await withdraw(system, anew)).toEqual({ kind: 'denied', code: 'factor-reset.answered' })
})
