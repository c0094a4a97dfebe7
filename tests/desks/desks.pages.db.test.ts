import { createClient } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

let site: Site
let first: Officer
let later: Officer

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(site)
  first = await hire(site, own.id, ['intake'], '林雨晴')
  later = await hire(site, own.id, ['principal'], '高立群')
})
afterEach(() => site.stop())

const holders = ({ keys }: Officer) =>
  site.house.db.inTransaction(tx => site.house.desks.holdersOf(tx, keys))

it('tells both on the first page that a key waits to be handed over', async () => {
  const waiting = await signIn(site, later)
  expect(waiting.home.$('.st-said').text()).toContain('密钥还没有交到您手里')
  const member = await signIn(site, first)
  expect(member.home.$('.st-said').text()).toContain('有 1 位新成员等您确认')

  const page = await member.click(member.home, '去处理')
  expect(page.path).toBe('/staff/desks')
  const desk = page.$('[data-test=desk]').text()
  for (const words of ['受理', '第 1 版', '林雨晴', '高立群']) expect(desk).toContain(words)
})

it('hands the key over with a fresh code, and shows it', async () => {
  const member = await signIn(site, first)
  site.clock.pass(1)
  const page = await member.open('/staff/desks')
  const after = await member.submit(page, { otp: codeOf(site, first) })

  expect(after.path).toBe('/staff/desks')
  expect(after.$('form.st-form')).toHaveLength(0)
  expect(await holders(later)).toHaveLength(2)
  const deed: unknown = await site
    .tables('audit_entries')
    .where({ deed: 'desk.member-confirmed' })
    .first()
  const done = { actor_id: first.actor.id, subject: later.actor.id, ground: 'intake' }
  expect(deed).toMatchObject(done)
})

it('does not take the code of the sign-in, nor a wrong one, nor none', async () => {
  const member = await signIn(site, first)
  const page = await member.open('/staff/desks')
  for (const [otp, words] of [
    [codeOf(site, first), '已经用过'],
    ['000000', '验证码不对'],
    ['', '请填写验证码'],
  ] as const) {
    const again = await member.submit(page, { otp })
    expect(again.status).toBe(422)
    expect(again.$('[role=alert]').text()).toContain(words)
    expect(again.$('[name=staff][checked]').val()).toBe(later.actor.id)
  }
  expect(await holders(later)).toHaveLength(1)
})

it('locks after five wrong codes', async () => {
  const member = await signIn(site, first)
  const page = await member.open('/staff/desks')
  for (let times = 0; times < 5; times += 1) await member.submit(page, { otp: '000000' })
  site.clock.pass(1)
  const again = await member.submit(page, { otp: codeOf(site, first) })

  expect(again.status).toBe(422)
  expect(again.$('[role=alert]').text()).toContain('暂时不能确认')
  expect(await holders(later)).toHaveLength(1)
})

it('is done once when the form is sent twice', async () => {
  const member = await signIn(site, first)
  const browser = createClient({ url: site.staffUrl })
  for (const [name, value] of member.cookies) browser.cookies.set(name, value)
  site.clock.pass(1)
  const page = await browser.open('/staff/desks')
  const form = { otp: codeOf(site, first) }
  const answers = [await browser.submit(page, form), await browser.submit(page, form)]

  expect(answers.map(({ status, path }) => [status, path])).toEqual([
    [200, '/staff/desks'],
    [200, '/staff/desks'],
  ])
  expect(await site.tables('audit_entries').where({ deed: 'desk.member-confirmed' })).toHaveLength(
    1,
  )
})

it('refuses a wrong code for somebody who waits for nothing', async () => {
  const member = await signIn(site, first)
  const handler = await hire(site, first.actor.organisationId, ['handler'])
  const page = await member.open('/staff/desks')
  const token = String(page.$('[name=_csrf]').val())
  for (const staff of [handler.actor.id, first.actor.id, handler.actor.organisationId]) {
    const answer = await member.send('/staff/desks/confirm', { _csrf: token, staff, otp: '000000' })
    expect(answer.status).toBe(422)
    expect(answer.$('[role=alert]').text()).toContain('验证码不对')
  }
})

it('is closed to whoever belongs to no desk', async () => {
  const { own } = { own: first.actor.organisationId }
  const handler = await hire(site, own, ['handler'])
  const browser = await signIn(site, handler)
  const page = await browser.open('/staff/desks')

  expect(page.status).toBe(200)
  expect(page.$('form.st-form')).toHaveLength(0)
  const token = String(browser.home.$('[name=_csrf]').val())
  const answer = await browser.send('/staff/desks/confirm', {
    _csrf: token,
    staff: later.actor.id,
    otp: '123456',
  })
  expect(answer.status).toBe(403)
})
