import type { Clock } from '../platform/clock'

/** The clock of a house in which a year is told: it stands at the moment of the scene, else it is the real one. */
export type StageClock = {
  readonly now: Clock
  readonly show: (moment: Date) => void
  readonly release: () => void
}

export const createStageClock = (real: Clock): StageClock => {
  let shown: Date | undefined
  return {
    now: () => shown ?? real(),
    show: moment => {
      shown = moment
    },
    release: () => {
      shown = undefined
    },
  }
}
