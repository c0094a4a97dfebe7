import type { SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { Letters } from './letters.service'

export type LetterDoorDeps = {
  readonly db: Db
  readonly audit: Audit
  readonly cases: Cases
  readonly clock: Clock
  readonly random: Random
  readonly secondFactor: Pick<SecondFactor, 'check'>
  readonly oversight: Letters
}
