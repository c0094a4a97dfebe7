import { clocksOf, transitionOf } from '../../src/cases'
import { demoRewardRule } from '../../src/demonstration/reward-rule'
import { asDay } from '../../src/platform/clock'
import type { CaseId } from '../../src/vocabulary/ids'
import { storeCase } from '../support/cases'
import { hire, type Officer } from '../support/people'
import { tracesOf } from '../support/shape-of-rows'
import { signIn } from '../support/visitors'
import {
  decidedCase,
  investigate,
  openAwardScene,
  proposalWish,
  sentCase,
  visitorOf,
  type AwardScene,
} from './scene'

// 提出奖励意见: a clock of the case like any other, which tells of no reporter whether a reward is wished for.

let scene: AwardScene
let watch: Officer

beforeAll(async () => {
  scene = await openAwardScene()
  watch = await hire(scene.site, scene.staff.above.id, ['supervision'], '罗督办')
})
afterAll(() => scene.site.stop())

type Clock = Readonly<Record<string, unknown>>
const rewardClocksOf = (caseId: CaseId): Promise<Clock[]> =>
  scene.site
    .tables('deadlines')
    .where({ case_id: caseId })
    .whereLike('rule_code', 'REWARD%')
    .orderBy(['rule_code', 'due_on', { column: 'done_on', nulls: 'last' }])
    .select<Clock[]>('rule_code', 'term_kind', 'term_code', 'started_on', 'due_on', 'done_on')

const start = {
  ...{ rule_code: 'REWARD_START', term_kind: 'reward-rule', term_code: 'DEMO-REWARD' },
  ...{ started_on: '2026-11-23', due_on: '2026-12-07', done_on: null },
}
const constraint = (name: string) => expect.objectContaining({ constraint: name }) as unknown

type More = Parameters<typeof proposalWish>[0]
const propose = (caseId: CaseId, more: More = {}, by = scene.staff.handler) =>
  scene.inTx(tx =>
    scene.site.house.awards.propose(
      tx,
      visitorOf(by),
      caseId,
      proposalWish({ basis: 10_000_00n, ...more }),
    ),
  )
const noWish = {
  conditions: [{ code: 'wish', yes: false }],
} satisfies More
const review = (id: Awaited<ReturnType<typeof propose>>, by = scene.staff.principal) =>
  scene.inTx(tx => scene.site.house.awards.review(tx, visitorOf(by), id))

const stored = async (): Promise<CaseId> => {
  const what = {
    title: { target: '和安医院', identity: 'anon-claim' },
    content: { identity: 'anon-claim' },
  } as const
  return (await storeCase(scene.site, scene.staff.own.id, what)).caseId
}

it('runs the same for whoever wishes for what: nothing in a dump tells them apart', async () => {
  const kinds = ['anon', 'anon-claim', 'named'] as const
  const sent = new Map<string, CaseId>()
  for (const kind of ['first', ...kinds] as const) {
    const identity = kind === 'first' ? 'anon' : kind
    sent.set(kind, (await sentCase(scene, { identity })).caseId)
  }
  const traces: Record<string, string[]>[] = []
  for (const [kind, caseId] of sent) {
    const left = await tracesOf(scene.site, () => investigate(scene, caseId, '10000'))
    // The first of all begins what is counted on.
    if (kind !== 'first') traces.push({ deadlines: left['deadlines'] ?? [], ...left })
    expect(await rewardClocksOf(caseId)).toEqual([start])
  }
  const [anonymous, ...others] = traces
  expect(anonymous?.['deadlines']).toHaveLength(1)
  for (const other of others) expect(other).toEqual(anonymous)
})

it('is shown with the clocks of the case and on the page of the reward, by the text that says how long', async () => {
  const caseId = await decidedCase(scene, '10000')
  const handler = await scene.enter(scene.staff.handler)
  const tab = await handler.open(`/staff/cases/${caseId}?tab=deadlines`)
  const words = tab.$('main').text().replace(/\s+/g, ' ')
  for (const said of ['提出奖励意见', '10 个工作日', '查实并办结', '示医保〔2024〕1号（演示）'])
    expect(words).toContain(said)
  const page = await handler.open(`/staff/cases/${caseId}/reward`)
  expect(page.$('[data-test=facts]').text()).toContain('2026 年 12 月 7 日')
  const [{ id = '' } = {}] = await scene.site
    .tables('deadlines')
    .where({ case_id: caseId, rule_code: 'REWARD_START' })
    .select<{ id?: string }[]>('id')
  const days = await handler.open(`/staff/cases/${caseId}/deadlines/${id}`)
  expect(days.$('main').text()).toContain('12 月 7 日')
  // A calendar that comes later counts it anew by the same text; the text itself stays.
  await expect(
    scene.site.tables('deadlines').where({ id }).update({ term_code: 'CN-2022-22' }),
  ).rejects.toEqual(constraint('deadlines_as_started'))
  await expect(
    scene.site.tables('deadlines').where({ id }).update({ term_code: null }),
  ).rejects.toEqual(expect.objectContaining({ code: '23514' }))
})

it('does not run without a loss, and ends when the case is taken up again', async () => {
  const { site, staff, inTx } = scene
  expect(await rewardClocksOf(await decidedCase(scene, '0'))).toEqual([])
  const caseId = await decidedCase(scene, '10000')
  await inTx(tx =>
    site.house.proceedings.take(
      tx,
      { ...visitorOf(staff.principal), caseId },
      { action: 'reopen', ground: 'new-evidence', reason: '举报人补充了新的证据，重新核查。' },
    ),
  )
  expect(await rewardClocksOf(caseId)).toEqual([{ ...start, done_on: '2026-11-23' }])
})

it('ends with the answer to the last report of the matter, and runs again when one goes back', async () => {
  const { site, staff, inTx } = scene
  const lead = await stored()
  const later = await stored()
  const takenUp = { ...visitorOf(staff.clerk), caseId: lead }
  await inTx(tx => site.house.proceedings.take(tx, takenUp, { action: 'accept' }))
  const reason = '同一家医院的同一件事，并入先收到的一件一起办理。'
  await inTx(tx =>
    site.house.proceedings.take(
      tx,
      { ...visitorOf(staff.clerk), caseId: later },
      { action: 'merge', other: lead, reason },
    ),
  )
  await investigate(scene, lead, '10000')
  expect(await rewardClocksOf(later)).toEqual([])
  site.clock.pass(2 * 24 * 60)
  await propose(lead, { basis: 5_000_00n })
  expect(await rewardClocksOf(lead)).toEqual([start])
  // Who does not wish for it is answered as well: the same step, the ground sealed.
  const refusal = await propose(later, noWish, staff.principal)
  const done = { ...start, done_on: '2026-11-25' }
  expect(await rewardClocksOf(lead)).toEqual([done])
  await inTx(tx =>
    site.house.awards.sendBack(tx, visitorOf(staff.second), refusal, '理由没有写清楚'),
  )
  expect(await rewardClocksOf(lead)).toEqual([done, start])
  site.clock.pass(24 * 60)
  await review(await propose(later, noWish, staff.principal), staff.second)
  expect(await rewardClocksOf(lead)).toEqual([done, { ...start, done_on: '2026-11-26' }])
  const row = await site.tables('cases').where({ id: lead }).first<Clock>()
  // The check of the clue, which nobody ended in this scene, is all that is left.
  expect(row['next_due_on']).toBe('2026-12-14')
})

it('is reminded of after the case is closed: handlers, then the principals, then the body above', async () => {
  const { site, staff } = scene
  await site.tables('staff_alerts').delete()
  await site.tables('deadline_steps').delete()
  await site.tables('deadlines').update({ done_on: '2026-11-26' }).whereNull('done_on')
  const caseId = await stored()
  await investigate(scene, caseId, '10000', 'no')
  // What the state table orders when a case is closed.
  await scene.inTx(async tx => {
    await site.house.cases.act(tx, staff.handler.actor, caseId, { action: 'close' })
    const orders = clocksOf(transitionOf('decided', 'close'), undefined)
    const at = { place: '330100', on: asDay('2026-11-26') }
    await site.house.deadlines.order(tx, caseId, orders, at)
  })
  const row = await site.tables('cases').where({ id: caseId }).first<Clock>()
  expect([row['state'], row['is_open'], row['next_due_on']]).toEqual([
    ...['closed', false, '2026-12-10'],
  ])
  const told = async (moment: string) => {
    site.clock.set(moment)
    await site.house.reminders.sweep()
    const rows = await site
      .tables('staff_alerts as a')
      .join('staff as s', 's.id', 'a.staff_id')
      .where({ 'a.case_id': caseId })
      .orderBy('a.position')
      .select<{ step: string; display_name: string }[]>('a.step', 's.display_name')
    return rows.map(({ step, display_name }) => `${step} ${display_name}`)
  }
  expect(await told('2026-12-07T03:00:00Z')).toEqual([])
  expect(await told('2026-12-08T03:00:00Z')).toEqual(['near 周启明', 'near 李敏'])
  expect((await told('2026-12-10T03:00:00Z')).slice(2)).toEqual(['due 周启明', 'due 李敏'])
  expect((await told('2026-12-11T03:00:00Z')).slice(4).sort()).toEqual(
    ['principal 高立群', 'principal 江曼'].sort(),
  )
  expect((await told('2026-12-17T03:00:00Z')).slice(6)).toEqual(['supervision 罗督办'])
  const alerts = await (await signIn(site, staff.handler)).open('/staff/alerts')
  expect(alerts.$('main').text()).toContain('提出奖励意见')
  expect(watch.actor.duties).toEqual(['supervision'])
})

it('is as long as the place says where the rule says nothing, with the day of telling beside it', async () => {
  const { site, inTx } = scene
  const { lawbook } = site.house
  const own = (code: string, termOf: string, length: number) => ({
    ...({ kind: 'deadline-rule', code, place: '330100', version: 1 } as const),
    ...({ validFrom: asDay('2026-11-01'), validTo: null, source: '测试', status: 'D' } as const),
    data: {
      ...{ name: '本地的期限', trigger: '办结', action: '办', article: '本地规定', termOf },
      ...{ length, unit: 'working', direction: 'after', extensions: [] },
    },
  })
  await inTx(async tx => {
    await lawbook.succeed(tx, {
      ...demoRewardRule,
      ...{ place: '330100', version: 2, validFrom: asDay('2026-12-17') },
      data: { ...(demoRewardRule.data as object), start: null },
    })
    await lawbook.addAll(tx, [
      own('REWARD_START_TEST', 'REWARD_START', 3),
      own('REWARD_NOTICE_TEST', 'REWARD_NOTICE', 5),
    ])
  })
  const caseId = await decidedCase(scene, '10000')
  const notice = {
    ...{
      ...start,
      started_on: '2026-12-17',
      rule_code: 'REWARD_NOTICE',
      term_kind: 'deadline-rule',
    },
    ...{ term_code: 'REWARD_NOTICE_TEST', due_on: '2026-12-24' },
  }
  const own3 = {
    ...{
      ...start,
      started_on: '2026-12-17',
      term_kind: 'deadline-rule',
      term_code: 'REWARD_START_TEST',
    },
    due_on: '2026-12-22',
  }
  expect(await rewardClocksOf(caseId)).toEqual([notice, own3])
  const id = await propose(caseId)
  expect(await rewardClocksOf(caseId)).toEqual([notice, { ...own3, done_on: '2026-12-17' }])
  await review(id)
  expect(await rewardClocksOf(caseId)).toMatchObject([{ done_on: null }, {}])
  const { approver } = scene.staff
  await inTx(tx => site.house.awards.approve(tx, visitorOf(approver), id))
  expect(await rewardClocksOf(caseId)).toMatchObject([{ done_on: '2026-12-17' }, {}])
})
