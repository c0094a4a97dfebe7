import fc from 'fast-check'
import { endOfHour, nextTry, words } from '../../src/notify/mail.rules'

const HOUR = 3_600_000
const moments = fc.date({
  min: new Date('2020-01-01'),
  max: new Date('2035-01-01'),
  noInvalidDate: true,
})

describe('the time of a mark', () => {
  it('is a full hour, later than the moment, by an hour at most', () => {
    fc.assert(
      fc.property(moments, moment => {
        const end = endOfHour(moment).getTime()
        expect(end % HOUR).toBe(0)
        expect(end).toBeGreaterThan(moment.getTime())
        expect(end - moment.getTime()).toBeLessThanOrEqual(HOUR)
      }),
    )
  })

  it('is the same for every moment of an hour', () => {
    fc.assert(
      fc.property(moments, fc.nat(HOUR - 1), (moment, into) => {
        const begin = Math.floor(moment.getTime() / HOUR) * HOUR
        expect(endOfHour(new Date(begin + into)).getTime()).toBe(begin + HOUR)
      }),
    )
  })
})

it('tries again after 1, 2, 4 … minutes, and every hour from then on', () => {
  const now = new Date('2026-11-23T02:00:00Z')
  const minutes = [0, 1, 2, 5, 6, 7, 40].map(
    tries => (nextTry(now, tries).getTime() - now.getTime()) / 60_000,
  )

  expect(minutes).toEqual([1, 2, 4, 32, 60, 60, 60])
})

it('says nothing but that there is something new: no digit, no address of a page', () => {
  for (const { subject, text } of Object.values(words))
    expect(subject + text).not.toMatch(/\d|https?:|www|举报|线索|[一二三四五六七八九十]件/)
})
