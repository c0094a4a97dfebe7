import { createHash } from 'node:crypto'
import { createDice } from '../platform/dice'

/**
 * How two handlers for each case are drawn, word for word as docs/draws.md describes it. Whoever changes what comes
 * out of it gives it a new name: old records are recomputed by the algorithm that they name.
 */
export const ALGORITHM = 'mingshao-draw-1'

/** What is fixed before the draw. People stand in it by the number that they have in draws, cases by theirs. */
export type DrawInputs = {
  readonly algorithm: typeof ALGORITHM
  /** The number of the draw. */
  readonly draw: string
  /** How many for each case. */
  readonly each: number
  readonly pool: readonly number[]
  /** Who handles cases here and is not in the pool, by the code of the reason. */
  readonly absent: readonly { readonly staff: number; readonly reason: string }[]
  readonly cases: readonly {
    readonly number: string
    /** Who of the pool must keep away from this one (回避). */
    readonly excluded: readonly number[]
  }[]
}

export type DrawResult = readonly {
  readonly number: string
  readonly handlers: readonly number[]
}[]

const ascending = (one: number, other: number): number => one - other

/** One spelling for one meaning: what is hashed, stored and printed. */
export const spell = (inputs: DrawInputs): string =>
  JSON.stringify({
    algorithm: inputs.algorithm,
    draw: inputs.draw,
    each: inputs.each,
    pool: inputs.pool.toSorted(ascending),
    absent: inputs.absent
      .toSorted((one, other) => one.staff - other.staff)
      .map(({ staff, reason }) => ({ staff, reason })),
    cases: inputs.cases.map(({ number, excluded }) => ({
      number,
      excluded: excluded.toSorted(ascending),
    })),
  })

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()

/** What is shown before the draw. */
export const commitmentTo = (seed: Buffer): Buffer => sha256(seed)

const eligibleOf = (pool: readonly number[], excluded: readonly number[]): number[] =>
  pool.filter(number => !excluded.includes(number)).sort(ascending)

/** Cases for which fewer than one more than are drawn stand to choose from: that would be no draw. */
export const tooFewFor = ({ pool, each, cases }: DrawInputs): string[] =>
  cases
    .filter(({ excluded }) => eligibleOf(pool, excluded).length < each + 1)
    .map(({ number }) => number)

/**
 * Case by case, in their order: among those who may handle it, whoever was drawn least often in this draw comes
 * first; among equals the dice decide.
 */
export const draw = (inputs: DrawInputs, seed: Buffer, word: string): DrawResult => {
  const text = [ALGORITHM, seed.toString('hex'), word, sha256(spell(inputs)).toString('hex')]
  const below = createDice(sha256(text.join('\n')))
  const drawn = new Map<number, number>()
  const timesOf = (one: number): number => drawn.get(one) ?? 0
  const pick = (from: readonly number[]): number => {
    const least = Math.min(...from.map(timesOf))
    const equals = from.filter(one => timesOf(one) === least)
    const chosen = equals[below(equals.length)]
    if (chosen === undefined) throw new RangeError('nobody to draw from')
    drawn.set(chosen, timesOf(chosen) + 1)
    return chosen
  }
  return inputs.cases.map(({ number, excluded }) => {
    const eligible = eligibleOf(inputs.pool, excluded)
    const handlers: number[] = []
    while (handlers.length < inputs.each)
      handlers.push(pick(eligible.filter(one => !handlers.includes(one))))
    return { number, handlers: handlers.sort(ascending) }
  })
}
