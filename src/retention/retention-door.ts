import type { SecondFactor } from '../accounts'
import type { Db } from '../platform/db/database'
import type { Retention } from './retention.service'

/** What every door of this room needs. */
export type RetentionDoorDeps = {
  readonly db: Db
  readonly retention: Retention
  readonly secondFactor: SecondFactor
}
