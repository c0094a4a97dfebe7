import type { OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import type { Answer } from '../support/client'
import { plainSheet, save } from '../support/counter'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let handlers: readonly [Officer, Officer]
let intake: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  handlers = [
    await hire(site, own, ['handler'], '周启明'),
    await hire(site, own, ['handler'], '李敏'),
  ]
  intake = await signIn(site, clerk)
})
afterAll(() => site.stop())

const wordsIn = ({ $ }: Answer, css: string): string[] =>
  $(css)
    .map((_, found) => $(found).text().replace(/\s+/g, ''))
    .get()

const home = async (who: SignedIn) => {
  const page = await who.open('/staff')
  return {
    page,
    tiles: wordsIn(page, '.st-tiles a'),
    lights: wordsIn(page, '.st-lights a'),
    today: wordsIn(page, '[data-test=today] li'),
    team: wordsIn(page, '[data-test=team] tbody tr'),
    text: page.$('main').text(),
  }
}
const noLights = ['超期0', '快到期0', '正常0']

it('without cases says that nothing waits, and no day', async () => {
  const { tiles, lights, text } = await home(intake)

  expect([tiles, lights]).toEqual([['0待受理', '0待分派', '0有新留言'], noLights])
  expect(text).toContain('今天没有到期的。')
  expect(text).not.toContain('最近的期限')
})

it('counts what waits, and each number leads to just these', async () => {
  const late = await storeCase(site, own, { title: { target: '超期的' } })
  const given = await storeCase(site, own, { title: { target: '给了人的' } })
  await storeCase(site, own, { title: { target: '正常的' } })
  const due = (caseId: string, day: string) =>
    site.tables('cases').where({ id: caseId }).update({ next_due_on: day })
  await due(late.caseId, '2026-12-01')
  await due(given.caseId, '2026-12-11')
  await giveCase(site, clerk, given.caseId, handlers)
  await reporterWrites(site, clerk, late.caseId, '补充')

  const before = await home(intake)
  expect(before.tiles).toEqual(['2待受理', '0待分派', '1有新留言'])
  expect(before.lights).toEqual(['超期0', '快到期0', '正常3'])
  expect(before.text).toContain('今天没有到期的。最近的期限是 2026 年 12 月 1 日。')

  await due(late.caseId, '2026-11-20')
  const after = await home(intake)
  expect(after.lights).toEqual(['超期1', '快到期0', '正常2'])
  expect(after.page.$('.st-lights .is-red').text()).toContain('超期')
  for (const [words, wanted] of [
    ['待受理', 2],
    ['超期', 1],
    ['有新留言', 1],
  ] as const) {
    const list = await intake.click(after.page, words)
    expect([list.status, list.$('[data-test=row]').length]).toEqual([200, wanted])
  }
})

it('lists what ends today, five at most, and leads to the rest', async () => {
  const made = []
  for (let count = 0; count < 6; count += 1)
    made.push((await storeCase(site, own, { title: { target: `今天${count}` } })).caseId)
  await site.tables('cases').whereIn('id', made).update({ next_due_on: '2026-11-23' })

  const { page, today, text } = await home(intake)
  expect(today).toHaveLength(5)
  expect(today[0]).toMatch(/〔2026〕\d+今天0$/)
  expect(text).not.toContain('今天没有到期的')
  const first = await intake.open(page.$('[data-test=today] li a').first().attr('href') ?? '')
  expect([first.status, first.text.includes('今天0')]).toEqual([200, true])
  const rest = await intake.click(page, '去队列看全部')
  expect(rest.$('[data-test=row]').length).toBeGreaterThanOrEqual(6)
  await site.tables('cases').whereIn('id', made).update({ is_open: false, state: 'refused' })
})

it('shows a principal what each handler has in hand, without what is kept from them', async () => {
  const principal = await hire(site, own, ['principal'], '高立群')
  await site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, clerk.actor, clerk.keys, principal.actor.id),
  )
  const late = await storeCase(site, own)
  await giveCase(site, clerk, late.caseId, handlers)
  await site.tables('cases').where({ id: late.caseId }).update({ next_due_on: '2026-11-20' })
  const browser = await signIn(site, principal)
  const { page, tiles, team, lights } = await home(browser)
  expect(team).toEqual(
    expect.arrayContaining([
      '周启明在办2件：周启明超期1件：周启明快到期0件：周启明',
      '李敏在办2件：李敏超期1件：李敏快到期0件：李敏',
    ]),
  )
  // What waits for approval has one tile, of the board of approvals.
  expect(tiles.join()).not.toContain('等另一位同意')
  const cell = page.$('[data-test=team] tbody tr a').eq(1).attr('href') ?? ''
  expect((await browser.open(cell)).$('[data-test=row]')).toHaveLength(1)

  const excluding = { staffId: principal.actor.id, ground: 'relative' }
  await site.house.db.inTransaction(tx =>
    site.house.cases.exclude(tx, clerk.actor, late.caseId, excluding),
  )
  const kept = await home(browser)
  expect(kept.team.join()).toContain('周启明在办1件：周启明超期0件')
  expect(Number(/\d+/.exec(kept.lights[0] ?? '')?.[0])).toBe(
    Number(/\d+/.exec(lights[0] ?? '')?.[0]) - 1,
  )
  expect((await home(intake)).team).toEqual([])
  await site.tables('cases').where({ id: late.caseId }).update({ is_open: false, state: 'refused' })
})

it('a handler reads of his own cases only', async () => {
  const first = await home(await signIn(site, handlers[0]))
  expect(first.tiles).toEqual(['1我的在办', '0有新留言'])
  expect([first.lights, first.team]).toEqual([['超期0', '快到期0', '正常1'], []])
  expect(first.text).toContain('最近的期限是 2026 年 12 月 11 日')

  const idle = await home(await signIn(site, await hire(site, own, ['handler'], '赵闲')))
  expect([idle.tiles, idle.lights]).toEqual([['0我的在办', '0有新留言'], noLights])
})

it.each(['payer', 'identity', 'system-admin'] as const)(
  'has no numbers for who has no queue and nothing waiting: %s',
  async duty => {
    const shown = await home(await signIn(site, await hire(site, own, [duty])))
    expect([shown.tiles, shown.lights, shown.team]).toEqual([[], [], []])
    expect(shown.page.$('[data-test=today]')).toHaveLength(0)
    expect(shown.text).toContain('现在没有等您处理的事项')
  },
)

it.each([
  ['supervision', '没有等着处理的异议和求助。'],
  ['auditor', '条操作记录链不完整'],
  ['finance-approver', '密钥还没有交到您手里'],
  ['legal', '没有等着法制审核的案件。'],
  ['publicity', '等着批准公开的决定'],
  ['security-admin', '人员权限还没有核对完'],
] as const)('says to %s what there is for that duty', async (duty, words) => {
  const shown = await home(await signIn(site, await hire(site, own, [duty])))
  expect(shown.text).toContain(words)
  expect(shown.text).not.toContain('现在没有等您处理的事项')
})

it('an unfinished sheet is counted for who wrote it, and found again', async () => {
  const sheet = await intake.open('/staff/intake/hotline')
  await intake.submit(sheet, { ...plainSheet, text: '记到一半' }, save)

  const { page, tiles } = await home(intake)
  expect(tiles).toContain('1没有记完的登记')
  const again = await intake.click(page, '没有记完的登记')
  expect(again.$('.st-mini > li > a').text()).toContain('示范仁和医院')
  const colleague = await home(await signIn(site, await hire(site, own, ['intake'], '钱同事')))
  expect(colleague.tiles.join()).not.toContain('没有记完的登记')
})
