import type { Lawbook } from '../lawbook'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { RosterCalls } from './calls.service'
import type { RosterFill } from './fill.service'
import type { Roster } from './roster.service'

export type RosterDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly roster: Roster
  readonly rosterFill: RosterFill
  readonly rosterCalls: RosterCalls
}
