import fc from 'fast-check'
import { closedBy, dueOn, keptBecause } from '../../src/retention/terms.rules'

const months = (length: number) => ({ length, unit: 'months' }) as const

it.each([
  ['2024-11-20', months(24), '2026-11-20'],
  ['2024-02-29', months(24), '2026-02-28'],
  ['2024-01-31', months(1), '2024-02-29'],
  ['2024-12-31', months(2), '2025-02-28'],
  ['2024-11-20', { length: 10, unit: 'years' } as const, '2034-11-20'],
])('a case that ended on %s is due %p later, on %s', (ended, term, due) => {
  expect(dueOn(ended, term)).toBe(due)
})

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))
const term = fc.integer({ min: 1, max: 600 }).map(months)

it('never calls a case due before its day, and within three days after it', () => {
  fc.assert(
    fc.property(day, term, (today, length) => {
      const last = closedBy(today, length)
      expect(dueOn(last, length) <= today).toBe(true)
      const later = new Date(`${last}T00:00:00Z`)
      later.setUTCDate(later.getUTCDate() + 4)
      expect(dueOn(later.toISOString().slice(0, 10), length) > today).toBe(true)
    }),
  )
})

const due = {
  isOpen: false,
  held: false,
  closedOn: '2024-11-20',
  clockRuns: false,
  closedBy: '2024-11-23',
}

it.each([
  [{}, undefined],
  [{ held: true }, 'held'],
  [{ isOpen: true, closedOn: null }, 'open'],
  [{ clockRuns: true }, 'clock'],
  [{ closedOn: '2024-11-24' }, 'not-due'],
  [{ closedBy: undefined }, 'not-due'],
])('keeps what must be kept: %p', (change, why) => {
  expect(keptBecause({ ...due, ...change })).toBe(why)
})
