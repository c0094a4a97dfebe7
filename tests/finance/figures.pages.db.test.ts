import { decidedCase, openAwardScene, toldAward, type AwardScene } from '../awards/scene'

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

it('says how many were paid, how fully and how fast, by month and by body', async () => {
  const first = await toldAward(scene, await decidedCase(scene))
  const second = await toldAward(scene, await decidedCase(scene, '10000'), { basis: 10_000_00n })
  const { tables, house } = scene.site
  await scene.inTx(tx => house.awards.course.claim(tx, first))
  scene.site.clock.pass(5 * 24 * 60)
  const by = scene.staff.payer.actor.id
  await scene.inTx(tx => house.awards.course.pay(tx, first, by))
  await tables('awards').where({ id: second }).update({ state: 'waived' })

  const page = await (await scene.enter(scene.staff.payer)).open('/staff/finance/figures')
  const cells = (mark: string) =>
    page
      .$(`[data-test=${mark}] tbody tr`)
      .map((_, tr) => page.$(tr).text().replace(/\s+/g, ' ').trim())
      .get()
  const line = '2 份，4,050 元1 份，3,750 元50.0%1 份，300 元5 天'
  expect(cells('months')).toEqual([`11 月${line}`])
  expect(cells('bodies')).toEqual([`示范市医疗保障局${line}`])
  expect(page.$('svg rect')).toHaveLength(1)
  // The body above sees the sum of those below; one beside nothing.
  const above = await scene.enter(scene.staff.stranger)
  expect((await above.open('/staff/finance/figures')).text).toContain('示范市医疗保障局')
  expect((await above.open('/staff/finance/figures?year=2025')).text).toContain('还没有批准过')

  const forecast = await above.open('/staff/budget')
  expect(forecast.$('[data-test=forecast]').text()).toContain('0.00 元')
  const own = await (await scene.again(scene.staff.payer)).open('/staff/budget')
  // 4,050.00 in 332 days, 33 to come.
  expect(own.$('[data-test=forecast]').text()).toContain('4,452.56 元')
})

it('gives the same as a sheet, which is recorded, and to nobody who handles cases', async () => {
  const at = '/staff/finance/figures/table?year=2026'
  const file = await (await scene.again(scene.staff.payer)).open(at)
  expect([file.status, file.headers['content-type']]).toEqual([
    200,
    expect.stringContaining('spreadsheetml'),
  ])
  const handler = await scene.enter(scene.staff.handler)
  expect((await handler.open(at)).status).toBe(403)
  const deeds = await scene.site.tables('audit_entries').where({ deed: 'statistics.exported' })
  expect(deeds).toHaveLength(1)
})
