/** Sums in fen. */
export type Forecast = {
  /** Approved since the year began, whatever became of it. */
  readonly approved: bigint
  /** Reviewed, and not approved yet. */
  readonly waiting: bigint
  readonly daysPassed: number
  readonly daysLeft: number
}

/** What the whole year will need, when the rest of it goes as what has passed. */
export const neededUntilEnd = ({ approved, waiting, daysPassed, daysLeft }: Forecast): bigint => {
  const pace = daysPassed <= 0 ? 0n : (approved * BigInt(daysLeft)) / BigInt(daysPassed)
  return approved + waiting + pace
}
