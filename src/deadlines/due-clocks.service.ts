import { passStep, takeDue } from './due-clocks.repository'

export type DueClocks = {
  /** Running clocks of which the reminders have come so far, the first due first; each taker gets others. */
  readonly take: typeof takeDue
  readonly pass: typeof passStep
}

export const createDueClocks = (): DueClocks => ({ take: takeDue, pass: passStep })
