import type { Tx } from '../platform/db/transaction'
import type { Deed } from '../vocabulary/deeds'
import { findHead } from './audit.repository'
import { toEntry, type AuditEntry } from './audit.service'
import {
  countRecord,
  findEntry,
  listRecord,
  tallyRecord,
  type RecordPlace,
  type RecordQuestion,
  type Stretch,
  type Tally,
} from './record.repository'

/** Reads the record across cases. Whoever asks names the chains; whether they may is decided above. */
export type AuditRecord = {
  /** Newest first; the last entry of a page is `before` of the next. */
  readonly list: (
    tx: Tx,
    question: RecordQuestion,
    page: { readonly before?: RecordPlace | undefined; readonly limit: number },
  ) => Promise<AuditEntry[]>
  /** Counted no further than `most`. */
  readonly count: (tx: Tx, question: RecordQuestion, most: number) => Promise<number>
  readonly find: (tx: Tx, chain: string, seq: number) => Promise<AuditEntry | undefined>
  /** Who did these deeds how often, by month. */
  readonly tally: (tx: Tx, question: RecordQuestion, deeds: readonly Deed[]) => Promise<Tally[]>
  /** Each chain up to where it is now: what comes later does not belong. */
  readonly stretches: (tx: Tx, chains: readonly string[]) => Promise<Stretch[]>
}

export const createRecord = (): AuditRecord => ({
  list: async (tx, question, page) => (await listRecord(tx, question, page)).map(toEntry),
  count: countRecord,
  find: async (tx, chain, seq) => {
    const row = await findEntry(tx, chain, seq)
    return row === undefined ? undefined : toEntry(row)
  },
  tally: tallyRecord,
  stretches: async (tx, chains) => {
    const stretches: Stretch[] = []
    for (const chain of chains)
      stretches.push({ chain, upTo: (await findHead(tx, chain))?.seq ?? 0 })
    return stretches
  },
})
