import fc from 'fast-check'
import { countClock } from '../../src/deadlines/clock.rules'
import { addDays, addMonths } from '../../src/deadlines/day-number.rules'
import { countHours } from '../../src/deadlines/hours.rules'
import { countPeriod, workingDaysBetween, type DayPeriod } from '../../src/deadlines/period.rules'
import { asDay } from '../../src/platform/clock'
import { everyDay, naiveDue, naiveLeft, naiveWorking } from '../support/naive-counter'
import { clocks, periods } from './count-everything'
import { calendar } from './shipped'

const after = (length: number, unit: DayPeriod['unit']): DayPeriod => ({
  length,
  unit,
  direction: 'after',
})
const dueOn = (start: string, period: DayPeriod) => countPeriod(calendar, start, period).dueOn

describe('every day from 2020 to 2027', () => {
  it('every clock of the rules is among the ways of counting', () => {
    expect(clocks.length).toBeGreaterThanOrEqual(30)
    const units = new Set(periods.map(({ rule }) => rule.unit))
    expect(units).toEqual(new Set(['working', 'natural', 'months', 'years', 'hours']))
    expect(periods.some(({ rule }) => rule.direction === 'before')).toBe(true)
  })

  it.each(periods.map(({ name, rule }) => [name, rule] as const))(
    '%s agrees with the clerk',
    (_, rule) => {
      const due = (day: string) => countClock(calendar, rule, { on: asDay(day), at: null }).dueOn
      expect(everyDay.filter(day => due(day) !== naiveDue(rule, day))).toEqual([])
    },
  )

  it('any number of working days agrees, forwards and backwards', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyDay),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom('after' as const, 'before' as const),
        (day, length, direction) => {
          const way = direction === 'after' ? 1 : -1
          expect(dueOn(day, { length, unit: 'working', direction })).toBe(
            naiveWorking(day, length, way),
          )
        },
      ),
    )
  })

  it('what is left on the first day is the whole period', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyDay), fc.integer({ min: 1, max: 60 }), (day, length) => {
        const due = dueOn(day, after(length, 'working'))
        expect(workingDaysBetween(calendar, day, due)).toBe(length)
        expect(workingDaysBetween(calendar, due, day)).toBeLessThanOrEqual(0)
        expect(naiveLeft(day, due)).toBe(length)
      }),
    )
  })

  it('a period in days or months never ends on a day off', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyDay),
        fc.integer({ min: 1, max: 120 }),
        fc.constantFrom('working' as const, 'natural' as const),
        (day, length, unit) => {
          expect(calendar.isWorking(dueOn(day, after(length, unit)))).toBe(true)
        },
      ),
    )
  })
})

describe('known dates', () => {
  it.each([
    // The receipt of the mock-up: a Sunday, then fifteen working days.
    ['2026-11-22', after(15, 'working'), '2026-12-11'],
    // Over the National Day, with the worked Saturday of 10 October.
    ['2026-09-24', after(15, 'working'), '2026-10-22'],
    // The worked Sunday of 4 January counts.
    ['2025-12-31', after(1, 'working'), '2026-01-04'],
    // Ends within the Spring Festival, moves behind it.
    ['2026-02-01', after(15, 'natural'), '2026-02-24'],
    // Ends on a worked Saturday: stays.
    ['2026-02-13', after(15, 'natural'), '2026-02-28'],
    ['2026-11-30', after(3, 'months'), '2027-03-01'],
    ['2025-12-31', after(2, 'months'), '2026-02-28'],
    ['2024-02-29', after(1, 'years'), '2025-02-28'],
    // Years end on their date, a Saturday too.
    ['2024-10-10', after(2, 'years'), '2026-10-10'],
    ['2026-10-12', { length: 7, unit: 'working', direction: 'before' }, '2026-09-24'],
  ] as const)('%s and %j: %s', (start, period, expected) => {
    expect(dueOn(start, period)).toBe(expected)
  })

  it('months keep the date or take the last day of the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2026-11-15', 2)).toBe('2027-01-15')
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  })

  it('hours run by the clock, through nights and holidays', () => {
    expect(countHours(new Date('2026-09-30T09:30:00Z'), 24).dueAt).toEqual(
      new Date('2026-10-01T09:30:00Z'),
    )
  })

  it.each([0, -1, 1.5, 4000, Number.NaN])('a length of %s is refused', length => {
    expect(() => countPeriod(calendar, '2026-01-05', after(length, 'working'))).toThrow(
      'deadline.length',
    )
  })
})

describe('a year whose notice is not in', () => {
  it.each([
    ['2026-12-01', after(15, 'working'), false],
    ['2026-12-20', after(15, 'working'), true],
    ['2026-10-01', after(90, 'natural'), false],
    ['2026-10-10', after(90, 'natural'), true],
    // Ends on a Thursday of this year: nothing of the next is looked at.
    ['2026-12-01', after(30, 'natural'), false],
    ['2026-12-30', after(2, 'years'), false],
    ['2040-03-01', after(5, 'working'), true],
  ] as const)('%s and %j: provisional %s', (start, period, provisional) => {
    expect(countPeriod(calendar, start, period).provisional).toBe(provisional)
  })

  it('keeps the days that the law itself fixes', () => {
    expect(dueOn('2026-12-31', after(1, 'working'))).toBe('2027-01-04')
    expect(dueOn('2027-02-04', after(1, 'working'))).toBe('2027-02-09')
  })
})

describe('explaining', () => {
  it('names every day from the trigger to the end', () => {
    const { steps } = countPeriod(calendar, '2026-09-29', after(3, 'working'))
    expect(steps.map(({ day, number, kind, name }) => [day, number, kind, name])).toEqual([
      ['2026-09-29', null, 'trigger', undefined],
      ['2026-09-30', 1, 'working', undefined],
      ['2026-10-01', null, 'holiday', '国庆节'],
      ['2026-10-02', null, 'holiday', '国庆节'],
      ['2026-10-03', null, 'holiday', '国庆节'],
      ['2026-10-04', null, 'holiday', '国庆节'],
      ['2026-10-05', null, 'holiday', '国庆节'],
      ['2026-10-06', null, 'holiday', '国庆节'],
      ['2026-10-07', null, 'holiday', '国庆节'],
      ['2026-10-08', 2, 'working', undefined],
      ['2026-10-09', 3, 'working', undefined],
    ])
  })

  it('shows how a last day off moves on', () => {
    const { steps } = countPeriod(calendar, '2026-04-30', after(3, 'natural'))
    expect(steps.map(({ day, number, kind }) => [day, number, kind])).toEqual([
      ['2026-04-30', null, 'trigger'],
      ['2026-05-01', 1, 'natural'],
      ['2026-05-02', 2, 'natural'],
      ['2026-05-03', 3, 'natural'],
      ['2026-05-04', null, 'holiday'],
      ['2026-05-05', null, 'holiday'],
      ['2026-05-06', null, 'moved'],
    ])
  })

  it('numbers the working days without a gap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyDay), fc.integer({ min: 1, max: 40 }), (day, length) => {
        const { steps } = countPeriod(calendar, day, after(length, 'working'))
        const numbers = steps.map(({ number }) => number).filter(number => number !== null)
        expect(numbers).toEqual(Array.from({ length }, (_, index) => index + 1))
      }),
    )
  })
})
