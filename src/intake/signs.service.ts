import type { Lists } from '../filing'
import type { Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import { secondsShown } from '../throttle'
import type { Answers } from '../vocabulary/report-answers'
import { isSuspect, withSigns, type Weights } from './signs.rules'
import type { Step } from './steps.rules'

type Deps = {
  readonly installation: Pick<Installation, 'signCookie' | 'readSignedCookie'>
  readonly clock: Clock
}

const weightsOf = ({ limits }: Lists): Weights => ({
  seconds: limits['suspect.seconds'],
  hasty: limits['suspect.hasty-points'],
  trap: limits['suspect.trap-points'],
  enough: limits['suspect.points'],
})

/** How the form of this step was filled in. A sign is kept sealed with the answers and refuses nothing. */
export const readSigns = (
  { installation, clock }: Deps,
  { shown, website }: Readonly<Record<string, unknown>>,
  step: Step,
  lists: Lists,
) => {
  const seconds = secondsShown(installation, shown, clock())
  const trapped = typeof website === 'string' && website.trim() !== ''
  const weights = weightsOf(lists)
  return {
    note: (answers: Answers): Answers => withSigns(answers, step, { seconds, trapped }, weights),
    isSuspect: (answers: Answers): boolean => isSuspect(answers, weights),
  }
}
