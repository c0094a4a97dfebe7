/** How many smallest values are kept of a text, and how many of them make a band. */
const ROWS = 2
const BANDS = 12
const PRINTS = ROWS * BANDS

/** Fewer pairs of characters say too little: 「夜里没人」 is written about many places. */
const SHORTEST = 20
/** From this share of equal smallest values on two texts are nearly the same (docs/adr/0037). */
const NEAR = 0.5

/** A different order of all 32-bit numbers for every `at`; the constants are those of a common integer hash. */
const shuffled = (value: number, at: number): number => {
  let mixed = Math.imul(value ^ Math.imul(at + 1, 0x9e3779b1), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/**
 * The fingerprint of a text (MinHash): of two texts, about as many of these numbers are equal as their pairs of
 * characters are the same. `tokens` are keyed hashes, of which 32 bits are enough. undefined: too short.
 */
export const printOf = (tokens: readonly number[]): number[] | undefined => {
  if (tokens.length < SHORTEST) return undefined
  return Array.from({ length: PRINTS }, (_, at) => {
    let least = 0xffffffff
    for (const token of tokens) least = Math.min(least, shuffled(token, at))
    return least
  })
}

/** Texts that are nearly the same have at least one of these in common; others hardly ever. */
export const bandsOf = (print: readonly number[]): string[] =>
  Array.from({ length: BANDS }, (_, band) =>
    [band, ...print.slice(band * ROWS, (band + 1) * ROWS)].join(' '),
  )

/** Percent of the fingerprint that is equal; undefined when the texts are not nearly the same. */
export const nearness = (one: readonly number[], other: readonly number[]): number | undefined => {
  if (one.length !== PRINTS || other.length !== PRINTS) return undefined
  const same = one.filter((value, at) => value === other[at]).length
  return same / PRINTS < NEAR ? undefined : Math.round((100 * same) / PRINTS)
}
