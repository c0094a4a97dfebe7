import fc from 'fast-check'
import { createCalendar } from '../../src/deadlines/calendar.rules'
import { addDays, asDay, type Day } from '../../src/platform/clock'
import type { Slot } from '../../src/roster/half-day.rules'
import {
  gapsIn,
  halfDaysOf,
  mondayOf,
  patternOf,
  planFilling,
  sortWanted,
  weekOf,
  workingDaysBetween,
  workingDaysFrom,
} from '../../src/roster/roster.rules'
import { readCounts, readWanted } from '../../src/roster/roster.schema'
import type { StaffId } from '../../src/vocabulary/ids'

const fang = '00000000-0000-4000-8000-000000000001' as StaffId
const ming = '00000000-0000-4000-8000-000000000002' as StaffId
const everybody = { active: new Set([fang, ming]), leaves: [] }
const on = (day: string) => asDay(day)

// 2026: the National Day from Thursday 1 to Wednesday 7 October; Saturday the 10th is worked.
const off = ['01', '02', '05', '06', '07'].map(date => ({
  ...({ day: `2026-10-${date}`, kind: 'off', name: '国庆节' } as const),
}))
const calendar = createCalendar(
  [...off, { day: '2026-10-10', kind: 'work', name: '国庆节' }],
  [2026],
)

const slot = (day: string, half: 'am' | 'pm', staffId: StaffId): Slot => ({
  ...{ day: on(day), half, staffId },
})

describe('the coming working days', () => {
  it('jump over a holiday and count the Saturday that makes up for it', () => {
    expect(workingDaysFrom(calendar, on('2026-09-30'), 5)).toEqual([
      ...['2026-09-30', '2026-10-08', '2026-10-09', '2026-10-10', '2026-10-12'],
    ])
  })

  it('begin with the next one when today is none', () => {
    expect(workingDaysFrom(calendar, on('2026-10-03'), 1)).toEqual(['2026-10-08'])
  })

  it('end somewhere even when nothing is worked', () => {
    const never = { ...calendar, isWorking: () => false }
    expect(workingDaysFrom(never, on('2026-10-03'), 10)).toEqual([])
  })

  it('are as many as asked for, in order, all of them worked', () => {
    expect.hasAssertions()
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 1, max: 30 }),
        (at, count) => {
          const from = addDays(on('2026-01-01'), at)
          const days = workingDaysFrom(calendar, from, count)
          const all = workingDaysBetween(calendar, from, days.at(-1) ?? from)
          expect(days).toHaveLength(count)
          expect(days).toEqual(all)
        },
      ),
    )
  })
})

describe('a week', () => {
  it('begins on Monday and says what each day is', () => {
    expect(mondayOf(on('2026-10-11'))).toBe('2026-10-05')
    const week = weekOf(calendar, on('2026-10-05'))
    expect(week.map(({ working }) => working)).toEqual([
      ...[false, false, false, true, true, true, false],
    ])
    expect(week[0]).toMatchObject({ name: '国庆节', makeUp: false, provisional: false })
    expect(week[5]).toMatchObject({ makeUp: true })
  })

  it('of a year whose notice is not out is provisional', () => {
    const week = weekOf(calendar, on('2026-12-28'))
    expect(week.map(({ provisional }) => provisional)).toEqual([
      ...[false, false, false, false, true, true, true],
    ])
  })
})

describe('gaps', () => {
  const days: Day[] = [on('2026-10-09'), on('2026-10-10')]

  it('are half-days without anybody, with a closed account, with somebody on leave', () => {
    const slots = [
      slot('2026-10-09', 'am', fang),
      slot('2026-10-09', 'pm', ming),
      slot('2026-10-10', 'am', fang),
    ]
    const leaves = [{ staffId: fang, fromOn: on('2026-10-10'), untilOn: on('2026-10-12') }]
    expect(gapsIn(days, slots, { active: new Set([fang]), leaves })).toEqual([
      { day: '2026-10-09', half: 'pm', why: 'left' },
      { day: '2026-10-10', half: 'am', why: 'away' },
      { day: '2026-10-10', half: 'pm', why: 'empty' },
    ])
  })

  it('are none when all are there', () => {
    const slots = halfDaysOf(days).map(one => ({ ...one, staffId: fang }))
    expect(gapsIn(days, slots, everybody)).toEqual([])
  })
})

describe('two at once', () => {
  const at = { day: on('2026-10-09'), half: 'am' } as const

  it('the second is late, unless both chose the same', () => {
    const slots = [slot('2026-10-09', 'am', ming)]
    expect(sortWanted([{ ...at, was: undefined, now: fang }], slots).late).toHaveLength(1)
    expect(sortWanted([{ ...at, was: undefined, now: ming }], slots)).toEqual({
      ...{ late: [], changes: [] },
    })
  })

  it('leaves alone what was not touched, whatever a colleague made of it', () => {
    const slots = [slot('2026-10-09', 'am', ming)]
    expect(sortWanted([{ ...at, was: fang, now: fang }], slots)).toEqual({ late: [], changes: [] })
  })
})

describe('a filling', () => {
  const days = workingDaysBetween(calendar, on('2026-10-08'), on('2026-10-12'))
  const slots = [slot('2026-10-08', 'am', ming)]
  const byFang = { days, slots, pattern: () => fang, able: everybody }

  it('keeps what stands, and replaces it when that is asked for', () => {
    expect(planFilling({ ...byFang, replace: false })).toMatchObject({
      kept: [{ day: '2026-10-08', half: 'am' }],
    })
    expect(planFilling({ ...byFang, replace: false }).puts).toHaveLength(7)
    expect(planFilling({ ...byFang, replace: true }).puts).toHaveLength(8)
  })

  it('names nobody for days of leave', () => {
    const leaves = [{ staffId: fang, fromOn: on('2026-10-09'), untilOn: on('2026-10-12') }]
    const plan = planFilling({ ...byFang, replace: true, able: { ...everybody, leaves } })
    expect([plan.puts.length, plan.away.length]).toEqual([2, 6])
  })

  it('repeats a week by its weekdays; a Saturday that is worked stays open', () => {
    const pattern = patternOf([slot('2026-09-21', 'am', fang), slot('2026-09-25', 'pm', ming)])
    const plan = planFilling({ days, slots: [], pattern, replace: false, able: everybody })
    expect(plan.puts).toEqual([slot('2026-10-09', 'pm', ming), slot('2026-10-12', 'am', fang)])
    expect(plan.open).toContainEqual({ day: '2026-10-10', half: 'am' })
  })
})

describe('what is sent', () => {
  const monday = on('2026-10-05')

  it('is read for the half-days of that week alone', () => {
    const typed = {
      'slot.2026-10-08.am': fang,
      'was.2026-10-08.am': '',
      'slot.2026-10-08.pm': 'somebody',
      'was.2026-10-08.pm': '',
      'slot.2026-11-08.am': fang,
      'was.2026-11-08.am': '',
    }
    expect(readWanted(typed, monday)).toEqual([
      { day: '2026-10-08', half: 'am', was: undefined, now: fang },
    ])
  })

  it('numbers of calls: full-width digits are digits, nothing is 0, the rest is named', () => {
    const key = '2026-10-08.am'
    const sent = { [`answered.${key}`]: '１２', [`missed.${key}`]: '', [`back.${key}`]: '-1' }
    const { wishes, errors } = readCounts(sent, monday, 999)
    expect(wishes[0]?.now).toMatchObject({ answered: 12, missed: 0 })
    expect(Object.keys(errors)).toEqual([`back.${key}`])
    expect(readCounts({ [`answered.${key}`]: '1000' }, monday, 999).errors).not.toEqual({})
  })
})
