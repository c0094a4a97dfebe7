import { createChance } from '../../src/demonstration/chance.rules'
import { createPace, momentOf, YEAR } from '../../src/demonstration/pace.rules'
import { stories } from '../../src/demonstration/story.rules'
import { planYear, type Event } from '../../src/demonstration/year.rules'
import behaviours from '../../src/lawbook/data/behaviour.json'
import limits from '../../src/lawbook/data/limit.json'
import grounds from '../../src/lawbook/data/refusal-ground.json'
import relations from '../../src/lawbook/data/relation.json'
import { addDays, asDay, dayOf, hourOf, type Day } from '../../src/platform/clock'

const until = asDay('2026-11-21')
const isWorking = (day: Day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
const pace = createPace(until, isWorking)
const events = planYear(pace, 0, 500)
const arrivals = events.filter(({ deed }) => deed.kind === 'arrive').map(({ planned }) => planned)
const reports = arrivals.map(({ report }) => report)
const codesOf = ({ entries }: { entries: { code: string }[] }) => entries.map(({ code }) => code)
const limitOf = (code: string) => limits.entries.find(one => one.code === code)?.data.value ?? 0

const share = <T>(list: readonly T[], is: (one: T) => boolean): number =>
  list.filter(is).length / list.length

it('is the same year whenever it is planned, and more cases leave the first ones as they are', () => {
  expect(planYear(pace, 0, 500)).toEqual(events)

  const few = planYear(pace, 0, 20)
  const same = events.filter(({ planned }) => planned.index < 20)
  expect(few).toEqual(same)
})

it('lies within the year, in the order of time', () => {
  const [first, last] = [momentOf(addDays(until, 1 - YEAR), 0), momentOf(until, 24 * 60)]
  const moments = events.map(({ at }) => at.getTime())

  expect([...moments].sort((one, other) => one - other)).toEqual(moments)
  for (const { at } of events) {
    expect(at.getTime()).toBeGreaterThanOrEqual(first.getTime())
    expect(at.getTime()).toBeLessThan(last.getTime())
  }
})

it('is busy as a bureau is: more in April than around the spring festival, more on Mondays than on Sundays', () => {
  const inMonth = (month: string) => arrivals.filter(({ on }) => on.slice(5, 7) === month).length
  const onWeekday = (weekday: number) =>
    arrivals.filter(({ on }) => new Date(`${on}T00:00:00Z`).getUTCDay() === weekday).length

  expect(inMonth('04')).toBeGreaterThan(2 * inMonth('02'))
  expect(onWeekday(1)).toBeGreaterThan(2 * onWeekday(0))
})

it('lets officers work in office hours of working days only, and every case one step after the other', () => {
  const officers = ['look', 'accept', 'refuse', 'assign', 'brief', 'ask', 'read', 'settle']
  const byOfficers = events.filter(({ deed }) => officers.includes(deed.kind))
  const outside = byOfficers.filter(
    ({ at }) => !isWorking(dayOf(at)) || hourOf(at) < 8 || hourOf(at) >= 18,
  )
  expect(outside).toEqual([])

  const steps = new Map<number, Event['deed']['kind'][]>()
  for (const { planned, deed } of events)
    steps.set(planned.index, [...(steps.get(planned.index) ?? []), deed.kind])
  const asked = [...steps.values()].filter(kinds => kinds.includes('ask'))
  for (const kinds of asked) expect(kinds.indexOf('ask')).toBeGreaterThan(kinds.indexOf('assign'))
  for (const kinds of steps.values()) {
    expect(kinds[0]).toBe('arrive')
    const decisions = kinds.filter(kind => ['accept', 'refuse', 'assign'].includes(kind))
    expect([[], ['accept'], ['refuse'], ['accept', 'assign']]).toContainEqual(decisions)
  }
})

it('mixes sources, identities, behaviours, kinds of targets and districts', () => {
  expect(share(reports, ({ source }) => source === 'web')).toBeGreaterThan(0.5)
  for (const source of ['hotline', 'visit', 'letter'])
    expect(share(reports, one => one.source === source)).toBeGreaterThan(0.03)
  for (const identity of ['anon', 'anon-claim', 'named'])
    expect(share(reports, one => one.identity === identity)).toBeGreaterThan(0.1)
  expect(new Set(reports.map(({ code }) => code)).size).toBeGreaterThan(40)
  expect(new Set(reports.map(({ target }) => target.institutionCode)).size).toBeGreaterThan(30)
  expect(new Set(reports.map(({ target }) => target.regionCode)).size).toBeGreaterThan(4)
  expect(new Set(reports.map(({ what }) => what.text)).size).toBeGreaterThan(480)
  expect(reports.filter(({ files }) => files.length > 0).length).toBeGreaterThan(100)
})

it('keeps to the lists and lengths of the lawbook, and fills every hole of its sentences', () => {
  const known = codesOf(behaviours)
  for (const [code, { also = [] }] of Object.entries(stories))
    expect(known).toEqual(expect.arrayContaining([code, ...also]))
  const relationCodes = ['', ...codesOf(relations)]
  for (const { type, what, relation, files } of reports) {
    expect(known).toEqual(expect.arrayContaining([...type.codes]))
    expect(relationCodes).toContain(relation.relation)
    expect(what.text.length).toBeLessThan(limitOf('report.text'))
    expect(JSON.stringify([what, type, relation, files])).not.toMatch(/\{[\w-]+\}/)
    expect(what.amount).toMatch(/^\d*$/)
  }
  for (const { deed } of events) {
    if (deed.kind !== 'refuse') continue
    expect(codesOf(grounds)).toContain(deed.ground)
    expect(deed.reason.length).toBeGreaterThanOrEqual(limitOf('reason.min'))
    expect(deed.reason.length).toBeLessThanOrEqual(limitOf('reason.max'))
  }
})

it('names nobody who could exist', () => {
  for (const { person } of reports) {
    if (person === undefined) continue
    expect(person.name).toMatch(/(示例|样本|演示|某某|例一|例二)$/)
    // No mobile network begins with 100, and region 99 is given to nobody.
    expect(person.phone).toMatch(/^100\d{8}$/)
    expect(person.idNumber).toMatch(/^99\d{15}[\dX]$/)
  }
})

it('falls the same way for the same words, and as often as the weights say', () => {
  const draw = (words: string) => {
    const chance = createChance(words)
    return Array.from({ length: 2_000 }, () => chance.weighted({ often: 3, seldom: 1 }))
  }

  expect(draw('one')).toEqual(draw('one'))
  expect(draw('one')).not.toEqual(draw('two'))
  expect(share(draw('one'), name => name === 'often')).toBeCloseTo(0.75, 1)
})
