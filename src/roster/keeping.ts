import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Deadlines } from '../deadlines'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { Leave } from './half-day.rules'

/** What the services of this room are built from. */
export type RosterDeps = {
  readonly accounts: Pick<Accounts, 'listActive' | 'activeAmong' | 'namesOf'>
  readonly audit: Audit
  readonly clock: Clock
  readonly deadlines: Pick<Deadlines, 'calendar'>
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  /** Who of the actor's body is on leave, and when: kept by the room that names stand-ins. */
  readonly leavesOf: (tx: Tx, actor: StaffActor) => Promise<readonly Leave[]>
}
