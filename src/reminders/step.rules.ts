export type Audience = 'handlers' | 'principal' | 'supervision'

/** An entry of the lawbook (`reminder-step`), as far as it is asked for here. */
export type Step = {
  readonly code: string
  readonly data: {
    readonly order: number
    readonly to: Audience
    /** After the due day; below zero before it. */
    readonly workingDays: number
  }
}

/** A step, and the last due day of a clock for which it is time today. */
export type TimedStep = { readonly step: Step; readonly dueUntil: string }

export type Taken = { readonly step: Step; readonly outcome: 'told' | 'passed' }

/**
 * What is to be done for a clock: every step whose day has come and that is not behind it. Of several to the
 * same people the last is told: who is told that the day is over need not hear that it is near.
 */
export const stepsFor = (
  timed: readonly TimedStep[],
  clock: { readonly reminded: number; readonly dueOn: string },
): Taken[] => {
  const reached = timed
    .filter(({ step, dueUntil }) => step.data.order > clock.reminded && clock.dueOn <= dueUntil)
    .map(({ step }) => step)
  return reached.map((step, at) => ({
    step,
    outcome: reached.slice(at + 1).some(later => later.data.to === step.data.to)
      ? 'passed'
      : 'told',
  }))
}

/** The step that comes next for clocks that have come so far; undefined after the last. */
export const nextStep = (timed: readonly TimedStep[], reminded: number): TimedStep | undefined =>
  timed.find(({ step }) => step.data.order > reminded)
