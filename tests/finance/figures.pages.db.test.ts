import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import type { AwardId } from '../../src/vocabulary/ids'
import { decidedCase, openAwardScene, toldAward, visitorOf, type AwardScene } from '../awards/scene'
import { arrive, checkedClaim, payee, released } from '../payouts/scene'

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

it('says how many were paid, how fully and how fast, by month and by body', async () => {
  const caseId = await decidedCase(scene)
  const first = await toldAward(scene, caseId)
  const second = await toldAward(scene, await decidedCase(scene, '10000'), { basis: 10_000_00n })
  const { tables } = scene.site
  const claimId = await checkedClaim(scene, { caseId, awardId: first }, fen => [payee(fen)])
  await released(scene, [claimId])
  scene.site.clock.pass(5 * 24 * 60)
  await arrive(scene, first)
  await tables('awards').where({ id: second }).update({ state: 'waived' })

  const page = await (await scene.enter(scene.staff.payer)).open('/staff/finance/figures')
  const cells = (mark: string) =>
    page
      .$(`[data-test=${mark}] tbody tr`)
      .map((_, tr) => page.$(tr).text().replace(/\s+/g, ' ').trim())
      .get()
  const line = '2 份，4,050 元1 份，3,750 元50.0%1 份，300 元0 份，0 元5 天'
  expect(cells('months')).toEqual([`2026 年 11 月${line}`, `合计${line}`])
  expect(cells('bodies')).toEqual([`示范市医疗保障局${line}`])
  expect(page.$('svg rect')).toHaveLength(1)
  // The body above sees the sum of those below; one beside nothing.
  const above = await scene.enter(scene.staff.stranger)
  expect((await above.open('/staff/finance/figures')).text).toContain('示范市医疗保障局')
  const before = await above.open('/staff/finance/figures?period=y2025')
  expect(before.text).toContain('还没有批准过')

  const forecast = await above.open('/staff/budget')
  expect(forecast.$('[data-test=forecast]').text()).toContain('0.00 元')
  const own = await (await scene.again(scene.staff.payer)).open('/staff/budget')
  // 4,050.00 in 332 days, 33 to come.
  expect(own.$('[data-test=forecast]').text()).toContain('4,452.56 元')
})

it('gives the same as a sheet, which is recorded, and to nobody who handles cases', async () => {
  const at = '/staff/finance/figures/table?period=q2026-4'
  const file = await (await scene.again(scene.staff.payer)).open(at)
  expect([file.status, file.headers['content-type']]).toEqual([
    200,
    expect.stringContaining('spreadsheetml'),
  ])
  const cookie = [...(await scene.enter(scene.staff.payer)).cookies]
  const fetched = await fetch(`${scene.site.staffUrl}${at}`, {
    headers: { cookie: cookie.map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  const [sheet] = await readXlsxFile(Buffer.from(await fetched.arrayBuffer()))
  const line = [2, 4050, 1, 3750, 50, 1, 300, 0, 0, 5]
  expect(sheet?.data.slice(2, 5).map(cells => cells.slice(0, 12))).toEqual([
    ['合计', '合计', ...line],
    ['月份', '2026 年 11 月', ...line],
    ['单位', '示范市医疗保障局', ...line],
  ])
  const handler = await scene.enter(scene.staff.handler)
  expect((await handler.open(at)).status).toBe(403)
  const deeds = await scene.site.tables('audit_entries').where({ deed: 'statistics.exported' })
  expect(deeds).toHaveLength(2)
})

it('cuts by period and place, days for one’s own body alone, and says what is wrong with days', async () => {
  const own = await scene.again(scene.staff.payer)
  const FIGURES = '/staff/finance/figures'
  const rows = async (who: typeof own, query: string, mark = 'bodies') => {
    const page = await who.open(`${FIGURES}?${query}`)
    return page
      .$(`[data-test=${mark}] tbody th`)
      .map((_, th) => page.$(th).text())
      .get()
  }
  expect(await rows(own, 'period=m2026-11')).toEqual(['示范市医疗保障局'])
  expect(await rows(own, 'period=m2026-10')).toEqual([])
  expect(await rows(own, 'period=q2026-4')).toEqual(['示范市医疗保障局'])
  expect(await rows(own, 'period=days&from=2026-11-23&until=2026-11-30')).toHaveLength(1)
  expect(await rows(own, 'period=days&from=2026-11-01&until=2026-11-02')).toEqual([])
  const beside = await own.open(`${FIGURES}?period=y2026&from=2026-11-01&until=2026-11-02`)
  expect([beside.status, beside.$('[role=status]').text()]).toEqual([
    200,
    expect.stringContaining('没有按日期算'),
  ])
  // A name that nobody gave is this year and everything.
  expect(await rows(own, 'period=y1999&place=rot')).toHaveLength(1)

  const above = await scene.again(scene.staff.stranger)
  const page = await above.open(FIGURES)
  const places = page.$('#f-place option').map((_, one) => page.$(one).attr('value') ?? '')
  for (const place of places.get().filter(one => one.startsWith('b')))
    expect((await rows(above, `place=${place}`)).length).toBeLessThanOrEqual(1)
  // Whatever place is asked for, days are those of the own body, which approved none.
  expect(await rows(above, 'period=days&from=2026-11-01&until=2026-11-30')).toEqual([])

  for (const [query, fault] of [
    ['from=2026-02-30&until=2026-11-30', '要写开始和结束两天'],
    ['from=2026-11-01', '要写开始和结束两天'],
    ['from=2026-11-30&until=2026-11-01', '早于开始日期'],
    ['from=%27%3B--&until=99999-01-01', '要写开始和结束两天'],
  ] as const)
    for (const path of [FIGURES, `${FIGURES}/table`]) {
      const refused = await own.open(`${path}?period=days&${query}`)
      expect([refused.status, refused.$('[role=alert]').text()]).toEqual([
        422,
        expect.stringContaining(fault),
      ])
      expect(refused.$('#f-period').val()).toBe('days')
    }
})

it('what was paid wrongly and came back is not counted as paid', async () => {
  const { clawbacks } = scene.site.house.payouts
  const { payer, approver } = scene.staff
  const [award] = await scene.site
    .tables('awards')
    .where({ state: 'paid' })
    .select<{ id: AwardId }[]>('id')
  if (award === undefined) throw new Error('one is paid')
  const wish = { once: randomUUID(), ground: 'forged', text: '发票是伪造的' }
  await scene.inTx(tx => clawbacks.ask(tx, visitorOf(payer), award.id, wish))
  await scene.inTx(tx => clawbacks.approve(tx, visitorOf(approver), award.id))
  await scene.inTx(tx => clawbacks.receive(tx, visitorOf(payer), award.id))
  const page = await (await scene.again(payer)).open('/staff/finance/figures')
  expect(page.$('[data-test=bodies] tbody tr').text()).toBe(
    '示范市医疗保障局2 份，4,050 元0 份，0 元0.0%1 份，300 元1 份，3,750 元',
  )
})
