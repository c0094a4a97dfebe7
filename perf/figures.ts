/** The value below which a share of the sorted figures lies, by nearest rank. */
export const percentile = (figures: readonly number[], share: number): number => {
  const sorted = [...figures].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

export const round = (figure: number, digits = 1): number => Number(figure.toFixed(digits))

export const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
  const began = performance.now()
  const result = await work()
  return [result, performance.now() - began]
}
