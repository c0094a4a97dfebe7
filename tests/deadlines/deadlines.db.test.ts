import { randomUUID } from 'node:crypto'
import type { Audit } from '../../src/audit'
import { createDeadlines } from '../../src/deadlines'
import { createLawbook } from '../../src/lawbook'
import { asDay, type Day } from '../../src/platform/clock'
import type { Tx } from '../../src/platform/db/transaction'
import type { CaseId } from '../../src/vocabulary/ids'
import { cloneDatabase, type TestDatabase } from '../support/database'
import { listenTo } from '../support/statements'

const clock = () => new Date('2026-11-22T03:00:00Z')

/** Next due days as the room wrote them last; the cases themselves are asked in clock-course.db.test.ts. */
const written = new Map<CaseId, string | null>()
const dueDays = {
  setNextDue: (_: Tx, caseId: CaseId, day: Day | null): Promise<void> => {
    written.set(caseId, day)
    return Promise.resolve()
  },
  setNextDues: () => Promise.resolve(),
  markPending: () => Promise.resolve(),
  lock: () => Promise.reject(new Error('not here')),
  visibleAmong: () => Promise.resolve([]),
}

const lawbook = createLawbook({ clock })
// Nothing here asks for an extension: that is tests/casework/clocks.pages.db.test.ts.
const audit = {} as Audit
const deadlines = createDeadlines({ lawbook, clock, audit, cases: dueDays })

let database: TestDatabase
let organisationId: string
let serial = 0

const aCase = async (): Promise<CaseId> => {
  const id = randomUUID()
  serial += 1
  await database.tables('cases').insert({
    ...{ id, organisation_id: organisationId, year: 2026, serial, state: 'received' },
    ...{ source: 'web', target_kind: 'hospital', behaviour: 'A1', behaviours: ['A1'] },
    ...{ received_on: '2026-11-22', sealed_title: Buffer.from('x') },
  })
  return id as CaseId
}

beforeAll(async () => {
  database = await cloneDatabase()
  organisationId = randomUUID()
  await database.tables('organisations').insert({
    ...{ id: organisationId, code: 'T1', name: '示范市医疗保障局', short_name: '示范市' },
    ...{ level: 'city', kind: 'medical-security', region_code: '990100' },
  })
  await database.db.inTransaction(async tx => {
    await lawbook.seed(tx)
    await deadlines.seedCalendar(tx)
    await deadlines.seedCalendar(tx)
  })
})
afterAll(() => database.drop())

const inTransaction: TestDatabase['db']['inTransaction'] = work => database.db.inTransaction(work)
const started = { place: '990100', on: asDay('2026-11-22') }

describe('starting a clock', () => {
  it('stores the day on which it is due', async () => {
    const id = await aCase()
    const due = await inTransaction(tx => deadlines.start(tx, id, 'CLUE_VERIFY', started))

    expect(due).toEqual({ dueOn: '2026-12-11', provisional: false })
    expect(await inTransaction(tx => deadlines.forCase(tx, id))).toMatchObject([
      {
        ...{ ruleCode: 'CLUE_VERIFY', rulePlace: '*', ruleVersion: 1 },
        ...{ startedOn: '2026-11-22', dueOn: '2026-12-11', provisional: false, doneOn: null },
      },
    ])
  })

  it('goes by the rule of the place', async () => {
    const id = await aCase()
    const due = await inTransaction(tx =>
      deadlines.start(tx, id, 'CLUE_VERIFY', { ...started, place: '210112' }),
    )
    expect(due.dueOn).toBe('2026-12-07')
  })

  it('twice runs one clock, with the first date', async () => {
    const id = await aCase()
    const late = { ...started, on: asDay('2026-11-30') }
    const [first, second] = await inTransaction(async tx => [
      await deadlines.start(tx, id, 'CLUE_VERIFY', started),
      await deadlines.start(tx, id, 'CLUE_VERIFY', late),
    ])
    expect(second).toEqual(first)
    expect(await inTransaction(tx => deadlines.forCase(tx, id))).toHaveLength(1)
  })

  it('says that a date of next year may still move', async () => {
    const id = await aCase()
    const due = await inTransaction(tx =>
      deadlines.start(tx, id, 'CLUE_VERIFY', { ...started, on: asDay('2026-12-21') }),
    )
    expect(due).toEqual({ dueOn: '2027-01-12', provisional: true })
  })

  it.each(['STATEMENT', 'CRIME_TRANSFER'])('%s is no clock of days', async code => {
    const id = await aCase()
    await expect(inTransaction(tx => deadlines.start(tx, id, code, started))).rejects.toMatchObject(
      { kind: 'refused', code: 'deadline.not-a-clock' },
    )
  })

  it('of an unknown rule is refused', async () => {
    const id = await aCase()
    await expect(
      inTransaction(tx => deadlines.start(tx, id, 'NOTHING', started)),
    ).rejects.toMatchObject({ code: 'law.not-found' })
  })
})

it('the next due day is that of a clock that still runs', async () => {
  const id = await aCase()
  const next = await inTransaction(async tx => {
    await deadlines.start(tx, id, 'CLUE_VERIFY', started)
    await deadlines.start(tx, id, 'RN_NOTIFY', started)
    const before = await deadlines.nextDue(tx, id)
    await deadlines.finish(tx, id, 'RN_NOTIFY', asDay('2026-11-24'))
    await deadlines.finish(tx, id, 'RN_NOTIFY', asDay('2026-11-25'))
    return [before?.ruleCode, await deadlines.nextDue(tx, id)] as const
  })
  expect(next[0]).toBe('RN_NOTIFY')
  expect(next[1]).toMatchObject({ ruleCode: 'CLUE_VERIFY', dueOn: '2026-12-11' })
  const all = await inTransaction(tx => deadlines.forCase(tx, id))
  expect(all.map(({ doneOn }) => doneOn)).toEqual(['2026-11-24', null])
})

it('a clock that is done can run again', async () => {
  const id = await aCase()
  await inTransaction(async tx => {
    await deadlines.start(tx, id, 'CLUE_VERIFY', started)
    await deadlines.finish(tx, id, 'CLUE_VERIFY', asDay('2026-11-24'))
    await deadlines.start(tx, id, 'CLUE_VERIFY', { ...started, on: asDay('2026-11-25') })
  })
  const all = await inTransaction(tx => deadlines.forCase(tx, id))
  expect(all.map(({ dueOn }) => dueOn)).toEqual(['2026-12-11', '2026-12-16'])
})

it.each([
  ['2026-11-22', '2026-12-11', 15, 'normal'],
  ['2026-12-07', '2026-12-11', 4, 'normal'],
  ['2026-12-08', '2026-12-11', 3, 'near'],
  ['2026-12-11', '2026-12-11', 0, 'near'],
  ['2026-12-12', '2026-12-11', 0, 'overdue'],
  ['2026-12-15', '2026-12-11', -2, 'overdue'],
])('on %s a day due %s has %s left and is %s', async (today, dueOn, workingDaysLeft, lamp) => {
  const state = await inTransaction(tx => deadlines.lamp(tx, asDay(today), asDay(dueOn)))
  expect(state).toEqual({ lamp, workingDaysLeft })
})

it('explains a due day from its first to its last', async () => {
  const id = await aCase()
  const [{ steps }, rule] = await inTransaction(async tx => {
    await deadlines.start(tx, id, 'CLUE_VERIFY', started)
    const [deadline] = await deadlines.forCase(tx, id)
    if (deadline === undefined) throw new Error('no clock')
    return [
      await deadlines.explain(tx, deadline, started.on),
      await deadlines.ruleOf(tx, deadline),
    ] as const
  })
  expect(steps[0]).toMatchObject({ day: '2026-11-22', kind: 'trigger', number: null })
  expect(steps.at(-1)).toMatchObject({ day: '2026-12-11', number: 15 })
  expect(steps).toHaveLength(20)
  expect(rule.data.name).toBe('核查线索')
})

it('is cheap once law and calendar are in memory: one statement', async () => {
  const id = await aCase()
  let asked: readonly string[] = []
  await inTransaction(async tx => {
    const planned = await deadlines.plan(tx, 'CLUE_VERIFY', started)
    asked = listenTo(tx)
    await deadlines.begin(tx, id, planned)
  })
  expect(asked).toHaveLength(1)
})

describe('the calendar', () => {
  it('keeps a year that an administrator entered', async () => {
    await database.tables('calendar_days').where({ year: 2027 }).delete()
    await database
      .tables('calendar_years')
      .where({ year: 2027 })
      .update({ status: 'published', source: '测试通知' })
    await inTransaction(deadlines.seedCalendar)

    expect(await database.tables('calendar_days').where({ year: 2027 })).toEqual([])
    expect(await database.tables('calendar_years').where({ year: 2027 }).first()).toMatchObject({
      source: '测试通知',
    })
  })
})
