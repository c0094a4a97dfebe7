/** A day on which work differs from the week, as the State Council's notice names it. */
export type NoticeDay = {
  readonly day: string
  readonly kind: 'off' | 'work'
  /** The holiday, or the holiday for which the day is worked. */
  readonly name: string
}

/** A year as it was entered, or as it is in force. */
export type Year = {
  readonly year: number
  readonly published: boolean
  readonly source: string
  readonly days: readonly NoticeDay[]
}
