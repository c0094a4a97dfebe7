import type { Accounts, StaffKeys, Visitor } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Desks } from '../desks'
import type { Filing } from '../filing'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import { newSymmetricKey, type Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Tickets } from '../platform/jobs/tickets'
import type { Random } from '../platform/random'
import type { Registry } from '../registry'
import type { Relations } from '../relations'
import { readTable, type ReadEnd, type ReadRow } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { Batch, BatchFile, BatchLimits, SheetInfo } from './batch'
import { suggestMapping } from './batch.rules'
import {
  clearProblems,
  dropExpired,
  findOnce,
  findPrinted,
  hasParts,
  holdTwin,
  insertBatch,
  listBatches,
  listProblems,
  tallyProblems,
  updateBatch,
} from './batches.repository'
import { checkWith } from './check-all.service'
import { frameWith, own, ownHeld } from './frame.service'
import { readLimits } from './limits.service'
import { createMappings } from './mappings.service'
import { createRunning } from './running.service'
import {
  openFileKey,
  openInfo,
  openParts,
  printOf,
  sealFileKey,
  sealInfo,
  storeParts,
} from './sealed-file.service'
import { orderTurn } from './turns'

export type BatchesDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly installation: Installation
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly accounts: Accounts
  readonly desks: Desks
  readonly cases: Cases
  readonly registry: Registry
  readonly relations: Relations
  readonly filing: Filing
  readonly tickets: Tickets
}

export type Brought = {
  readonly once: string
  readonly source: string
  readonly name: string
  readonly bytes: Buffer
}

const HOUR = 3_600_000

/** The first line alone: the reading ends with it. */
const headOf = async (
  bytes: Buffer,
  limits: BatchLimits,
): Promise<{ readonly headers: readonly string[]; readonly end: ReadEnd }> => {
  const seen: ReadRow[] = []
  const end = await readTable(bytes, limits.read, rows => {
    if (seen.length === 0 && rows[0] !== undefined) seen.push(rows[0])
  })
  return { headers: seen[0]?.cells ?? [], end }
}

const bringWith =
  (deps: BatchesDeps) =>
  async (
    { actor, keys }: Visitor,
    { once, source, name, bytes }: Brought,
    limits: BatchLimits,
  ): Promise<{ readonly ok: true; readonly id: string } | (ReadEnd & { readonly ok: false })> => {
    const { db, random, clock, audit, installation } = deps
    const before = await db.piecemeal(tx => findOnce(tx, actor.id, once))
    if (before !== undefined) return { ok: true, id: before.id }
    const { headers, end } = await headOf(bytes, limits)
    if (!end.ok) return end
    const id = random.uuid()
    const key = newSymmetricKey(random)
    const now = clock()
    return db.inTransaction(async tx => {
      const info: SheetInfo = { name, headers, mapping: {} }
      const made = await insertBatch(tx, {
        ...{ id, once, source, organisation_id: actor.organisationId, staff_id: actor.id },
        print: printOf(installation.throttleKey, bytes),
        sealed_key: sealFileKey(id, keys, key),
        sealed_sheet: sealInfo(id, key, info),
        made_at: now,
        expires_at: new Date(now.getTime() + limits.keepHours * HOUR),
      })
      // Sent twice at once: the first of the two is the one.
      if (!made) return { ok: true, id: (await findOnce(tx, actor.id, once))?.id ?? id } as const
      await updateBatch(tx, id, { total: end.rows - 1 })
      await storeParts(tx, id, { key, bytes })
      const done = { deed: 'batch.received', subject: id, ground: source } as const
      await audit.record(tx, actor, actor.organisationId, done)
      return { ok: true, id } as const
    })
  }

/** A job that lost its worker goes on with the session that looks at it, unless its file is gone meanwhile. */
const wakeWith =
  (deps: BatchesDeps) =>
  async (tx: Tx, { actor, keys }: Visitor, id: string): Promise<void> => {
    const batch = await ownHeld(tx, actor, id)
    const isStuck =
      batch.state === 'waiting' ||
      (batch.state === 'running' && !(await deps.tickets.isOpen(tx, id)))
    if (!isStuck) return
    if (await hasParts(tx, id)) {
      const { keepHours } = await readLimits(deps)(tx)
      await ticketFor(deps, tx, batch, { keys, keepHours })
      return
    }
    await updateBatch(tx, id, { state: 'done', ended_at: deps.clock() })
    await deps.audit.record(tx, actor, actor.organisationId, {
      ...{ deed: 'batch.ended', subject: id, ground: `${batch.created} cases` },
    })
  }

/** The key of this one file goes to the workers that live; without one the job waits. */
const ticketFor = async (
  { tickets, clock }: BatchesDeps,
  tx: Tx,
  batch: Batch,
  { keys, keepHours }: { readonly keys: StaffKeys; readonly keepHours: number },
): Promise<void> => {
  const given = await tickets.give(tx, batch.id, openFileKey(batch, keys))
  const expires_at = new Date(clock().getTime() + keepHours * HOUR)
  await updateBatch(tx, batch.id, { state: given ? 'running' : 'waiting', expires_at })
  if (given) await orderTurn(tx, { id: batch.id, turn: 'a' })
}

const startWith =
  (deps: BatchesDeps) =>
  async (
    tx: Tx,
    { actor, keys }: Visitor,
    id: string,
    { withAlike }: { readonly withAlike: boolean },
  ): Promise<void> => {
    await own(tx, actor, id)
    const twin = await holdTwin(tx, id)
    const batch = await ownHeld(tx, actor, id)
    if (['running', 'waiting', 'done'].includes(batch.state)) return
    if (twin !== undefined) throw refused('batch.twice')
    if (batch.state !== 'checked') throw refused('batch.unchecked')
    const { keepHours } = await readLimits(deps)(tx)
    if (withAlike) await clearProblems(tx, id, 'alike')
    await updateBatch(tx, id, { started_at: deps.clock() })
    await ticketFor(deps, tx, batch, { keys, keepHours })
    const done = { deed: 'batch.started', subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

const openWith =
  (deps: BatchesDeps) =>
  async (tx: Tx, { actor, keys }: Visitor, id: string): Promise<BatchFile> => {
    const found = await own(tx, actor, id)
    const at = { place: '*', on: dayOf(deps.clock()) }
    const limits = await readLimits(deps)(tx)
    const { lawbook } = deps
    const fields = await lawbook.list(tx, 'batch-field', at)
    const info = openInfo(found, openFileKey(found, keys))
    const remembered = await createMappings(deps).recall(tx, found)
    const known = fields.map(({ code, data }) => ({ code, name: data.name, headers: data.headers }))
    const mapping =
      found.state === 'mapping' ? suggestMapping(info.headers, known, remembered) : info.mapping
    const sources = await lawbook.list(tx, 'batch-source', at)
    return { batch: found, info: { ...info, mapping }, fields, sources, limits }
  }

export const createBatches = (deps: BatchesDeps) => {
  const { db, lawbook, clock, installation } = deps
  const frameOf = frameWith(deps)
  return {
    limits: readLimits(deps),
    sources: (tx: Tx) => lawbook.list(tx, 'batch-source', { place: '*', on: dayOf(clock()) }),
    /** Reads it and seals it for this person; a file that cannot be read is told by a word and not kept. */
    bring: bringWith(deps),
    /** The import of the same bytes that this body made before. */
    before: (tx: Tx, actor: StaffActor, bytes: Buffer) =>
      findPrinted(tx, actor.organisationId, printOf(installation.throttleKey, bytes)),
    list: (tx: Tx, actor: StaffActor) => listBatches(tx, actor.id, LISTED),
    /** @throws notFound('page') for another's */
    open: openWith(deps),
    check: checkWith(deps),
    problems: (tx: Tx, id: string, limit: number) => listProblems(tx, id, limit),
    tally: tallyProblems,
    start: startWith(deps),
    wake: (visitor: Visitor, id: string): Promise<void> =>
      db.inTransaction(tx => wakeWith(deps)(tx, visitor, id)),
    /** Its bytes, for the error file. @throws notFound('page') when their time is over */
    bytes: async (tx: Tx, { actor, keys }: Visitor, id: string): Promise<Buffer> => {
      const batch = await own(tx, actor, id)
      const bytes = await openParts(tx, id, openFileKey(batch, keys))
      if (bytes === undefined) throw notFound('page')
      const done = { deed: 'batch.fetched', subject: id } as const
      await deps.audit.record(tx, actor, actor.organisationId, done)
      return bytes
    },
    work: createRunning({ ...deps, frameOf, remember: createMappings(deps).remember }),
    sweep: (tx: Tx) => dropExpired(tx, clock()),
  }
}

const LISTED = 20

export type Batches = ReturnType<typeof createBatches>
