import { createHash } from 'node:crypto'
import { createDice } from '../platform/dice'

/** How closed cases are drawn, word for word as docs/draws.md describes it. */
export const SAMPLE_ALGORITHM = 'mingshao-sample-1'

/** What is fixed before the draw. */
export type SampleInputs = {
  readonly algorithm: typeof SAMPLE_ALGORITHM
  readonly sample: string
  readonly wanted: number
  readonly poolSize: number
  readonly poolHash: string
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()

export const sampleCommitment = (seed: Buffer): Buffer => sha256(seed)
export const hashOfPool = (pool: Buffer): string => sha256(pool).toString('hex')

const spell = ({ algorithm, sample, wanted, poolSize, poolHash }: SampleInputs): string =>
  JSON.stringify({ algorithm, sample, wanted, poolSize, poolHash })

/**
 * Places in the pool, from 0, ascending: one after the other is thrown out of those that are left, and the last of
 * these takes its place.
 */
export const drawPlaces = (inputs: SampleInputs, seed: Buffer, word: string): number[] => {
  const { wanted, poolSize } = inputs
  const hash = sha256(spell(inputs)).toString('hex')
  const below = createDice(sha256([SAMPLE_ALGORITHM, seed.toString('hex'), word, hash].join('\n')))
  const moved = new Map<number, number>()
  const drawn: number[] = []
  for (let left = poolSize; drawn.length < wanted; left -= 1) {
    const at = below(left)
    drawn.push(moved.get(at) ?? at)
    moved.set(at, moved.get(left - 1) ?? left - 1)
  }
  return drawn.sort((one, other) => one - other)
}

const BYTES = 16

/** The id at a place of the pool. */
export const idAt = (pool: Buffer, place: number): string => {
  const hex = pool.subarray(place * BYTES, (place + 1) * BYTES).toString('hex')
  return [
    ...[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)],
  ].join('-')
}
