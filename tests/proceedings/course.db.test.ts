import { isOpen } from '../../src/cases'
import { caseActions, caseStates, type ClockOrder } from '../../src/cases/case-course.rules'
import { findTransition } from '../../src/cases/case.rules'
import type { StepWish } from '../../src/proceedings'
import type { CaseId } from '../../src/vocabulary/ids'
import {
  by,
  caseIn,
  codeOf,
  course,
  inTx,
  openCourse,
  people,
  REASON,
  site,
  takerOf,
  waiting,
  walk,
  wishFor,
} from './scene'

// Every cell of the state table against the running database: each step that the table has works with what hangs
// on it, each other is refused with nothing half done (promise 20).

beforeAll(openCourse, 120_000)
afterAll(() => site.stop())

/** What hangs on a case, to see that nothing of a refused step is left. */
const standing = async (caseId: CaseId): Promise<unknown> => {
  const tables = ['case_decisions', 'case_proposals', 'deadlines', 'messages', 'case_seals']
  const counts: Record<string, unknown> = {}
  for (const name of [...tables, 'audit_entries'])
    counts[name] = (await site.tables(name).where({ case_id: caseId })).length
  const row: unknown = await site.tables('cases').where({ id: caseId }).first()
  return { counts, row }
}

const running = async (caseId: CaseId): Promise<string[]> =>
  site
    .tables('deadlines')
    .where({ case_id: caseId, done_on: null })
    .orderBy('rule_code')
    .pluck<string[]>('rule_code')

const clocksAfter = (before: readonly string[], orders: readonly ClockOrder[]): string[] => {
  let now = [...before]
  for (const order of orders) {
    if (order === 'finish-all') now = []
    else if (typeof order === 'object' && 'finishAllBut' in order)
      now = now.filter(code => order.finishAllBut.includes(code))
    else if (typeof order === 'object' && 'finish' in order)
      now = now.filter(code => code !== order.finish)
    else if (typeof order === 'object') now = [...now, order.start]
  }
  return [...new Set(now)].sort()
}

const walkable = caseStates.flatMap(state =>
  caseActions.flatMap(action => {
    const transition = findTransition(state, action)
    return transition === undefined ? [] : [[state, action, transition] as const]
  }),
)

it.each(walkable)('%s, %s: works with all that hangs on it', async (state, action, transition) => {
  const caseId = await caseIn(state, action)
  const clocks = await running(caseId)
  await walk(caseId, state, await wishFor(action))

  const to = transition.to === 'before-suspension' ? 'checking' : transition.to
  const row = await site.tables('cases').where({ id: caseId }).first<Record<string, unknown>>()
  const decision = await site
    .tables('case_decisions')
    .where({ case_id: caseId })
    .orderBy('position', 'desc')
    .first<Record<string, unknown>>()
  const told = await site.tables('messages').where({ case_id: caseId })
  expect([row['state'], row['is_open'], row['pending_approvals']]).toEqual([to, isOpen(to), 0])
  expect(row['closed_on'] === null).toBe(isOpen(to))
  expect([decision['action'], decision['from_state'], decision['to_state']]).toEqual([
    ...[action, state, to],
  ])
  const asker = takerOf(transition.permission).actor.id
  expect(decision['asked_by']).toBe(transition.approval === undefined ? null : asker)
  expect(await running(caseId)).toEqual(clocksAfter(clocks, transition.clocks))
  expect(told).toHaveLength(transition.notice === undefined ? 0 : 1)
})

it.each(caseStates)(
  '%s: what the table does not have is refused, with nothing half done',
  async state => {
    const caseId = await caseIn(state, 'accept')
    const before = await standing(caseId)
    const refusals: Record<string, string> = {}
    const impossible = caseActions.filter(action => findTransition(state, action) === undefined)
    for (const action of impossible) {
      const wish = await wishFor(action)
      const who = { ...by(people.one), caseId }
      refusals[`take ${action}`] = await codeOf(inTx(tx => course().take(tx, who, wish)))
      refusals[`ask ${action}`] = await codeOf(inTx(tx => course().propose(tx, who, wish)))
    }

    expect(new Set(Object.values(refusals))).toEqual(new Set(['case.moved-on']))
    expect(await standing(caseId)).toEqual(before)
  },
)

describe('a transfer of a crime', () => {
  const wish: StepWish = { action: 'decide', outcome: 'crime-transfer', reason: REASON }
  const clocks = async (caseId: CaseId) => {
    const rows = await site
      .tables('deadlines')
      .where({ case_id: caseId })
      .whereRaw("rule_code LIKE 'CRIME%'")
      .orderBy(['rule_code', 'done_on'])
      .select<Record<string, unknown>[]>('rule_code', 'due_on', 'due_at', 'done_on')
    return rows.map(({ rule_code, due_on, due_at, done_on }) => [
      ...[rule_code, due_on, due_at instanceof Date ? due_at.toISOString() : null],
      done_on !== null,
    ])
  }
  const asked = async (): Promise<CaseId> => {
    const caseId = await caseIn('reviewed', 'decide')
    await inTx(tx => course().propose(tx, { ...by(people.one), caseId }, wish))
    return caseId
  }
  const shownTo = (caseId: CaseId) =>
    inTx(async tx => {
      const { deadlines } = site.house
      const any = await deadlines.nextDue(tx, caseId)
      const shown = await deadlines.nextForReporter(tx, caseId)
      return [any?.ruleCode, shown?.ruleCode, shown?.words]
    })

  it('has three days to be agreed to and then a day to leave; no reporter sees either', async () => {
    const caseId = await asked()
    expect(await clocks(caseId)).toEqual([['CRIME_DECIDE', '2026-11-26', null, false]])
    expect(await shownTo(caseId)).toEqual(['CRIME_DECIDE', 'CLUE_VERIFY', '决定是否立案'])
    const id = await waiting(caseId)
    await inTx(tx => course().approve(tx, by(people.principal), id))
    expect(await clocks(caseId)).toEqual([
      ['CRIME_DECIDE', '2026-11-26', null, true],
      ['CRIME_TRANSFER', '2026-11-24', '2026-11-24T01:00:00.000Z', false],
    ])
    expect(await shownTo(caseId)).toEqual(['CRIME_TRANSFER', 'CLUE_VERIFY', '决定是否立案'])
    const on = '2026-11-23' as never
    await inTx(tx => site.house.deadlines.finish(tx, caseId, 'CRIME_TRANSFER', on))
    expect((await clocks(caseId)).map(([, , , done]) => done)).toEqual([true, true])
  })

  it('that is turned down, taken back or overtaken is waited for no longer', async () => {
    const ended = [['CRIME_DECIDE', '2026-11-26', null, true]]
    const turned = await asked()
    const id = await waiting(turned)
    await inTx(tx => course().turnDown(tx, by(people.principal), id, REASON))
    expect(await clocks(turned)).toEqual(ended)
    const back = await asked()
    const own = await waiting(back)
    await inTx(tx => course().takeBack(tx, by(people.one), own))
    expect(await clocks(back)).toEqual(ended)
    const moved = await asked()
    await inTx(tx =>
      course().take(tx, { ...by(people.one), caseId: moved }, { action: 'investigate' }),
    )
    expect(await clocks(moved)).toEqual(ended)
  })
})

describe('a step that needs two people', () => {
  const suspend: StepWish = { action: 'suspend', ground: 'appraisal', reason: REASON }

  it('is not taken by one, not agreed to by who asked, and not twice', async () => {
    const caseId = await caseIn('checking', 'suspend')
    const asker = { ...by(people.principal), caseId }
    const takes = inTx(tx => course().take(tx, asker, suspend))
    expect(await codeOf(takes)).toBe('step.needs-approval')
    await inTx(tx => course().propose(tx, asker, suspend))
    await inTx(tx => course().propose(tx, asker, suspend))
    const id = await waiting(caseId)
    const other: StepWish = { ...suspend, action: 'withdraw' }
    const second = inTx(tx => course().propose(tx, { ...by(people.one), caseId }, other))
    expect(await codeOf(second)).toBe('step.pending')
    const own = inTx(tx => course().approve(tx, by(people.principal), id))
    expect(await codeOf(own)).toBe('step.own-approval')
    const unable = inTx(tx => course().approve(tx, by(people.one), id))
    expect(await codeOf(unable)).toBe('permission')

    expect(await site.tables('case_proposals').where({ case_id: caseId })).toHaveLength(1)
    const row = await site.tables('cases').where({ id: caseId }).first<Record<string, unknown>>()
    expect([row['state'], row['pending_approvals']]).toEqual(['checking', 1])
  })

  it('is answered by one of two at once; the other learns that it was answered', async () => {
    const caseId = await caseIn('checking', 'suspend')
    await inTx(tx => course().propose(tx, { ...by(people.one), caseId }, suspend))
    const id = await waiting(caseId)
    const answers = await Promise.all([
      codeOf(inTx(tx => course().approve(tx, by(people.principal), id))),
      codeOf(inTx(tx => course().takeBack(tx, by(people.one), id))),
    ])

    expect([...answers].sort()).toEqual(['done', 'step.answered'])
    const decisions = await site.tables('case_decisions').where({ case_id: caseId })
    expect(decisions.filter(one => (one as { action: string }).action === 'suspend')).toHaveLength(
      answers[0] === 'done' ? 1 : 0,
    )
    const row = await site.tables('cases').where({ id: caseId }).first<Record<string, unknown>>()
    expect(row['pending_approvals']).toBe(0)
  })

  it('falls away when the case moves on without it', async () => {
    const caseId = await caseIn('received', 'refuse')
    await inTx(tx => course().propose(tx, { ...by(people.one), caseId }, suspend))
    await walk(caseId, 'received', await wishFor('refuse'))
    const rows = site.tables('case_proposals').where({ case_id: caseId })
    expect(await rows.pluck<string[]>('state')).toEqual(['overtaken'])
  })

  it('cannot be written down with one person, past every service', async () => {
    const caseId = await caseIn('checking', 'suspend')
    const one = people.one.actor.id
    const decision = {
      ...{ id: '00000000-0000-4000-8000-00000000000a', case_id: caseId, action: 'file' },
      ...{ from_state: 'checking', to_state: 'filed', staff_id: one, at: new Date() },
    }
    const written = (row: object) => site.tables('case_decisions').insert(row)
    await expect(written(decision)).rejects.toThrow(/case_decisions_two_people/)
    await expect(written({ ...decision, asked_by: one })).rejects.toThrow(
      /case_decisions_two_people/,
    )

    await inTx(tx => course().propose(tx, { ...by(people.one), caseId }, suspend))
    const answered = site
      .tables('case_proposals')
      .where({ case_id: caseId })
      .update({ state: 'approved', answered_by: one, answered_at: new Date() })
    await expect(answered).rejects.toThrow(/case_proposals_two_people/)
  })
})
