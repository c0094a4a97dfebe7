import type { SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { Release } from './release.service'

/** What the doors of this room stand on. */
export type ReleaseDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly cases: Cases
  readonly release: Release
  readonly secondFactor: SecondFactor
}
