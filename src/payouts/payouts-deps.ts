import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Awards } from '../awards'
import type { Cases } from '../cases'
import type { Desks, Holder } from '../desks'
import type { Lawbook } from '../lawbook'
import type { Notices } from '../notify'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { MatchAnswer, Payee } from './claim'

export type PayoutDeps = {
  readonly accounts: Pick<Accounts, 'listActive'>
  readonly audit: Audit
  readonly awards: Pick<Awards, 'course' | 'told'>
  readonly cases: Pick<Cases, 'claimOf' | 'recipientIn' | 'openByReceipt' | 'codeStateOf'>
  readonly desks: Desks
  readonly lawbook: Lawbook
  readonly notices: Pick<Notices, 'mark'>
  readonly clock: Clock
  readonly random: Random
  /** Whether it is who the reporter said to be, in one word; the room that keeps names is locked to this one. */
  readonly compareIdentity: (
    tx: Tx,
    reporter: Holder,
    person: Pick<Payee, 'name' | 'idNumber'>,
    where: 'web' | 'office',
  ) => Promise<MatchAnswer>
}
