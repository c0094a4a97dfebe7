import { addDays } from '../../src/deadlines/day-number.rules'
import { shippedCalendar } from '../../src/deadlines/shipped-calendar'
import { workedDaysOf } from '../support/naive-counter'
import { calendar } from './shipped'

const range = (from: string, to: string): string[] => {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}
const year = (wanted: number) => range(`${wanted}-01-01`, `${wanted}-12-31`)

// domain/regulation.md section 9: the notice of 2025-11-04.
const off2026 = [
  ...range('2026-01-01', '2026-01-03'),
  ...range('2026-02-15', '2026-02-23'),
  ...range('2026-04-04', '2026-04-06'),
  ...range('2026-05-01', '2026-05-05'),
  ...range('2026-06-19', '2026-06-21'),
  ...range('2026-09-25', '2026-09-27'),
  ...range('2026-10-01', '2026-10-07'),
]
const worked2026 = [
  ...['2026-01-04', '2026-02-14', '2026-02-28'],
  ...['2026-05-09', '2026-09-20', '2026-10-10'],
]

describe('the calendar of 2026', () => {
  it('is the notice, day by day', () => {
    const days = year(2026)
    expect(days.filter(day => calendar.kindOf(day) === 'holiday')).toEqual(off2026)
    expect(days.filter(day => calendar.kindOf(day) === 'make-up')).toEqual(worked2026)
  })

  it('has 248 working days', () => {
    expect(year(2026).filter(calendar.isWorking)).toHaveLength(248)
  })
})

it('2025 has 248 working days and the worked weekends that are remembered', () => {
  expect(year(2025).filter(calendar.isWorking)).toHaveLength(248)
  expect(year(2025).filter(day => calendar.kindOf(day) === 'make-up')).toEqual([
    ...['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  ])
})

it.each([2020, 2021, 2022, 2023, 2024, 2025, 2026])(
  '%s is published and has the working days of the package',
  wanted => {
    expect(calendar.isPublished(`${wanted}-06-01`)).toBe(true)
    expect(year(wanted).filter(calendar.isWorking)).toHaveLength(workedDaysOf(wanted))
  },
)

it('later years hold only what the law fixes, and say so', () => {
  const later = shippedCalendar().filter(({ status }) => status === 'provisional')
  expect(later[0]?.year).toBe(2027)
  for (const { days, source } of later) {
    expect(days.every(({ kind }) => kind === 'off')).toBe(true)
    expect(days.length).toBeGreaterThanOrEqual(12)
    expect(days.length).toBeLessThanOrEqual(13)
    expect(source).toContain('全国年节及纪念日放假办法')
  }
  expect(calendar.isPublished('2027-01-01')).toBe(false)
  expect(calendar.kindOf('2027-01-01')).toBe('holiday')
  expect(calendar.kindOf('2027-02-05')).toBe('holiday')
})

it('every year names its source', () => {
  for (const { source } of shippedCalendar()) expect(source.trim()).not.toBe('')
})
