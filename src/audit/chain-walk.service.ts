import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { listEntries, type ChainEnds, type Head } from './audit.repository'
import { canonical, chainStart } from './chain.rules'
import { findCheckpoint } from './checkpoints.repository'
import type { Fault, FaultKind } from './fault'
import { checkpointPart } from './head-file'

/** Up to `seq` everything is what was written, and ends with this link. */
export type Walk = { readonly seq: number; readonly link: Buffer; readonly fault?: Fault }

type Expected = { readonly seq: number; readonly hash: string }

const batch = 1000

export type ChainWalk = {
  /** The beginning of a chain: its first entry ever, or the checkpoint of its last purge. */
  readonly begin: (tx: Tx, ends: Head & { readonly first: number }) => Promise<Walk>
  /** The next batch, each entry held against the one before it. */
  readonly step: (tx: Tx, head: Head, walk: Walk, expected?: Expected) => Promise<Walk>
  /** Whether the chain ends where its head says. */
  readonly finish: (ends: ChainEnds, walk: Walk) => Fault | undefined
}

type Keys = Pick<Installation, 'auditLinkHolds' | 'headsHold'>

export const createChainWalk = (installation: Keys): ChainWalk => ({
  begin: async (tx, { chain, first }) => {
    const point = await findCheckpoint(tx, chain)
    if (point === undefined) return { seq: 0, link: chainStart(chain) }
    const { seq, hash, mac } = point
    const walk = { seq, link: hash }
    if (!installation.headsHold(checkpointPart(point), mac))
      return { ...walk, fault: { chain, seq, fault: 'checkpoint-broken' } }
    // What was purged does not come back: whoever puts a row there has made it up.
    if (first > 0 && first <= seq)
      return { ...walk, fault: { chain, seq: first, fault: 'planted' } }
    return walk
  },

  step: async (tx, head, walk, expected) => {
    const { chain } = head
    const entries = await listEntries(tx, chain, walk.seq, Math.min(batch, head.seq - walk.seq))
    let { seq, link } = walk
    const stop = (fault: FaultKind): Walk => ({ seq, link, fault: { chain, seq: seq + 1, fault } })
    if (entries.length === 0) return stop('missing')
    for (const entry of entries) {
      const next = seq + 1
      if (entry.seq !== next) return stop('missing')
      const changed = !installation.auditLinkHolds(link, canonical(entry), entry.hash)
      const other = expected?.seq === next && expected.hash !== entry.hash.toString('base64url')
      if (changed || other) return stop('changed')
      seq = next
      link = entry.hash
    }
    return { seq, link }
  },

  finish: ({ chain, seq, hash, last }, walk) => {
    if (!walk.link.equals(hash)) return { chain, seq, fault: 'head-changed' }
    return last > seq ? { chain, seq: seq + 1, fault: 'head-changed' } : undefined
  },
})
