import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { Board } from './board.service'
import type { Findings } from './findings.service'
import type { Identifying } from './identifying.service'
import type { Ledgers } from './ledgers.service'
import type { Measures } from './measures.service'

/** What the pages of this room need. */
export type FindingRoomDeps = {
  readonly db: Db
  readonly random: Random
  readonly cases: Cases
  readonly audit: Audit
  readonly accounts: Accounts
  readonly findings: Findings
  readonly measures: Measures
  readonly ledgers: Ledgers
  readonly measureBoard: Board
  readonly identifying: Identifying
}
