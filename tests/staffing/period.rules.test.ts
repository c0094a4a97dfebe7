import { asDay } from '../../src/platform/clock'
import { periodInWords, periodOf } from '../../src/staffing/period.rules'

it.each<readonly [string, number, readonly string[]]>([
  ['2026-11-23', 3, ['2026-10-01', '2026-12-31', '2026 年第 4 季度']],
  ['2026-01-01', 3, ['2026-01-01', '2026-03-31', '2026 年第 1 季度']],
  ['2026-03-31', 3, ['2026-01-01', '2026-03-31', '2026 年第 1 季度']],
  ['2024-02-29', 1, ['2024-02-01', '2024-02-29', '2024 年 2 月至 2 月']],
  ['2026-07-01', 6, ['2026-07-01', '2026-12-31', '2026 年 7 月至 12 月']],
  ['2026-12-31', 12, ['2026-01-01', '2026-12-31', '2026 年 1 月至 12 月']],
])('%s lies in the period of %s months %j', (day, months, said) => {
  const period = periodOf(asDay(day), months)

  expect([period.from, period.until, periodInWords(period)]).toEqual(said)
})
