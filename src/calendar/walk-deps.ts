import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { CalendarYears, Deadlines } from '../deadlines'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'

export type WalkDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly years: CalendarYears
  readonly deadlines: Pick<Deadlines, 'recount' | 'move'>
  readonly accounts: Pick<Accounts, 'get'>
  readonly audit: Audit
}
