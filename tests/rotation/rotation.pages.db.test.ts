import { storeCase } from '../support/cases'
import { createClient, type Client } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

const page = '/staff/rotation'

let site: Site
let intake: Officer
let admin: Officer
beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(site)
  intake = await hire(site, own.id, ['intake'], '林雨晴')
  admin = await hire(site, own.id, ['security-admin'], '安建国')
  await storeCase(site, own.id)
  await storeCase(site, own.id)
})
afterEach(() => site.stop())

const nextCode = (officer: Officer): string => {
  site.clock.pass(1)
  return codeOf(site, officer)
}
/** Past the watch over the record: the second of two same forms does nothing, and so records nothing. */
const unwatched = ({ cookies }: SignedIn): Client => {
  const browser = createClient({ url: site.staffUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}
const form = (action: string) => ({ form: `form[action$="${action}"]` })

it('is started by the security administrator, done and finished by a member, without scripts', async () => {
  const starter = await signIn(site, admin)
  const before = await starter.open(page)
  expect(before.text).toContain('现用第 1 版，一共保留 1 个版本')
  const typed = { ground: 'person', otp: nextCode(admin) }
  const started = await starter.submit(before, typed, form('/start'))
  expect(started.$('[data-test=desk]').text()).toContain('第 2 版')
  expect(started.$('[data-test=desk]').text()).toContain('2 件')
  expect(started.text).toContain('改封要由受理岗位的成员来做')
  expect(started.$('form[action$="/reseal"]')).toHaveLength(0)

  const member = await signIn(site, intake)
  const waiting = await member.open(page)
  const moved = await member.submit(waiting, {}, form('/reseal'))
  expect(moved.$('[data-test=desk]').text()).toContain('0 件')
  expect(moved.text).not.toContain('安装密钥')
  const wrong = await member.submit(moved, { otp: '000000' }, form('/finish'))
  expect(wrong.status).toBe(422)
  expect(wrong.$('[role=alert]').text()).toContain('验证码不对')
  const otp = nextCode(intake)
  const twice = unwatched(member)
  for (let times = 0; times < 2; times += 1) {
    const finished = await twice.submit(wrong, { otp }, form('/finish'))
    expect(finished.$('[data-test=desk]').text()).toContain('没有')
  }
  expect(await site.tables('desk_seals').where({ version: 1 })).toEqual([])
  expect((await member.open('/staff/queue')).text).toContain('仁和医院')
})

it('asks for desk, reason and code, and starts once when sent twice', async () => {
  const starter = await signIn(site, admin)
  const twice = unwatched(starter)
  const before = await twice.open(page)
  const empty = await twice.submit(before, {}, form('/start'))
  expect(empty.status).toBe(422)
  expect(empty.$('[role=alert]').text()).toContain('请选一个原因')
  expect(empty.$('[role=alert]').text()).toContain('请填写验证码')

  const typed = { ground: 'planned', otp: nextCode(admin) }
  for (let times = 0; times < 2; times += 1)
    expect((await twice.submit(before, typed, form('/start'))).path).toBe(page)
  expect(await site.tables('desk_keys')).toHaveLength(2)
})

it('finishes nothing while something is left', async () => {
  const member = await signIn(site, intake)
  const before = await member.open(page)
  await member.submit(before, { ground: 'planned', otp: nextCode(intake) }, form('/start'))
  const _csrf = String(before.$('[name=_csrf]').first().val())
  const [desk] = await site.tables('desks').where({ kind: 'intake' }).pluck<string[]>('id')
  const sent = { _csrf, desk: desk ?? '', otp: nextCode(intake) }
  const answer = await member.send(`${page}/finish`, sent)

  expect(answer.status).toBe(409)
  expect(answer.text).toContain('还有没改封完的')
  expect(await site.tables('desk_seals').where({ version: 1 })).toHaveLength(1)
})
