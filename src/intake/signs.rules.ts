import type { Answers } from '../vocabulary/report-answers'

/** What a step's form said besides its answer. */
export type Seen = {
  /** How long the page was there; undefined when it does not say so itself. */
  readonly seconds: number | undefined
  /** Somebody filled in the field that nobody sees. */
  readonly trapped: boolean
}

export type Weights = {
  readonly seconds: number
  readonly hasty: number
  readonly trap: number
  readonly enough: number
}

/** A step that is filled in anew, and slowly, is no sign any more. */
export const withSigns = (
  answers: Answers,
  step: string,
  seen: Seen,
  { seconds }: Weights,
): Answers => {
  const { hasty = [], trapped = false } = answers.signs ?? {}
  const others = hasty.filter(name => name !== step)
  const isHasty = seen.seconds === undefined || seen.seconds < seconds
  return {
    ...answers,
    signs: { hasty: isHasty ? [...others, step] : others, trapped: trapped || seen.trapped },
  }
}

/** Looks as if a machine had filled it in. For the officers' eyes: such a report is taken like any other. */
export const isSuspect = ({ signs }: Answers, { hasty, trap, enough }: Weights): boolean => {
  if (signs === undefined) return false
  return signs.hasty.length * hasty + (signs.trapped ? trap : 0) >= enough
}
