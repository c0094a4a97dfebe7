import type { Accounts, SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Documents } from '../documents'
import type { Lawbook } from '../lawbook'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'

/** What the pages of documents are made of. */
export type NoticeDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly cases: Cases
  readonly documents: Documents
  readonly lawbook: Lawbook
  readonly secondFactor: SecondFactor
}
