import type { Tx } from '../platform/db/transaction'
import type { Actor } from '../vocabulary/actor'

export type Recovery = {
  /** Makes the recovery key pair and returns its private part as three shares, two of which restore it. */
  readonly make: (tx: Tx, actor: Actor, options: { demonstration: boolean }) => Promise<string[]>
  /** No report is accepted before the recovery key exists. */
  readonly isReadyForReports: (tx: Tx) => Promise<boolean>
}
