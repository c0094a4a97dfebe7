import type { Accounts, SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import type { Awards } from '../awards'
import type { Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'

export type AwardingDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly audit: Audit
  readonly awards: Awards
  readonly cases: Cases
  readonly lawbook: Lawbook
  readonly secondFactor: Pick<SecondFactor, 'check'>
}
