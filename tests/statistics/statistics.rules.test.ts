import fc from 'fast-check'
import { asDay } from '../../src/platform/clock'
import { periodNames, periodSpan } from '../../src/platform/periods.rules'
import { hiddenIn } from '../../src/statistics/hiding.rules'
import { piecesOf } from '../../src/statistics/period.rules'
import { newestOf, owedBy } from '../../src/statistics/report.rules'
import { readWish } from '../../src/statistics/wish.rules'
import { scaleOf } from '../../src/tables/chart.rules'

const LEAST = 5

const withSums = (cells: readonly (readonly number[])[]): number[][] => {
  const rows = cells.map(row => [...row, row.reduce((sum, one) => sum + one, 0)])
  const width = rows[0]?.length ?? 0
  return [
    ...rows,
    Array.from({ length: width }, (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0)),
  ]
}

const linesOf = <T>(table: readonly (readonly T[])[]): T[][] => [
  ...table.map(row => [...row]),
  ...(table[0] ?? []).map((_, at) => table.flatMap(row => row.slice(at, at + 1))),
]

it('hides what is small, and as much more that no sum gives it away', () => {
  const cells = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .chain(([height, width]) =>
      fc.array(fc.array(fc.nat(30), { minLength: width, maxLength: width }), {
        minLength: height,
        maxLength: height,
      }),
    )
  fc.assert(
    fc.property(cells, numbers => {
      const table = withSums(numbers)
      const hidden = hiddenIn(table, LEAST)
      const isHidden = (y: number, x: number) => hidden[y]?.[x] === true
      const both = table.map((row, y) => row.map((value, x) => ({ value, hidden: isHidden(y, x) })))
      expect(both.flat().filter(one => one.value > 0 && one.value < LEAST && !one.hidden)).toEqual(
        [],
      )
      expect(both.flat().filter(one => one.value === 0 && one.hidden)).toEqual([])
      // Never one alone, and never only small ones beside something that could have been hidden too.
      const told = linesOf(both).filter(line => {
        const gone = line.filter(one => one.hidden)
        const left = line.filter(one => !one.hidden && one.value > 0)
        return (
          gone.length > 0 &&
          left.length > 0 &&
          (gone.length === 1 || gone.every(({ value }) => value < LEAST))
        )
      })
      expect(told).toEqual([])
    }),
  )
})

it('knows months, quarters and years, and reads whole months as such', () => {
  expect(periodSpan('m2024-02')).toEqual({ from: '2024-02-01', until: '2024-02-29' })
  expect(periodSpan('q2026-4')).toEqual({ from: '2026-10-01', until: '2026-12-31' })
  expect(periodSpan('y2026')).toEqual({ from: '2026-01-01', until: '2026-12-31' })
  for (const name of ['m2026-13', 'q2026-5', 'y1999', 'm2026-1', '', 'days'])
    expect(periodSpan(name)).toBeUndefined()
  const names = periodNames(asDay('2026-01-15'))
  expect(names.slice(0, 2)).toEqual(['m2026-01', 'm2025-12'])
  expect(names).toContain('q2025-4')
  expect(names.every(name => periodSpan(name) !== undefined)).toBe(true)

  const pieces = (from: string, until: string) =>
    piecesOf({ from: asDay(from), until: asDay(until) })
  expect(pieces('2026-01-01', '2026-03-31')).toEqual({
    ...{ months: { from: '2026-01-01', before: '2026-04-01' }, days: [] },
  })
  expect(pieces('2026-01-15', '2026-03-02')).toEqual({
    months: { from: '2026-02-01', before: '2026-03-01' },
    days: [
      { from: '2026-01-15', until: '2026-01-31' },
      { from: '2026-03-01', until: '2026-03-02' },
    ],
  })
  expect(pieces('2026-01-15', '2026-02-27')).toEqual({
    ...{ months: undefined, days: [{ from: '2026-01-15', until: '2026-02-27' }] },
  })
})

it('cuts out one thing at a time, days only of the own body, and nothing that is not in reach', () => {
  const known = {
    today: asDay('2026-11-23'),
    values: {
      body: new Set(['b1', 'b2']),
      behaviour: new Set(['A3']),
      source: new Set(['web']),
    },
    own: 'b1',
    shortest: 7,
  }
  const read = (query: Record<string, unknown>) => readWish(query, known)
  expect(read({})).toMatchObject({ period: 'm2026-11', by: 'body', slice: undefined })
  expect(read({}).span.until).toBe('2026-11-23')
  expect(read({ body: 'b2', behaviour: 'A3', source: 'web', by: 'source' })).toMatchObject({
    ...{ slice: { of: 'body', value: 'b2' }, by: 'source' },
  })
  expect(read({ body: 'elsewhere', by: 'body' })).toMatchObject({ slice: undefined, by: 'body' })
  expect(read({ source: 'web', by: 'source' }).by).toBe('body')
  const days = { period: 'days', from: '2026-11-01', until: '2026-11-10', body: 'b2' }
  expect(read(days)).toMatchObject({ period: 'days', slice: { of: 'body', value: 'b1' } })
  for (const wrong of [
    { ...days, until: '2026-11-06' },
    { ...days, from: '2026-02-31' },
    { ...days, from: '2026-11-20', until: '2027-11-20' },
    { ...days, from: ['2026-11-01'] },
    { ...days, from: '9999-12-31', until: '9999-12-31' },
  ])
    expect(read(wrong)).toMatchObject({ refusedDays: true, period: 'm2026-11' })
})

it('draws a scale of round numbers that nothing exceeds', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), greatest => {
      const { top, step } = scaleOf(greatest)
      expect(top).toBeGreaterThanOrEqual(greatest)
      expect(top / step).toBeLessThanOrEqual(5)
      expect(top % step).toBe(0)
    }),
  )
})

it('asks a body for every period since the first it sent, and one that never sent for the newest alone', () => {
  const overdue = ['m2026-10', 'm2026-09', 'm2026-08', 'q2026-3', 'y2025']
  const sent = [
    { organisation_id: 'a', period: 'm2026-08' },
    { organisation_id: 'b', period: 'm2026-10' },
  ]
  expect(owedBy('a', sent, overdue)).toEqual(['m2026-10', 'm2026-09', 'q2026-3'])
  expect(owedBy('b', sent, overdue)).toEqual([])
  expect(owedBy('c', sent, overdue)).toEqual(['m2026-10'])
  expect(owedBy('c', sent, [])).toEqual([])
  expect(newestOf(['q2026-3', 'm2026-10', 'm2026-09'])).toBe('m2026-10')
  expect(newestOf(['m2026-09', 'q2026-3'])).toBe('m2026-09')
  expect(newestOf([])).toBeUndefined()
})
