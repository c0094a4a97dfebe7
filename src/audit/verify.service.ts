import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { listChains, listHeads, type ChainEnds } from './audit.repository'
import { createChainWalk, type Walk } from './chain-walk.service'
import { listCheckpoints } from './checkpoints.repository'
import type { Fault } from './fault'
import { HeadFile, signedPart } from './head-file'

export type Verdict =
  | { readonly ok: true; readonly chains: number; readonly entries: number }
  | ({ readonly ok: false } & Fault)
  | {
      readonly ok: false
      readonly chain: ''
      readonly seq: 0
      readonly fault: 'head-file-broken'
    }

type Exported = HeadFile['heads'][number]

const readHeadFile = (installation: Installation, file: unknown): Exported[] | undefined => {
  const { success, data } = HeadFile.safeParse(file)
  if (!success || !installation.headsHold(signedPart(data), Buffer.from(data.mac, 'base64url')))
    return undefined
  return data.heads
}

export const createVerify = (installation: Installation) => {
  const { begin, step, finish } = createChainWalk(installation)

  /** What was exported and is not there: beyond the head, or another link where the chain begins now. */
  const contradiction = (head: ChainEnds, begun: Walk, exported: Exported): Fault | undefined => {
    const { chain } = head
    const { seq, hash } = exported
    if (seq === begun.seq && hash !== begun.link.toString('base64url'))
      return { chain, seq, fault: 'changed' }
    return seq > head.seq ? { chain, seq: head.seq + 1, fault: 'truncated' } : undefined
  }

  const walkChain = async (
    tx: Tx,
    head: ChainEnds,
    exported?: Exported,
  ): Promise<Fault | undefined> => {
    const begun = await begin(tx, head)
    let walk = begun
    while (walk.seq < head.seq && walk.fault === undefined)
      walk = await step(tx, head, walk, exported)
    const fault = walk.fault ?? finish(head, walk)
    if (fault !== undefined || exported === undefined) return fault
    return contradiction(head, begun, exported)
  }

  const findFault = async (
    tx: Tx,
    heads: readonly ChainEnds[],
    exported: readonly Exported[],
  ): Promise<Fault | undefined> => {
    const known = new Set(heads.map(({ chain }) => chain))
    const gone = exported.find(({ chain }) => !known.has(chain))
    if (gone !== undefined) return { chain: gone.chain, seq: 1, fault: 'truncated' }
    for (const head of heads) {
      const ofChain = exported.find(({ chain }) => chain === head.chain)
      const fault = await walkChain(tx, head, ofChain)
      if (fault !== undefined) return fault
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
    const points = await listCheckpoints(tx)
    const purged = points.reduce((sum, { seq }) => sum + seq, 0)
    const entries = heads.reduce((sum, { seq }) => sum + seq, 0) - purged
    return { ok: true, chains: heads.length, entries }
  }
}
