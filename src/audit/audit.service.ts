import { asDay, dayOf, type Clock, type Day } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Actor } from '../vocabulary/actor'
import type { Deed } from '../vocabulary/deeds'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { append, listHeads, listOfCase, listSignIns, lockHead, makeHead } from './audit.repository'
import type { CaseQuery, LinkedRow } from './audit.repository'
import {
  canonical,
  chainOf,
  chainStart,
  sideOf,
  type AuditRow,
  type ChainSide,
} from './chain.rules'
import { signedPart, type HeadFile } from './head-file'
import { createVerify, type Verdict } from './verify.service'

type Deps = { readonly clock: Clock; readonly installation: Installation }

type DeedDone = {
  readonly deed: Deed
  readonly caseId?: CaseId
  /** The id of what it was done to, when that is not the case itself. */
  readonly subject?: string
  /** A code, or the reason a person gave. Never anything of a report. */
  readonly ground?: string
}

export type AuditEntry = {
  readonly chain: string
  readonly seq: number
  readonly side: ChainSide
  /** Null for what a reporter did. */
  readonly at: Date | null
  readonly onDay: Day
  readonly actorId: string | null
  readonly deed: Deed
  readonly caseId: CaseId | null
  readonly subject: string | null
  readonly ground: string | null
}

export type Audit = {
  /** Call it last in a transaction: the head of the chain stays locked until that ends. */
  readonly record: (
    tx: Tx,
    actor: Actor,
    organisationId: OrganisationId,
    done: DeedDone,
  ) => Promise<void>
  /** Several deeds, in one or several organisations; the heads are locked in the order of their ids. */
  readonly recordMany: (
    tx: Tx,
    actor: Actor,
    done: readonly (DeedDone & { readonly organisationId: OrganisationId })[],
  ) => Promise<void>
  /** Walks every chain and names the first entry that is not what was written. */
  readonly verify: (tx: Tx, headFile?: unknown) => Promise<Verdict>
  /** What every chain has reached, signed: keep it outside, and a later truncation shows. */
  readonly exportHeads: (tx: Tx) => Promise<HeadFile>
  /** Newest first, 50 unless told; the last entry of a page is `before` of the next. */
  readonly listForCase: (
    tx: Tx,
    caseId: CaseId,
    query?: Partial<CaseQuery>,
  ) => Promise<AuditEntry[]>
  /** An officer's own sign-ins, newest first. */
  readonly listSignIns: (tx: Tx, staffId: StaffId, limit: number) => Promise<AuditEntry[]>
}

const sideOfActor = (actor: Actor): ChainSide => (actor.side === 'reporter' ? 'reporter' : 'staff')

const actorIdOf = (actor: Actor): string | null => {
  if (actor.side === 'staff') return actor.id
  return actor.side === 'reporter' ? actor.reportId : null
}

export const toEntry = (row: LinkedRow): AuditEntry => ({
  chain: row.chain,
  seq: row.seq,
  side: sideOf(row.chain),
  at: row.at,
  onDay: asDay(row.onDay),
  actorId: row.actorId,
  deed: row.deed,
  caseId: row.caseId as CaseId | null,
  subject: row.subject,
  ground: row.ground,
})

export const createAudit = ({ clock, installation }: Deps): Audit => {
  const rowOf = (actor: Actor, chain: string, done: DeedDone): Omit<AuditRow, 'seq'> => {
    const now = clock()
    return {
      chain,
      at: actor.side === 'reporter' ? null : now,
      onDay: dayOf(now),
      actorId: actorIdOf(actor),
      deed: done.deed,
      caseId: done.caseId ?? null,
      subject: done.subject ?? null,
      ground: done.ground ?? null,
    }
  }

  /** The head, locked; a chain that has none yet gets one. */
  const holdHead = async (tx: Tx, chain: string) => {
    const found = await lockHead(tx, chain)
    if (found !== undefined) return found
    await makeHead(tx, { chain, seq: 0, hash: chainStart(chain) })
    const made = await lockHead(tx, chain)
    if (made === undefined) throw new Error('a chain has no head')
    return made
  }

  const recordOn = async (tx: Tx, actor: Actor, chain: string, done: readonly DeedDone[]) => {
    const { seq, hash } = await holdHead(tx, chain)
    const linked: LinkedRow[] = []
    for (const deedDone of done) {
      const row = { ...rowOf(actor, chain, deedDone), seq: seq + linked.length + 1 }
      const previous = linked.at(-1)?.hash ?? hash
      linked.push({ ...row, hash: installation.linkAudit(previous, canonical(row)) })
    }
    await append(tx, linked)
  }

  return {
    record: (tx, actor, organisationId, done) =>
      recordOn(tx, actor, chainOf(organisationId, sideOfActor(actor)), [done]),
    recordMany: async (tx, actor, done) => {
      const onChain = (chain: string) =>
        done.filter(one => chainOf(one.organisationId, sideOfActor(actor)) === chain)
      const chains = done.map(one => chainOf(one.organisationId, sideOfActor(actor)))
      for (const chain of [...new Set(chains)].sort())
        await recordOn(tx, actor, chain, onChain(chain))
    },
    verify: createVerify(installation),
    exportHeads: async tx => {
      const heads = await listHeads(tx)
      const spelled = heads.map(({ chain, seq, hash }) => ({
        chain,
        seq,
        hash: hash.toString('base64url'),
      }))
      const signed = { day: dayOf(clock()), heads: spelled }
      return { ...signed, mac: installation.macHeads(signedPart(signed)).toString('base64url') }
    },
    listForCase: async (tx, caseId, query = {}) =>
      (await listOfCase(tx, caseId, { limit: 50, ...query })).map(toEntry),
    listSignIns: async (tx, staffId, limit) => (await listSignIns(tx, staffId, limit)).map(toEntry),
  }
}
