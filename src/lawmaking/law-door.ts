import type { Accounts, SecondFactor } from '../accounts'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { LawDrafts } from './drafts.service'

export type LawDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly secondFactor: SecondFactor
  readonly lawDrafts: LawDrafts
}
