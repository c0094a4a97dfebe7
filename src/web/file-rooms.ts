import { createInvestigation, createVolume } from '../investigation'

type First<F extends (deps: never) => unknown> = Parameters<F>[0]

type Deps = First<typeof createInvestigation> &
  Omit<First<typeof createVolume>, 'investigation' | 'chapters'>

/** The file of a case as a whole: what was collected, and the contents list. */
export const buildFileRooms = (deps: Deps) => {
  const investigation = createInvestigation(deps)
  const volume = createVolume({ ...deps, investigation, chapters: [] })
  return { investigation, volume }
}
