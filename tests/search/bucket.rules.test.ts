import fc from 'fast-check'
import { bucketOf, endOfSteps, stepsBefore } from '../../src/search/bucket.rules'

it('looks at every arrival once, newest first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.nat(4_999_999), (before, arrival) => {
      fc.pre(arrival < before)
      const steps = stepsBefore(before)
      const seen = steps.filter(step => step?.includes(bucketOf(arrival)) === true).length
      const inRest = steps.includes(undefined) && arrival < endOfSteps(before)
      expect(seen + (inRest ? 1 : 0)).toBe(1)
    }),
  )
})

it('is a number below zero, in text as the database takes it', () => {
  expect([bucketOf(0), bucketOf(8191), bucketOf(8192)]).toEqual(['-1', '-1', '-2'])
})
