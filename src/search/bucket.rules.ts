/** Arrivals that share one bucket. */
const SIZE = 8192
/** How many buckets are looked through at a time, newest first; then everything that is left. */
const STEPS = [2, 8, 32, 128] as const

/**
 * Beside its words a row holds the bucket of its arrival, as a number below zero that no keyed hash will be by
 * chance. So the index finds «these words among the newest so many» without going through everything that has
 * the words: what is read stays small for common words and for rare ones.
 */
export const bucketOf = (arrival: number): string => (-1 - Math.floor(arrival / SIZE)).toString()

/** What to look through for what arrived before `before`: the buckets of each step; none: all that is left. */
export const stepsBefore = (before: number): readonly (readonly string[] | undefined)[] => {
  let next = Math.floor((before - 1) / SIZE)
  const steps: (readonly string[] | undefined)[] = []
  for (const count of STEPS) {
    if (next < 0) return steps
    const many = Math.min(count, next + 1)
    const newest = next
    steps.push(Array.from({ length: many }, (_, at) => (-1 - (newest - at)).toString()))
    next -= many
  }
  return next < 0 ? steps : [...steps, undefined]
}

/** The first arrival that the buckets of these steps do not reach down to; the last step is what is below it. */
export const endOfSteps = (before: number): number => {
  const reach = STEPS.reduce((sum, count) => sum + count, 0)
  return Math.max(0, (Math.floor((before - 1) / SIZE) + 1 - reach) * SIZE)
}
