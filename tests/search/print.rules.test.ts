import { bandsOf, nearness, printOf } from '../../src/search/print.rules'

/** Numbers as evenly spread as keyed hashes are. */
const tokens = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => Math.imul(from + at + 1, 2_654_435_761) >>> 0)

const printed = (list: readonly number[]): number[] => {
  const print = printOf(list)
  if (print === undefined) throw new Error('too short')
  return print
}

const shareBand = (one: readonly number[], other: readonly number[]): boolean =>
  bandsOf(one).some(band => bandsOf(other).includes(band))

it('is the same for the same text, in whatever order', () => {
  const list = tokens(0, 120)
  expect(printed(list.toReversed())).toEqual(printed(list))
  expect(nearness(printed(list), printed(list))).toBe(100)
})

it('finds a text of which a tenth was changed', () => {
  for (let round = 0; round < 40; round += 1) {
    const one = printed(tokens(round * 1000, 200))
    const other = printed([...tokens(round * 1000, 185), ...tokens(500_000 + round * 1000, 15)])
    expect([round, shareBand(one, other), (nearness(one, other) ?? 0) >= 50]).toEqual([
      round,
      true,
      true,
    ])
  }
})

it('takes no other text for nearly the same', () => {
  for (let round = 0; round < 100; round += 1) {
    const shared = tokens(900_000, 20)
    const one = printed([...tokens(round * 1000, 180), ...shared])
    const other = printed([...tokens(400_000 + round * 1000, 180), ...shared])
    expect(nearness(one, other)).toBeUndefined()
  }
})

it('does not compare what is too short to tell', () => {
  expect(printOf(tokens(0, 19))).toBeUndefined()
  expect(nearness([], [])).toBeUndefined()
})
