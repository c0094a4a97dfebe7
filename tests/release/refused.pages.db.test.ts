import { codeOf, hire, type Officer } from '../support/people'
import {
  answered,
  approved,
  askFor,
  because,
  confirm,
  deedsOf,
  denied,
  enter,
  freshCode,
  openThree,
  reportAndGive,
  requestRow,
  secondWindow,
  send,
  signInAll,
  step,
  textsOf,
  type Sides,
  type Three,
} from './desk-of-three'

// Each refusal of the issue: with its reason and what to do next, recorded, and nothing half done.
let three: Three
let sides: Sides

beforeEach(async () => {
  three = await openThree()
  sides = await signInAll(three)
})
afterEach(() => three.site.stop())

const code = (who: Officer) => freshCode(three.site, who)
const releases = (): Promise<object[]> => three.site.tables('identity_releases')

it('refuses a second answer, by the same person and by a colleague', async () => {
  const { site, own, custodian: first } = three
  const colleague = await hire(site, own, ['identity'], '宋知远')
  await confirm(site, first, colleague)
  const path = await answered(three, sides)
  const [given] = await releases()

  const again = await send(sides.custodian, path, 'answer', { otp: code(first) })
  const other = await enter(site, colleague)
  const second = await send(other, path, 'answer', { otp: code(colleague) })

  for (const page of [again, second]) {
    expect(page.status).toBe(409)
    expect(page.text).toContain('这份申请已经答复过了')
    expect(page.text).toContain('另提一份申请')
  }
  expect(await denied(three.site, path)).toEqual([
    'release.already-answered',
    'release.already-answered',
  ])
  expect(await releases()).toEqual([given])
})

it('answers once when two answer at the same moment', async () => {
  const { site, own, custodian: first } = three
  const colleague = await hire(site, own, ['identity'], '宋知远')
  await confirm(site, first, colleague)
  const path = await approved(three, sides)
  const second = await enter(site, colleague)
  const windows = [
    secondWindow(three.site, sides.custodian),
    secondWindow(three.site, second),
  ] as const
  const otps = [code(first), codeOf(site, colleague)] as const
  const pages = await Promise.all(
    windows.map((browser, at) => send(browser, path, 'answer', { otp: otps[at] ?? '' })),
  )

  expect(pages.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(await releases()).toHaveLength(1)
  expect((await deedsOf(site, path)).filter(deed => deed === 'identity.answered')).toHaveLength(1)
  expect(await denied(three.site, path)).toEqual(['release.already-answered'])
})

it('takes the form that one person sends twice for one answer', async () => {
  const path = await approved(three, sides)
  const browser = secondWindow(three.site, sides.custodian)
  const otp = code(three.custodian)
  const pages = [
    await send(browser, path, 'answer', { otp }),
    await send(browser, path, 'answer', { otp }),
  ]

  expect(pages.map(page => [page.status, page.path])).toEqual([
    [200, path],
    [200, path],
  ])
  expect(await releases()).toHaveLength(1)
  expect(await denied(three.site, path)).toEqual([])
})

it('takes one press for twenty at once, and locks nobody out for it', async () => {
  const path = await approved(three, sides)
  const otp = code(three.custodian)
  const windows = Array.from({ length: 20 }, () => secondWindow(three.site, sides.custodian))
  const pages = await Promise.all(windows.map(window => send(window, path, 'answer', { otp })))

  expect(pages.filter(page => page.status === 200 && page.path === path)).toHaveLength(20)
  expect(await releases()).toHaveLength(1)
  expect((await deedsOf(three.site, path)).filter(deed => deed === 'identity.answered')).toEqual([
    'identity.answered',
  ])
  expect(await three.site.tables('audit_entries').where({ deed: 'staff.locked' })).toEqual([])
})

it('is not agreed to by who handles the case in the asker’s place', async () => {
  const { site, own, clerk, handler } = three
  const both = await hire(site, own, ['principal', 'handler'], '马卫国')
  await confirm(site, clerk, both)
  const { caseId } = await reportAndGive(three)
  await site.house.db.inTransaction(async tx => {
    const { cases, desks } = site.house
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, clerk.keys), caseId)
    const { publicKey } = both.keys
    const standsInFor = handler.actor.id
    await cases.standIn(tx, caseId, key, { staffId: both.actor.id, publicKey, standsInFor })
  })
  const { path } = await askFor(sides.handler, caseId)
  const substitute = await enter(site, both)
  const page = await send(substitute, path, 'approve', { otp: code(both) })
  expect([page.status, page.$('h1').text()]).toEqual([409, '代管的人不能互相同意'])
  expect(await denied(site, path)).toEqual(['release.own-delegate'])
  expect((await requestRow(site, path)).state).toBe('asked')
})

it('answers nothing that nobody has agreed to, and opens nothing that nobody has answered', async () => {
  const { caseId } = await reportAndGive(three)
  const { path } = await askFor(sides.handler, caseId)
  const early = await send(sides.custodian, path, 'answer', { otp: code(three.custodian) })
  expect([early.status, early.text.includes('还没有负责人同意')]).toEqual([409, true])

  const open = await send(sides.handler, path, 'open', { otp: code(three.handler) })
  expect([open.status, open.text.includes('还没有答复')]).toEqual([409, true])
  expect((await sides.handler.open(`${path}/identity`)).path).toBe(path)
  expect(await denied(three.site, path)).toEqual(['release.not-approved', 'release.not-answered'])
  expect(await releases()).toEqual([])
})

it.each(['withdrawn', 'refused', 'expired'] as const)('answers nothing that is %s', async end => {
  const { site } = three
  const path = await approved(three, sides)
  const reason = '已经用留言联系上了，不用再看举报人的身份了。'
  if (end === 'withdrawn') await step(sides.handler, path, 'withdraw', {})
  if (end === 'refused') await step(sides.custodian, path, 'refuse', { reason })
  if (end === 'expired') {
    site.clock.pass(7 * 24 * 60)
    sides = { ...sides, custodian: await enter(site, three.custodian) }
  }
  const page = await send(sides.custodian, path, 'answer', { otp: code(three.custodian) })

  expect(page.status).toBe(409)
  expect(page.text).toContain('另提')
  expect(await denied(three.site, path)).toEqual([`release.already-${end}`])
  expect(await releases()).toEqual([])
})

it('seals nothing to a public key that was swapped in the database', async () => {
  const { site, second } = three
  const path = await approved(three, sides)
  const swapped = await site
    .tables('staff')
    .where({ id: second.actor.id })
    .first<{ public_key: Buffer }>('public_key')
  await site.tables('staff').where({ id: three.handler.actor.id }).update(swapped)
  const page = await send(sides.custodian, path, 'answer', { otp: code(three.custodian) })

  expect(page.status).toBe(500)
  expect(page.text).toContain('密钥没有通过核对')
  expect(await denied(three.site, path)).toEqual(['public-key.broken'])
  expect((await requestRow(site, path)).state).toBe('approved')
  expect(await releases()).toEqual([])
})

it('takes nothing from a session that lay idle, was ended, or belongs to somebody removed', async () => {
  const { site, custodian: person } = three
  const path = await approved(three, sides)
  const page = await sides.custodian.open(path)
  const form = { form: `form[action="${path}/answer"]` }

  site.clock.pass(31)
  const idle = await secondWindow(three.site, sides.custodian).submit(
    page,
    { otp: codeOf(site, person) },
    form,
  )
  expect(idle.path).toContain('/staff/login')

  const back = await enter(site, person)
  const shown = await back.open(path)
  await site.tables('staff_duties').where({ staff_id: person.actor.id }).delete()
  const apart = await back.submit(shown, { otp: code(person) }, form)
  expect(apart.status).toBe(403)

  await site.tables('staff_duties').insert({ staff_id: person.actor.id, duty: 'identity' })
  await site.tables('desk_seals').where({ staff_id: person.actor.id }).delete()
  const keyless = await back.submit(shown, { otp: code(person) }, form)
  expect(keyless.status).toBe(404)

  expect((await requestRow(site, path)).state).toBe('approved')
  expect(await releases()).toEqual([])
})

it('does not take a wrong code, the code of the sign-in or none, and locks after five', async () => {
  const path = await approved(three, sides)
  for (const [otp, words] of [
    ['', '请填写验证码'],
    ['12345', '验证码是 6 位数字'],
    ['000000', '验证码不对'],
  ] as const) {
    const page = await step(sides.custodian, path, 'answer', { otp })
    expect(page.status).toBe(422)
    expect(textsOf(page, '[role=alert]')[0]).toContain(words)
  }
  for (let times = 0; times < 4; times += 1)
    await step(sides.custodian, path, 'answer', { otp: '000000' })
  const locked = await step(sides.custodian, path, 'answer', { otp: code(three.custodian) })
  expect(textsOf(locked, '[role=alert]')[0]).toContain('15 分钟以后再试')
  expect((await requestRow(three.site, path)).state).toBe('approved')
})

it('knows an id in capitals for the same: what was sealed under it opens, and so does its page', async () => {
  const { caseId } = await reportAndGive(three)
  const page = await sides.handler.open(`/staff/cases/${caseId.toUpperCase()}/identity`)
  expect(page.status).toBe(200)
  const once = String(page.$('[name=once]').val())
  const asked = await sides.handler.send(`/staff/cases/${caseId.toUpperCase()}/identity`, {
    ...{ _csrf: String(page.$('[name=_csrf]').first().val()), once: once.toUpperCase() },
    ...{ fields: 'name', ground: 'contact', minutes: '10', text: because },
  })

  expect(asked.path).toBe(`/staff/unmask/${once}`)
  expect((await sides.principal.open(asked.path)).text).toContain(because)
})
