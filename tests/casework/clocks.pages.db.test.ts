import { randomUUID } from 'node:crypto'
import { asDay } from '../../src/platform/clock'
import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, standsIn, storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'
import { daysOf } from './clock-days'

let site: Site
let own: OrganisationId
let first: Officer
let second: Officer
let head: Officer
let handler: SignedIn
let principal: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  head = await hire(site, own, ['principal'], '陈立')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  handler = await signIn(site, first)
  principal = await signIn(site, head)
})
afterAll(() => site.stop())
beforeEach(() => {
  site.clock.set('2026-11-23T02:00:00Z')
})

const reason = '第三方鉴定机构还没有出具结论，已经书面催办过两次。'

const runningCase = async () => {
  const stored = await storeCase(site, own)
  await giveCase(site, head, stored.caseId, [first, second])
  const clock = await rowOf(stored.caseId)
  return { ...stored, clock, page: `${stored.path}/deadlines/${clock.id}` }
}

type Row = { id: string; due_on: string; paused_on: string | null; done_on: string | null }
const rowOf = async (caseId: CaseId): Promise<Row> => {
  const row = await site.tables('deadlines').where({ case_id: caseId }).first<Row | undefined>()
  if (row === undefined) throw new Error('no clock')
  return row
}
const nextDueOf = async (caseId: CaseId) =>
  site
    .tables('cases')
    .where({ id: caseId })
    .first<{ next_due_on: string; pending_approvals: number }>('next_due_on', 'pending_approvals')
const to = (page: string, what: string) => ({ form: `form[action="${page}/${what}"]` })

describe('the page of one clock', () => {
  it('is led to from the tab, and says of every day why it counts', async () => {
    const { path } = await runningCase()
    const other = await runningCase()
    expect((await handler.open(`${path}/deadlines/${other.clock.id}`)).status).toBe(404)
    const tab = await handler.open(`${path}?tab=deadlines`)
    const page = await handler.open(tab.$('[data-test=clock] a').attr('href') ?? '')

    expect(page.status).toBe(200)
    const days = daysOf(page)
    expect(days).toHaveLength(22)
    expect(days[0]).toContain('2026-11-23 周一 不算 起算的当天，不算')
    expect(days[6]).toContain('2026-11-29 周日 不算 周末，不算')
    expect(days.at(-1)).toContain('2026-12-14 周一 第 15 日 工作日')
    expect(page.text).toContain('依据他人整理，还没有对照原文')
    expect(page.text).toContain('国家医保局令第4号第14条')
  })
})

describe('an extension', () => {
  const ask = async () => {
    const running = await runningCase()
    const { page } = running
    const asked = await handler.submit(await handler.open(page), { reason }, to(page, 'extensions'))
    const row = await site
      .tables('deadline_extensions')
      .where({ case_id: running.caseId })
      .first<{ id: string } | undefined>()
    return { ...running, asked, id: row?.id ?? '' }
  }

  it('is asked for by one, given by another, and once', async () => {
    const { asked, caseId, page } = await ask()
    expect(asked.text).toContain('自己的申请要由别人批准')
    expect(asked.$('form[action$=approve]')).toHaveLength(0)
    expect(await nextDueOf(caseId)).toMatchObject({ pending_approvals: 1 })
    expect(standsIn(await site.tables<object>('deadline_extensions'), '鉴定机构')).toBe(false)

    const board = await principal.open('/staff/approvals')
    const row = board
      .$('[data-test=extension]')
      .filter((_, one) => board.$(one).html()?.includes(page) === true)
    expect(row.text()).toContain('核查线索延长 15 个工作日')
    expect(row.text()).not.toContain(reason)
    expect((await principal.open('/staff')).$('main a[href="/staff/approvals"]').text()).toContain(
      '等您审批',
    )
    const seen = await principal.open(row.find('a').attr('href') ?? '')
    expect(seen.$('[data-test=waiting]').text()).toContain(reason)
    const given = await principal.submit(seen, {}, { form: 'form[action$=approve]' })
    expect(given.text).toContain('批准，改到2027 年 1 月 5 日')
    expect(await rowOf(caseId)).toMatchObject({ due_on: '2027-01-05' })
    expect(await nextDueOf(caseId)).toMatchObject({
      next_due_on: '2027-01-05',
      pending_approvals: 0,
    })
    expect((await principal.open('/staff/approvals')).text).not.toContain(page)
    // 15 working days, once: the rule has no more.
    expect((await handler.open(page)).$('form[action$=extensions]')).toHaveLength(0)
  })

  it('sent twice, and decided on twice, is one; another answer afterwards is refused', async () => {
    const { page, caseId } = await ask()
    const seen = await principal.open(page)
    await principal.submit(seen, {}, { form: 'form[action$=approve]' })
    const late = await principal.submit(seen, { answer: reason }, { form: 'form[action$=refuse]' })
    expect(late.status).toBe(409)
    expect(await nextDueOf(caseId)).toMatchObject({ pending_approvals: 0 })
  })

  it('is never decided by whoever asked: not by the pages, and not past them', async () => {
    const { id } = await ask()
    const deciding = { decided_at: new Date(), due_after: '2027-01-05' }
    const decide = (change: object) =>
      site.tables('deadline_extensions').where({ id }).update(change)
    const constraint = (name: string) => expect.objectContaining({ constraint: name }) as unknown

    await expect(
      decide({ ...deciding, state: 'approved', decider_id: second.actor.id }),
    ).rejects.toEqual(constraint('deadline_extensions_by_principal'))
    await expect(
      decide({ ...deciding, state: 'approved', decider_id: first.actor.id }),
    ).rejects.toMatchObject({ code: '23514' })
    await site.tables('staff_duties').insert({ staff_id: first.actor.id, duty: 'principal' })
    await expect(
      decide({ ...deciding, state: 'approved', decider_id: first.actor.id }),
    ).rejects.toEqual(constraint('deadline_extensions_two_people'))
    await site
      .tables('staff_duties')
      .where({ staff_id: first.actor.id, duty: 'principal' })
      .delete()
    await expect(decide({ length: 90 })).rejects.toEqual(constraint('deadline_extensions_as_asked'))
  })

  it('that was not given leaves the day as it was, with the reason', async () => {
    const { page, caseId } = await ask()
    const seen = await principal.open(page)
    const short = await principal.submit(seen, { answer: '不行' }, { form: 'form[action$=refuse]' })
    expect(short.status).toBe(422)
    const refused = await principal.submit(
      short,
      { answer: reason },
      { form: 'form[action$=refuse]' },
    )
    expect(refused.text).toContain('没有批准的理由')
    expect(await rowOf(caseId)).toMatchObject({ due_on: '2026-12-14' })
  })

  it('has nothing left to be for when the work is done', async () => {
    const { caseId } = await ask()
    await site.house.db.inTransaction(tx =>
      site.house.deadlines.finish(tx, caseId, 'CLUE_VERIFY', asDay('2026-11-25')),
    )
    expect(await nextDueOf(caseId)).toMatchObject({ pending_approvals: 0, next_due_on: 'infinity' })
  })
})

describe('what a step of the state table orders', () => {
  const order = (
    caseId: CaseId,
    orders: Parameters<Site['house']['deadlines']['order']>[2],
    on: string,
  ) =>
    site.house.db.inTransaction(tx =>
      site.house.deadlines.order(tx, caseId, orders, { place: '330100', on: asDay(on) }),
    )

  it('stops and starts clocks, and the next due day follows', async () => {
    const { caseId } = await runningCase()
    await order(
      caseId,
      [
        { finish: 'CLUE_VERIFY' },
        { start: 'CASE_DECIDE' },
        { start: 'RN_NOTIFY' },
        { start: 'CRIME_TRANSFER' },
      ],
      '2026-11-24',
    )
    // 24 hours from the moment of the step, not from the day that it is about.
    const hours = site.tables('deadlines').where({ case_id: caseId, rule_code: 'CRIME_TRANSFER' })
    expect(await hours.first<object>('due_at')).toEqual({
      due_at: new Date('2026-11-24T02:00:00Z'),
    })
    expect(await nextDueOf(caseId)).toMatchObject({ next_due_on: '2026-11-24' })
    await order(caseId, [{ finish: 'CRIME_TRANSFER' }], '2026-11-24')
    expect(await nextDueOf(caseId)).toMatchObject({ next_due_on: '2026-12-01' })
    await order(caseId, ['pause-all'], '2026-11-25')
    expect(await nextDueOf(caseId)).toMatchObject({ next_due_on: 'infinity' })
    site.clock.set('2026-12-02T02:00:00Z')
    await order(caseId, ['resume-all'], '2026-12-02')
    // Five working days from 24 November, of which 25 November to 1 December do not count.
    expect(await nextDueOf(caseId)).toMatchObject({ next_due_on: '2026-12-08' })
    await order(caseId, ['finish-all'], '2026-12-03')
    expect(await nextDueOf(caseId)).toMatchObject({ next_due_on: 'infinity' })
  })
})

describe('history', () => {
  it('of a clock that is done stays as it was counted, by the pages and past them', async () => {
    const { caseId, clock } = await runningCase()
    const { deadlines, db } = site.house
    await db.inTransaction(tx => deadlines.finish(tx, caseId, 'CLUE_VERIFY', asDay('2026-11-25')))
    await db.inTransaction(tx =>
      deadlines.move(tx, [
        { id: clock.id, caseId, dueOn: asDay('2030-01-01'), dueAt: null, provisional: true },
      ]),
    )
    expect(await rowOf(caseId)).toMatchObject({ due_on: '2026-12-14', done_on: '2026-11-25' })
    await expect(
      site.tables('deadlines').where({ id: clock.id }).update({ due_on: '2030-01-01' }),
    ).rejects.toMatchObject({ constraint: 'deadlines_frozen' })
    await expect(
      site.tables('deadline_pauses').insert({
        ...{ id: randomUUID(), deadline_id: clock.id, from_on: '2026-11-24', ground: 'TEST' },
        of_case: false,
      }),
    ).rejects.toMatchObject({ constraint: 'deadline_pauses_of_running_clock' })
  })
})

it.each([
  ['2026-11-22T15:59:00Z', '2026-11-22', '2026-12-11'],
  ['2026-11-22T16:00:00Z', '2026-11-23', '2026-12-14'],
])('a report of %s is one of %s and due %s', async (now, received, due) => {
  site.clock.set(now)
  const { caseId } = await storeCase(site, own)
  expect(await rowOf(caseId)).toMatchObject({ started_on: received, due_on: due })
})

it('stands still and runs again: paused days do not count, the lamp is grey, the case waits for nothing', async () => {
  const { caseId, page, path } = await runningCase()
  const form = await handler.open(page)
  const wrong = await handler.submit(form, { ground: 'TEST', from: '2026 13 1' }, to(page, 'pause'))
  expect(wrong.status).toBe(422)
  expect(wrong.$('input[name=from]').val()).toBe('2026 13 1')

  const paused = await handler.submit(
    wrong,
    { ground: 'TEST', from: '2026 11 23' },
    to(page, 'pause'),
  )
  expect(paused.text).toContain('检测、检验、鉴定：2026 年 11 月 23 日起，还没有恢复')
  expect(await rowOf(caseId)).toMatchObject({ paused_on: '2026-11-23' })
  expect(await nextDueOf(caseId)).toMatchObject({ next_due_on: 'infinity' })
  expect((await handler.open(path)).text).toContain('期限中止')

  site.clock.set('2026-11-30T02:00:00Z')
  // A week later one signs in again.
  const later = await signIn(site, first)
  const resumed = await later.submit(
    await later.open(page),
    { on: '2026 11 30' },
    to(page, 'resume'),
  )
  // 23 to 29 November do not count: four working days later than without.
  expect(await rowOf(caseId)).toMatchObject({ paused_on: null, due_on: '2026-12-18' })
  expect(await nextDueOf(caseId)).toMatchObject({ next_due_on: '2026-12-18' })
  expect(daysOf(resumed)[2]).toContain('2026-11-25 周三 不算 暂停，不算')
  const pauses = site.tables('deadline_pauses').where({ ground: 'TEST' })
  expect(await pauses.select('from_on', 'to_on', 'of_case')).toEqual([
    { from_on: '2026-11-23', to_on: '2026-11-29', of_case: false },
  ])
})
