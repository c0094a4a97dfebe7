/** Why a day was counted or passed over. */
export type DayStep = {
  readonly day: string
  /** Which day of the period it is; null when it does not count. */
  readonly number: number | null
  readonly kind: 'trigger' | 'working' | 'make-up' | 'weekend' | 'holiday' | 'natural' | 'moved'
  /** The holiday's or make-up day's name. */
  readonly name?: string
  readonly provisional: boolean
}
