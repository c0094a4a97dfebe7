/** Dice that always fall the same way for the same words: a demonstration is the same on every machine. */
export type Chance = {
  /** 0 up to, and without, 1. */
  readonly part: () => number
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number
  readonly odds: (part: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** One of the names, each as often as its number says. */
  readonly weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K
}

// FNV-1a, then mulberry32: small, well spread, and the same in every engine.
const startOf = (words: string): number => {
  let hash = 0x811c9dc5
  for (const sign of words) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

export const createChance = (words: string): Chance => {
  let state = startOf(words)
  const part = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(part() * (most - least + 1))
  return {
    part,
    between,
    odds: wanted => part() < wanted,
    pick: <T>(list: readonly T[]): T => {
      const one = list[between(0, list.length - 1)]
      if (one === undefined) throw new RangeError('nothing to pick from')
      return one
    },
    weighted: <K extends string>(weights: Readonly<Record<K, number>>): K => {
      const entries = Object.entries(weights) as [K, number][]
      let left = part() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of entries) {
        left -= weight
        if (left < 0) return name
      }
      throw new RangeError('nothing to pick from')
    },
  }
}
