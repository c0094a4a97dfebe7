import type { Accounts, SecondFactor } from '../accounts'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { CalendarChanges } from './changes.service'
import type { Walking } from './walk.service'

export type CalendarDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly secondFactor: SecondFactor
  readonly calendarChanges: CalendarChanges
  readonly calendarWalk: Walking
}
