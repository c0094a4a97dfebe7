import type { Accounts } from '../accounts'
import type { Amendments } from '../amendments'
import type { Audit } from '../audit'
import type { Budget } from '../budget'
import type { Case, Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import type { Masking } from '../masking'
import type { Notices } from '../notify'
import type { Organisations } from '../organisations'
import type { Clock, Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { CaseId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'

/** What an award asks of the finding: the room that keeps it stands on the same floor. */
export type FindingSeen = {
  readonly decidedOn: Day | null
  readonly match: 'full' | 'partly' | 'no'
  readonly loss: Fen
}

export type AwardDeps = {
  readonly accounts: Pick<Accounts, 'listActive'>
  readonly amendments: Pick<Amendments, 'standingOf'>
  readonly audit: Audit
  readonly budget: Pick<Budget, 'commit' | 'free' | 'pay' | 'reopen' | 'reverse'>
  readonly cases: Cases
  readonly deadlines: Pick<
    Deadlines,
    'again' | 'dueAfter' | 'finish' | 'forCase' | 'plan' | 'start'
  >
  readonly desks: Desks
  readonly lawbook: Lawbook
  readonly masking: Pick<Masking, 'maskOf'>
  readonly notices: Pick<Notices, 'mark'>
  readonly organisations: Pick<Organisations, 'get'>
  readonly clock: Clock
  readonly random: Random
  readonly seeFinding: (
    tx: Tx,
    key: SymmetricKey,
    caseId: CaseId,
  ) => Promise<FindingSeen | undefined>
}

/** One report of a matter, opened, with the case that leads and what was found in it. */
export type OpenMatter = {
  readonly found: Case
  readonly lead: Case
  readonly key: SymmetricKey
  readonly finding: FindingSeen | undefined
}
