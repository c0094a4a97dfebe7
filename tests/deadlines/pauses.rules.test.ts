import fc from 'fast-check'
import { countClock } from '../../src/deadlines/clock.rules'
import { countHours } from '../../src/deadlines/hours.rules'
import { countPeriod, type DayPeriod } from '../../src/deadlines/period.rules'
import { asDay } from '../../src/platform/clock'
import {
  everyDay,
  naiveDue,
  naiveHours,
  naiveLater,
  naiveWorking,
  type Struck,
} from '../support/naive-counter'
import { periods } from './count-everything'
import { calendar } from './shipped'

const after = (length: number, unit: DayPeriod['unit']): DayPeriod => ({
  length,
  unit,
  direction: 'after',
})
const dueOn = (start: string, period: DayPeriod) => countPeriod(calendar, start, period).dueOn

describe('against the clerk', () => {
  it('any clock with any pauses agrees, and its days are numbered without a gap', () => {
    const pauses = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 12 })), {
        maxLength: 4,
      })
      .map(gaps => {
        let at = 0
        return gaps.map(([gap, length]) => {
          const from = at + gap
          at = from + length
          return [from, at - 1] as const
        })
      })
    fc.assert(
      fc.property(
        fc.constantFrom(...periods.filter(({ rule }) => rule.unit !== 'years')),
        fc.constantFrom(...everyDay),
        pauses,
        ({ rule }, day, spans) => {
          const way = rule.direction === 'after' ? 1 : -1
          const struck = spans.map(([from, to]): Struck => {
            const ends = [naiveLater(day, way * from), naiveLater(day, way * to)].sort()
            return [ends[0] ?? '', ends[1] ?? '']
          })
          const count = countClock(
            calendar,
            rule,
            { on: asDay(day), at: null },
            { pauses: struck.map(([from, to]) => ({ from, to })) },
          )
          expect(count.dueOn).toBe(naiveDue(rule, day, struck))
          const numbers = count.steps.flatMap(({ number }) => (number === null ? [] : [number]))
          expect(numbers).toEqual(numbers.map((_, index) => index + 1))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('hours agree from any hour of the day', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyDay),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        (day, hour, length, paused) => {
          const struck: Struck[] = paused ? [[naiveLater(day, 1), naiveLater(day, 2)]] : []
          const start = new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`)
          const counted = countHours(
            start,
            length,
            struck.map(([from, to]) => ({ from, to })),
          )
          expect(counted.dueOn).toBe(naiveHours(day, hour, length, struck))
        },
      ),
    )
  })
})

describe('pauses', () => {
  const due = (start: string, period: DayPeriod, ...pauses: [string, string][]) =>
    countPeriod(calendar, start, {
      ...period,
      pauses: pauses.map(([from, to]) => ({ from, to })),
    }).dueOn

  it.each([
    // First and last day of the pause do not count: five working days more.
    ['2026-11-23', after(15, 'working'), ['2026-11-30', '2026-12-04'], '2026-12-21'],
    // A pause over a weekend alone costs no working day.
    ['2026-11-23', after(15, 'working'), ['2026-11-28', '2026-11-29'], '2026-12-14'],
    // The last day itself is paused.
    ['2026-11-23', after(1, 'working'), ['2026-11-24', '2026-11-24'], '2026-11-25'],
    ['2026-03-02', after(30, 'natural'), ['2026-03-10', '2026-03-19'], '2026-04-13'],
    ['2026-03-02', after(2, 'months'), ['2026-03-10', '2026-03-10'], '2026-05-06'],
    ['2024-10-10', after(2, 'years'), ['2025-01-01', '2025-01-31'], '2026-11-10'],
    // It ended on a Saturday; what it moves to is paused too.
    ['2026-11-20', after(8, 'natural'), ['2026-11-29', '2026-12-02'], '2026-12-03'],
  ] as const)('%s and %j without %j: %s', (start, period, [from, to], expected) => {
    expect(due(start, period, [from, to])).toBe(expected)
  })

  it('names the days', () => {
    const { steps } = countPeriod(calendar, '2026-11-23', {
      ...after(2, 'working'),
      pauses: [{ from: '2026-11-24', to: '2026-11-25' }],
    })
    expect(steps.map(({ day, number, kind }) => [day, number, kind])).toEqual([
      ['2026-11-23', null, 'trigger'],
      ['2026-11-24', null, 'paused'],
      ['2026-11-25', null, 'paused'],
      ['2026-11-26', 1, 'working'],
      ['2026-11-27', 2, 'working'],
    ])
  })

  it.each([
    ['pause.backward', [['2026-03-05', '2026-03-04']]],
    [
      'pause.overlap',
      [
        ['2026-03-05', '2026-03-08'],
        ['2026-03-08', '2026-03-09'],
      ],
    ],
    ['deadline.too-long', [['2026-03-05', '2250-01-01']]],
  ] as const)('%s is refused', (code, pauses) => {
    expect(() =>
      due('2026-03-02', after(5, 'working'), ...pauses.map(([a, b]): [string, string] => [a, b])),
    ).toThrow(code)
  })
})

describe('extensions', () => {
  const longer = (start: string, period: DayPeriod, more: DayPeriod['longer']) =>
    countPeriod(calendar, start, { ...period, longer: more ?? [] }).dueOn

  it('count on from the last day, before that day moves', () => {
    // 30 natural days end on a Saturday, 40 on a Tuesday.
    expect(dueOn('2026-10-08', after(30, 'natural'))).toBe('2026-11-09')
    expect(longer('2026-10-08', after(30, 'natural'), [{ length: 10, unit: 'natural' }])).toBe(
      '2026-11-17',
    )
  })

  it('of working days are one longer period', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyDay), day => {
        expect(longer(day, after(15, 'working'), [{ length: 15, unit: 'working' }])).toBe(
          naiveWorking(day, 30, 1),
        )
      }),
    )
  })

  it('in another unit go on from where the first stretch ended', () => {
    expect(longer('2026-11-02', after(5, 'working'), [{ length: 2, unit: 'natural' }])).toBe(
      '2026-11-11',
    )
  })
})
