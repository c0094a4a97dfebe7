import type { Accounts, SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { Register } from './register.service'

export type RegisterDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Pick<Deadlines, 'lamps'>
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly register: Register
  readonly secondFactor: SecondFactor
}
