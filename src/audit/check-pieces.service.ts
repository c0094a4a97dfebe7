import type { Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { findHead, listChains, listHeads, type ChainEnds } from './audit.repository'
import type { Audit } from './audit.service'
import { createChainWalk, type Walk } from './chain-walk.service'
import { bodyOf, chainOf, sideOf } from './chain.rules'
import { findVerified, listVerified, saveVerified, type Check } from './checks.repository'
import type { Fault } from './fault'
import { positionPart } from './head-file'

type Deps = {
  readonly clock: Clock
  readonly audit: Audit
  readonly installation: Pick<Installation, 'auditLinkHolds' | 'headsHold' | 'macHeads'>
}

type At = { readonly seq: number; readonly hash: Buffer; readonly mac: Buffer }

const createMarks = ({ installation }: Deps) => ({
  sign: (of: string, chain: string, { seq, link }: Walk): At => ({
    ...{ seq, hash: link },
    mac: installation.macHeads(positionPart(of, { chain, seq, hash: link })),
  }),
  /** Where it was, when this installation said so. */
  read: (of: string, chain: string, at: At | undefined): Walk | undefined => {
    if (at === undefined) return undefined
    const { seq, hash, mac } = at
    const holds = installation.headsHold(positionPart(of, { chain, seq, hash }), mac)
    return holds ? { seq, link: hash } : undefined
  },
})

/** Up to where each chain was found whole, under the installation's signature. */
const LAST = 'chain'

/** A body whose own head was forged or removed takes no deed at all: what was found is then in the state only. */
const takesDeeds = async (tx: Tx, chain: string): Promise<boolean> => {
  const own = chainOf(bodyOf(chain), 'staff')
  const head = await findHead(tx, own)
  if (head !== undefined) return head.last <= head.seq
  return !(await listChains(tx)).includes(own)
}

const sameFault = (known: Fault | undefined, fault: Fault): boolean =>
  known?.fault === fault.fault && known.seq === fault.seq

/** What was found out about a chain; a fault that was not known yet is a deed of the system. */
const createSettle = (deps: Deps) => {
  const marks = createMarks(deps)
  return async (tx: Tx, chain: string, walk: Walk): Promise<void> => {
    const known = await findVerified(tx, chain)
    const { fault } = walk
    const checkedAt = deps.clock()
    await saveVerified(tx, { ...marks.sign(LAST, chain, walk), chain, checkedAt, fault })
    if (fault === undefined || sameFault(known?.fault, fault)) return
    if (!(await takesDeeds(tx, chain))) return
    await deps.audit.record(tx, { side: 'system' }, bodyOf(chain), {
      deed: 'record.fault-found',
      subject: String(fault.seq),
      ground: `${fault.fault} ${sideOf(chain)}`,
    })
  }
}

const createStart = (deps: Deps) => {
  const { begin } = createChainWalk(deps.installation)
  const marks = createMarks(deps)
  /** Where to begin on a chain: where this check was, where it was verified last, or where it begins. */
  return async (tx: Tx, { id, whole, position }: Check, head: ChainEnds): Promise<Walk> => {
    const { chain } = head
    const here = position?.chain === chain ? position.at : undefined
    const gone = marks.read(id, chain, here)
    if (gone !== undefined) return gone
    const first = await begin(tx, head)
    if (whole || first.fault !== undefined) return first
    const known = marks.read(LAST, chain, await findVerified(tx, chain))
    return known !== undefined && known.seq >= first.seq ? known : first
  }
}

/** Shorter than it was when it was last found whole. */
const cutBack = (head: ChainEnds, walk: Walk): Walk =>
  walk.seq > head.seq
    ? { ...walk, fault: { chain: head.chain, seq: head.seq + 1, fault: 'truncated' } }
    : walk

/** Chains that had entries, or were verified once, and have no head any more. */
const findHeadless = async (tx: Tx): Promise<Fault[]> => {
  const heads = new Set((await listHeads(tx)).map(({ chain }) => chain))
  const withEntries = await listChains(tx)
  const verified = await listVerified(tx)
  const known = new Set([...withEntries, ...verified.map(({ chain }) => chain)])
  return [...known]
    .filter(chain => !heads.has(chain))
    .map(chain => ({
      ...{ chain, seq: 1 },
      fault: withEntries.includes(chain) ? 'head-changed' : 'truncated',
    }))
}

/** The chain that is being walked, or the next one. */
const headOf = async (tx: Tx, { position }: Check): Promise<ChainEnds | undefined> => {
  const here = position?.at === undefined ? undefined : await findHead(tx, position.chain)
  if (here !== undefined) return here
  const after = position?.chain
  return (await listHeads(tx)).find(({ chain }) => after === undefined || chain > after)
}

/** The next piece of a check: a batch of entries, or its end. */
export const createCheckPieces = (deps: Deps) => {
  const { step, finish } = createChainWalk(deps.installation)
  const marks = createMarks(deps)
  const startOf = createStart(deps)
  const settle = createSettle(deps)

  const end = async (tx: Tx, check: Check): Promise<Check> => {
    const faults = await findHeadless(tx)
    for (const fault of faults)
      await settle(tx, fault.chain, { seq: 0, link: Buffer.alloc(0), fault })
    return { ...check, faults: check.faults + faults.length, endedAt: deps.clock() }
  }

  const walkOn = async (tx: Tx, check: Check, head: ChainEnds): Promise<Check> => {
    const { chain } = head
    const start = await startOf(tx, check, head)
    let walk = cutBack(head, start)
    const isBehind = () => walk.fault === undefined && walk.seq < head.seq
    if (isBehind()) walk = await step(tx, head, walk)
    const done = check.done + (walk.seq - start.seq)
    if (isBehind())
      return { ...check, done, position: { chain, at: marks.sign(check.id, chain, walk) } }
    const fault = walk.fault ?? finish(head, walk)
    await settle(tx, chain, fault === undefined ? walk : { ...walk, fault })
    const faults = check.faults + (fault === undefined ? 0 : 1)
    return { ...check, done, faults, position: { chain, at: undefined } }
  }

  return async (tx: Tx, check: Check): Promise<Check> => {
    const head = await headOf(tx, check)
    return head === undefined ? end(tx, check) : walkOn(tx, check, head)
  }
}
