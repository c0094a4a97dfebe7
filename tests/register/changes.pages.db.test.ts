import { randomUUID } from 'node:crypto'
import { hire } from '../support/people'
import { errorsOf, openScene, publishOne, to, type Scene } from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.site.stop())

it('begins its clock too when the document that was published is withdrawn', async () => {
  const { site, staff, caseId, entries } = scene
  const { db, documents } = site.house
  const { actor, keys } = staff.handler
  const visitor = { actor, keys }
  const typed = new Map([['理由', '不属于本局职责。']])
  const wish = { once: randomUUID(), template: 'not-accepted', typed }
  await site.tables('cases').where({ id: caseId }).update({ state: 'refused' })
  const { number } = await db.inTransaction(tx => documents.issue(tx, visitor, caseId, wish))
  const one = await publishOne(scene, number)
  await db.inTransaction(tx => documents.withdraw(tx, visitor, { caseId, id: wish.once }))
  const row = await entries()
    .where({ id: one.id })
    .first<{ state: string; change_ground: string }>()
  expect([row.state, row.change_ground]).toEqual(['changed', 'revoked'])
})

it('begins its clock when its handler says so, with a code, once; everybody above is told, each step once', async () => {
  const { site, staff, handler, path, caseId, again, fresh, deedsOf } = scene
  const { id } = await publishOne(scene, '示范市医保罚〔2026〕77号')
  const before = await deedsOf('register.changed')
  const page = await handler.open(`${path}/${id}`)
  const unsaid = await handler.submit(page, { otp: fresh(staff.handler) }, to(`/${id}`))
  expect([unsaid.status, errorsOf(unsaid)]).toEqual([
    422,
    expect.stringContaining('请选为什么不再算数'),
  ])
  const unsigned = await handler.submit(page, { ground: 'changed', otp: '000000' }, to(`/${id}`))
  expect([unsigned.status, unsigned.$('#ground').val()]).toEqual([422, 'changed'])
  const said = { ground: 'changed', otp: fresh(staff.handler) }
  const done = await handler.submit(page, said, to(`/${id}`))
  expect(done.$('[data-test=state]').text()).toContain('2026 年 11 月 26 日前要撤回')
  await again(handler).submit(page, said, to(`/${id}`))
  expect(await deedsOf('register.changed')).toBe(before + 1)

  const { organisationId: own } = staff.handler.actor
  await hire(site, own, ['principal'], '高立群')
  await hire(site, staff.stranger.actor.organisationId, ['supervision'], '罗督办')
  const steps = async (): Promise<string[]> => {
    const rows = await site
      .tables('staff_alerts')
      .where({ register_id: id, case_id: caseId })
      .select<{ audience: string; staff_id: string }[]>('audience', 'staff_id')
    return rows.map(({ audience, staff_id }) => `${audience} ${staff_id}`).sort()
  }
  for (const day of ['2026-11-26', '2026-11-27', '2026-12-04', '2026-12-31']) {
    site.clock.set(`${day}T02:00:00Z`)
    await site.house.reminders.sweep()
    const once = await steps()
    await site.house.reminders.sweep()
    expect(await steps()).toEqual(once)
  }
  const told = await steps()
  expect(new Set(told.map(one => one.split(' ')[0]))).toEqual(
    new Set(['handlers', 'principal', 'supervision']),
  )
  expect(told.filter(one => one.startsWith('handlers'))).toEqual(
    expect.arrayContaining([expect.stringContaining(staff.publisher.actor.id)]),
  )
})
