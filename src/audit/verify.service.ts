import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { listChains, listEntries, listHeads, type Head } from './audit.repository'
import { canonical, chainStart } from './chain.rules'
import { HeadFile, signedPart } from './head-file'

/** Where the record stops being what was written. */
export type Fault = {
  readonly chain: string
  readonly seq: number
  readonly fault: 'missing' | 'changed' | 'head-changed' | 'truncated' | 'head-file-broken'
}

export type Verdict =
  | { readonly ok: true; readonly chains: number; readonly entries: number }
  | ({ readonly ok: false } & Fault)

type Exported = HeadFile['heads'][number]
type Walk = { readonly seq: number; readonly link: Buffer; readonly fault?: Fault }

const batch = 1000

const readHeadFile = (installation: Installation, file: unknown): Exported[] | undefined => {
  const { success, data } = HeadFile.safeParse(file)
  if (!success || !installation.headsHold(signedPart(data), Buffer.from(data.mac, 'base64url')))
    return undefined
  return data.heads
}

export const createVerify = (installation: Installation) => {
  /** The next batch of a chain, each entry held against the one before it. */
  const step = async (tx: Tx, head: Head, walk: Walk, exported?: Exported): Promise<Walk> => {
    const { chain } = head
    const entries = await listEntries(tx, chain, walk.seq, Math.min(batch, head.seq - walk.seq))
    let { seq, link } = walk
    if (entries.length === 0) return { seq, link, fault: { chain, seq: seq + 1, fault: 'missing' } }
    for (const entry of entries) {
      seq += 1
      if (entry.seq !== seq) return { seq, link, fault: { chain, seq, fault: 'missing' } }
      const changed = !installation.auditLinkHolds(link, canonical(entry), entry.hash)
      const other = exported?.seq === seq && exported.hash !== entry.hash.toString('base64url')
      if (changed || other) return { seq, link, fault: { chain, seq, fault: 'changed' } }
      link = entry.hash
    }
    return { seq, link }
  }

  const walkChain = async (tx: Tx, head: Head, exported?: Exported): Promise<Fault | undefined> => {
    const { chain } = head
    let walk: Walk = { seq: 0, link: chainStart(chain) }
    while (walk.seq < head.seq && walk.fault === undefined)
      walk = await step(tx, head, walk, exported)
    if (walk.fault !== undefined) return walk.fault
    if (!walk.link.equals(head.hash)) return { chain, seq: head.seq, fault: 'head-changed' }
    if (exported !== undefined && exported.seq > head.seq)
      return { chain, seq: head.seq + 1, fault: 'truncated' }
    return undefined
  }

  const findFault = async (
    tx: Tx,
    heads: Awaited<ReturnType<typeof listHeads>>,
    exported: readonly Exported[],
  ): Promise<Fault | undefined> => {
    const known = new Set(heads.map(({ chain }) => chain))
    const gone = exported.find(({ chain }) => !known.has(chain))
    if (gone !== undefined) return { chain: gone.chain, seq: 1, fault: 'truncated' }
    for (const head of heads) {
      const ofChain = exported.find(({ chain }) => chain === head.chain)
      const fault = await walkChain(tx, head, ofChain)
      if (fault !== undefined) return fault
      if (head.last > head.seq)
        return { chain: head.chain, seq: head.seq + 1, fault: 'head-changed' }
    }
    return undefined
  }

  return async (tx: Tx, headFile?: unknown): Promise<Verdict> => {
    const exported = headFile === undefined ? [] : readHeadFile(installation, headFile)
    if (exported === undefined) return { ok: false, chain: '', seq: 0, fault: 'head-file-broken' }
    // Chains first: one that begins meanwhile then has its head among the heads.
    const chains = await listChains(tx)
    const heads = await listHeads(tx)
    const headless = chains.find(chain => heads.every(head => head.chain !== chain))
    if (headless !== undefined) return { ok: false, chain: headless, seq: 1, fault: 'head-changed' }
    const fault = await findFault(tx, heads, exported)
    if (fault !== undefined) return { ok: false, ...fault }
    const entries = heads.reduce((sum, { seq }) => sum + seq, 0)
    return { ok: true, chains: heads.length, entries }
  }
}
