import fc from 'fast-check'
import { groupAlike } from '../../src/triage/queue-groups.rules'

const ids = fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 20 })
const pairs = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 })), { maxLength: 40 })

const alikeOf = (all: readonly (readonly [number, number])[]) => {
  const alike = new Map<number, number[]>()
  for (const [one, other] of all)
    if (one !== other) {
      alike.set(one, [...(alike.get(one) ?? []), other])
      alike.set(other, [...(alike.get(other) ?? []), one])
    }
  return alike
}

it('every case of the page stands once, under the first that it resembles, and the order of the heads is the list’s', () => {
  fc.assert(
    fc.property(ids, pairs, (order, all) => {
      const alike = alikeOf(all)
      const groups = groupAlike(order, alike)
      const placed = groups.flatMap(({ head, folded }) => [head, ...folded])

      expect(new Set(placed).size).toBe(placed.length)
      for (const id of order) expect(placed).toContain(id)
      const heads = groups.map(({ head }) => head)
      expect(heads).toEqual(order.filter(id => heads.includes(id)))
      for (const { head, folded } of groups)
        for (const id of folded) expect(alike.get(head)).toContain(id)
    }),
  )
})
