import { createRoster, createRosterCalls, createRosterFill } from '../roster'
import { createSubstitutes } from '../staffing'

type First<F extends (deps: never) => unknown> = Parameters<F>[0]

type Deps = Omit<First<typeof createRoster>, 'leavesOf'> & First<typeof createSubstitutes>

/** More are never away at once: one page of the list of stand-ins. */
const MOST_AWAY = 1000

/** Who answers the telephone; that somebody is on leave is known by the stand-in who was named. */
export const buildRosterRooms = (deps: Deps) => {
  const substitutes = createSubstitutes(deps)
  const rooms: First<typeof createRoster> = {
    ...deps,
    leavesOf: (tx, actor) => substitutes.listOpen(tx, actor, { limit: MOST_AWAY }),
  }
  return {
    roster: createRoster(rooms),
    rosterFill: createRosterFill(rooms),
    rosterCalls: createRosterCalls(rooms),
  }
}
