import type { SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { Serving } from './serving.service'

/** What the doors of this room stand on. */
export type ServingDeps = {
  readonly db: Db
  readonly random: Random
  readonly audit: Audit
  readonly cases: Cases
  readonly serving: Serving
  readonly secondFactor: SecondFactor
}
