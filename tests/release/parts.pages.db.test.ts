import { hire, type Officer } from '../support/people'
import { signIn } from '../support/visitors'
import {
  answered,
  approved,
  askFor,
  because,
  caseOf,
  confirm,
  denied,
  enter,
  freshCode,
  openThree,
  reportAndGive,
  requestRow,
  send,
  signInAll,
  step,
  textsOf,
  type Sides,
  type Three,
} from './desk-of-three'

// Who has which part in a request, and that nobody has two.
let three: Three
let sides: Sides

beforeEach(async () => {
  three = await openThree()
  sides = await signInAll(three)
})
afterEach(() => three.site.stop())

const code = (who: Officer) => freshCode(three.site, who)
const releases = () => three.site.tables('identity_releases')

it('lets nobody agree to what they asked for', async () => {
  const { caseId } = await reportAndGive(three)
  const asked = await askFor(sides.principal, caseId)
  expect(asked.text).toContain('本单位现在没有另一位负责人可以同意')
  const page = await send(sides.principal, asked.path, 'approve', { otp: code(three.principal) })

  expect(page.status).toBe(409)
  expect(page.text).toContain('请找另一位负责人同意')
  expect(await denied(three.site, asked.path)).toEqual(['release.own-request'])
  expect((await requestRow(three.site, asked.path)).state).toBe('asked')
  expect(
    textsOf(await sides.principal.open('/staff/unmask?list=approve'), '.st-empty'),
  ).toHaveLength(1)
})

it('lets nobody agree and answer, whatever became of their duties', async () => {
  const { site, own, principal: changed } = three
  const path = await approved(three, sides)
  // A principal who is custodian now, with the key of the desk.
  const duties = site.tables('staff_duties')
  await duties.clone().where({ staff_id: changed.actor.id }).delete()
  await duties.clone().insert({ staff_id: changed.actor.id, duty: 'identity' })
  await confirm(site, three.custodian, changed)
  const page = await send(sides.principal, path, 'answer', { otp: code(changed) })

  expect(page.status).toBe(409)
  expect(page.text).toContain('同意和答复要由两个人来做')
  expect(await denied(three.site, path)).toEqual(['release.same-person'])
  expect(await releases()).toEqual([])
  expect(own).toBe(changed.actor.organisationId)
})

it('gives nothing to an asker who has lost the case, is excluded from it or disabled', async () => {
  const { site, clerk, second, own } = three
  const { db, cases, desks, accounts } = site.house
  const system = { side: 'system' } as const

  const path = await approved(three, sides)
  const caseId = await caseOf(three.site, path)
  const third = await hire(site, own, ['handler'], '郑凯')
  await db.inTransaction(async tx => {
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, clerk.keys), caseId)
    const handlers = [second, third].map(({ actor, keys }) => ({
      staffId: actor.id,
      publicKey: keys.publicKey,
    })) as never
    await cases.act(tx, clerk.actor, caseId, { action: 'assign', handlers, key })
  })
  const lost = await send(sides.custodian, path, 'answer', { otp: code(three.custodian) })
  expect([lost.status, lost.text.includes('由现在的承办人另提')]).toEqual([409, true])
  expect((await sides.handler.open(path)).status).toBe(404)

  const other = await enter(site, third)
  const { path: excluded } = await askFor(other, caseId)
  await step(sides.principal, excluded, 'approve', { otp: code(three.principal) })
  await db.inTransaction(tx =>
    cases.exclude(tx, three.principal.actor, caseId, {
      staffId: third.actor.id,
      ground: 'relative',
    }),
  )
  const kept = await send(sides.custodian, excluded, 'answer', { otp: code(three.custodian) })
  expect([kept.status, kept.text.includes('回避')]).toEqual([409, true])
  // An excluded person sees neither the row nor the count.
  expect(textsOf(await other.open('/staff/unmask?list=mine'), '[data-test=request]')).toEqual([])

  const last = await enter(site, second)
  const { path: gone } = await askFor(last, caseId)
  await step(sides.principal, gone, 'approve', { otp: code(three.principal) })
  await db.inTransaction(tx => accounts.disable(tx, system, second.actor.id))
  const off = await send(sides.custodian, gone, 'answer', { otp: code(three.custodian) })
  expect([off.status, off.text.includes('账号已经停用')]).toEqual([409, true])

  for (const [at, ground] of [
    [path, 'release.asker-lost'],
    [excluded, 'release.asker-lost'],
    [gone, 'release.asker-gone'],
  ] as const)
    expect(await denied(three.site, at)).toEqual([ground])
  expect(await releases()).toEqual([])
})

it('shows nothing any more to an asker who lost the case after the answer', async () => {
  const { site, principal: head } = three
  const path = await answered(three, sides)
  const caseId = await caseOf(three.site, path)
  await step(sides.handler, path, 'open', { otp: code(three.handler) })
  const excluding = { staffId: three.handler.actor.id, ground: 'relative' }
  await site.house.db.inTransaction(tx =>
    site.house.cases.exclude(tx, head.actor, caseId, excluding),
  )

  for (const page of [await sides.handler.open(`${path}/identity`), await sides.handler.open(path)])
    expect(page.status).toBe(404)
})

it('is not found by whoever has no part in it, and the attempt is recorded with the case', async () => {
  const { site, own, above } = three
  const path = await approved(three, sides)
  const others = [
    await hire(site, own, ['handler'], '没有这一件的'),
    await hire(site, own, ['intake'], '受理二'),
    await hire(site, above, ['principal'], '上级负责人'),
    await hire(site, above, ['identity'], '上级身份保管'),
  ]
  for (const other of [...others, three.second]) {
    const page = await (await signIn(site, other)).open(path)
    expect(page.status).toBe(404)
    expect(page.text).toContain('找不到这份申请')
    expect(page.text).not.toContain(because)
  }
  const tried = await site.tables('audit_entries').where({ deed: 'case.denied' })
  expect(tried).toHaveLength(5)
  expect((await sides.handler.open(`/staff/unmask/${own}`)).status).toBe(404)
})

it('shows the identity desk the number and the asker’s words, nothing of the case', async () => {
  const path = await approved(three, sides)
  const page = await sides.custodian.open(path)

  expect(page.text).toContain(because)
  expect(page.$('main').text()).not.toMatch(/示范仁和医院|三楼病房空着|挂床/)
  expect(page.$('main a[href*="/staff/cases/"]')).toHaveLength(0)
  const caseId = await caseOf(three.site, path)
  expect((await sides.custodian.open(`/staff/cases/${caseId}`)).status).toBe(403)
})
