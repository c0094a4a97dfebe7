import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { addDays, asDay, type Day } from '../../src/platform/clock'
import type { Count } from '../../src/statistics/figure.rules'
import { countFigures, foldFigures } from '../../src/statistics/statistics.repository'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'

const TODAY = asDay('2026-11-23')
const START = asDay('2026-08-10')

type Place = { body: string; readonly behaviour: string; readonly source: string }
type Clock = {
  readonly id: string
  place: Place
  due: Day
  done?: Day
  paused: boolean
  gone?: true
}
type Walked = { readonly id: string; place: Place; readonly clocks: Clock[] }
type Fact = {
  readonly place: Place
  readonly day: Day
  readonly what: string
  readonly code: string
}

let site: Site
let bodies: string[]
let staffId: string
/** What a clerk would have written down, without a single sum. */
const facts: Fact[] = []
const walked: Walked[] = []

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own, above } = await moveIn(site)
  bodies = [own.id, above.id]
  staffId = (await hire(site, own.id, ['principal'], '高立群')).actor.id
})
afterAll(() => site.stop())

const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T
let serial = 0

const arrive = async (n: number, day: Day): Promise<void> => {
  const place = {
    body: pick(bodies, n),
    behaviour: pick(['A1', 'A3', 'B1'], n >> 1),
    source: pick(['web', 'letter'], n >> 3),
  }
  const id = randomUUID()
  serial += 1
  await site.tables('cases').insert({
    ...{
      id,
      organisation_id: place.body,
      year: 2020,
      serial,
      state: 'received',
      source: place.source,
    },
    ...{ target_kind: 'hospital', behaviour: place.behaviour, behaviours: [place.behaviour] },
    ...{ received_on: day, sealed_title: Buffer.from('x') },
  })
  walked.push({ id, place, clocks: [] })
  facts.push({ place, day, what: 'received', code: '' })
}

const decide = async ({ id, place }: Walked, n: number, day: Day): Promise<void> => {
  const [action, detail] = pick(
    [
      ['accept', null],
      ['not-file', null],
      ['close', null],
      ['decide', 'penalty'],
      ['decide', 'dropped'],
    ] as const,
    n,
  )
  const two = action === 'decide' || action === 'not-file'
  const other = two
    ? (await site.tables('staff').whereNot({ id: staffId }).first<{ id: string }>('id')).id
    : null
  await site.tables('case_decisions').insert({
    ...{ id: randomUUID(), case_id: id, action, from_state: 'received', to_state: 'accepted' },
    // The last minute of the day in Shanghai.
    ...{ staff_id: staffId, at: new Date(`${day}T15:59:00Z`), detail, asked_by: other },
  })
  facts.push({
    place,
    day,
    what: action === 'decide' ? 'decided' : 'step',
    code: action === 'decide' ? detail : action,
  })
}

const begin = async ({ id, place, clocks }: Walked, n: number, day: Day): Promise<void> => {
  const clock = { id: randomUUID(), place, due: addDays(day, n % 40), paused: false }
  if (clocks.some(one => one.done === undefined && one.gone === undefined)) return
  await site.tables('deadlines').insert({
    ...{ id: clock.id, case_id: id, rule_code: 'CLUE_VERIFY', rule_place: '*', rule_version: 1 },
    ...{ started_on: day, due_on: clock.due, provisional: false },
  })
  clocks.push(clock)
}

const wind = async ({ clocks }: Walked, n: number, day: Day): Promise<void> => {
  const clock = clocks.at(-1)
  if (clock === undefined || clock.done !== undefined || clock.gone === true) return
  const row = site.tables('deadlines').where({ id: clock.id })
  switch (n % 5) {
    case 0:
      clock.due = addDays(clock.due, 7)
      await row.update({ due_on: clock.due })
      return
    case 1:
      clock.paused = !clock.paused
      await row.update({ paused_on: clock.paused ? day : null })
      return
    case 2:
      await row.delete()
      clock.gone = true
      return
    default:
      clock.done = day
      await row.update({ done_on: day, paused_on: null })
  }
}

const move = async (one: Walked, n: number): Promise<void> => {
  const place = { ...one.place, body: pick(bodies, n) }
  serial += 1
  await site.tables('cases').where({ id: one.id }).update({ organisation_id: place.body, serial })
  one.place = place
  for (const clock of one.clocks) if (clock.done === undefined) clock.place = place
}

const walk = async (n: number): Promise<void> => {
  const day = addDays(START, (n >> 4) % 100)
  const one = walked.at(-1 - (n % 7))
  if (one === undefined || n % 6 === 0) return arrive(n >> 3, day)
  if (n % 6 === 1) return decide(one, n >> 3, day)
  if (n % 6 <= 3) return begin(one, n >> 3, day)
  if (n % 6 === 4) return wind(one, n >> 3, day)
  return n % 5 === 0 ? move(one, n >> 3) : wind(one, n >> 4, day)
}

const whatOf = ({ due, done, paused }: Clock): string => {
  if (done !== undefined) return done <= due ? 'clock-met' : 'clock-late'
  return paused ? 'clock-paused' : 'clock-open'
}

const naive = (from: Day, until: Day, group: (fact: Fact) => string): string[] => {
  const clocks = walked.flatMap(one =>
    one.clocks
      .filter(clock => clock.gone !== true)
      .map(clock => ({
        place: clock.place,
        day: clock.due,
        what: whatOf(clock),
        code: 'CLUE_VERIFY',
      })),
  )
  const sums = new Map<string, number>()
  for (const fact of [...facts, ...clocks]) {
    if (fact.day < from || fact.day > until) continue
    if (fact.what === 'clock-open' && fact.day >= TODAY) continue
    const name = `${group(fact)} ${fact.what} ${fact.code}`
    sums.set(name, (sums.get(name) ?? 0) + 1)
  }
  return [...sums].map(([name, sum]) => `${name} ${sum}`).sort()
}

const told = (counts: readonly Count[]): string[] =>
  counts
    .map(({ group, slice, what, code, number }) => `${group}/${slice} ${what} ${code} ${number}`)
    .sort()

const compare = async (from: Day, until: Day): Promise<void> => {
  const ask = (
    by: 'body' | 'month' | 'behaviour' | 'source',
    slice?: 'body' | 'behaviour' | 'source',
  ) =>
    site.house.db.inTransaction(tx =>
      countFigures(tx, { bodies: bodies as never, span: { from, until }, by, slice, today: TODAY }),
    )
  expect(told(await ask('body'))).toEqual(naive(from, until, ({ place }) => `${place.body}/`))
  expect(told(await ask('month', 'source'))).toEqual(
    naive(from, until, ({ day, place }) => `${day.slice(0, 7)}/${place.source}`),
  )
  expect(told(await ask('behaviour', 'source'))).toEqual(
    naive(from, until, ({ place }) => `${place.behaviour}/${place.source}`),
  )
  expect(told(await ask('behaviour', 'body'))).toEqual(
    naive(from, until, ({ place }) => `${place.behaviour}/${place.body}`),
  )
}

it('counts as a clerk does who looks at every case, folded or not, whatever happens in what order', async () => {
  await hire(site, bodies[0] as never, ['handler'], '王芳')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 60 }), async steps => {
      for (const [at, step] of steps.entries()) {
        await walk(step)
        if (at % 25 === 0) await site.house.db.inTransaction(tx => foldFigures(tx, 10))
      }
      await compare(asDay('2026-08-01'), TODAY)
      await compare(asDay('2026-08-20'), asDay('2026-10-05'))
    }),
    { numRuns: 4, endOnFailure: true },
  )
  expect(walked.length).toBeGreaterThan(20)
  // Two who fold at once: what one holds, the other leaves.
  await Promise.all(
    [1, 2, 3].map(() => site.house.db.inTransaction(tx => foldFigures(tx, 100_000))),
  )
  await site.house.db.inTransaction(tx => foldFigures(tx, 100_000))
  await compare(asDay('2026-08-01'), TODAY)
  const left: unknown = await site.tables('statistics_events').count().first()
  expect(left).toEqual({ count: 0 })
})

it('keeps what was counted when the rows of a case go, and leaves out what somebody is excluded from', async () => {
  const one = walked.find(({ clocks }) => clocks.at(-1)?.done !== undefined)
  if (one === undefined) throw new Error('no clock was ended')
  const span = { from: asDay('2026-08-01'), until: TODAY }
  const count = async (viewer?: string) => {
    const counts = await site.house.db.inTransaction(tx =>
      countFigures(tx, {
        ...{ bodies: bodies as never, span, by: 'source', today: TODAY },
        viewer: viewer as never,
      }),
    )
    const of = (wanted: string) =>
      counts.filter(({ what }) => what === wanted).reduce((sum, { number }) => sum + number, 0)
    return { received: of('received'), steps: of('step'), met: of('clock-met') + of('clock-late') }
  }
  const before = await count()
  expect(await count(staffId)).toEqual(before)
  await site.tables('case_exclusions').insert({
    ...{ case_id: one.id, staff_id: staffId, organisation_id: one.place.body },
    ...{ ground: 'declared', set_by: staffId, set_at: new Date() },
  })
  expect((await count(staffId)).received).toBe(before.received - 1)
  expect(await count()).toEqual(before)
  await site.tables('case_decisions').where({ case_id: one.id }).delete()
  await site.tables('deadlines').where({ case_id: one.id }).whereNotNull('done_on').delete()
  expect(await count()).toEqual(before)
})
