import type { RewardRule } from '../vocabulary/reward-rule'

type Placed = {
  readonly place: string
  readonly validFrom: string
  readonly data: Pick<RewardRule, 'standing'>
}

/** County, city, province, the whole country: the nearer the larger. GB/T 2260. */
const nearness = (place: string): number => {
  if (place === '*') return 0
  if (place.endsWith('0000')) return 1
  return place.endsWith('00') ? 2 : 3
}

const nearestAndLatest = (one: Placed, other: Placed): number =>
  nearness(other.place) - nearness(one.place) || (one.validFrom < other.validFrom ? 1 : -1)

/**
 * The rule by which a place pays: its own, else the nearest above, else the national frame. What nobody has confirmed is
 * passed over, and named, so that an administrator sees what to look at.
 * @param rules those that hold there on the day, whatever their codes
 */
export const chooseRewardRule = <Rule extends Placed>(
  rules: readonly Rule[],
): { readonly rule: Rule | undefined; readonly passedOver: readonly Rule[] } => {
  const sorted = [...rules].sort(nearestAndLatest)
  const rule = sorted.find(({ data }) => data.standing === 'confirmed')
  const passedOver = sorted.filter(
    one =>
      one.data.standing !== 'confirmed' &&
      (rule === undefined || nearness(one.place) >= nearness(rule.place)),
  )
  return { rule, passedOver }
}
