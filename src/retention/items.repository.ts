import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, RunId } from '../vocabulary/ids'
import type { Item, Progress } from './run'
import type { KeptWhy } from './terms.rules'

const day = z.string().transform(asDay)
const Row = z.object({
  position: z.number(),
  case_id: z.string().transform(id => id as CaseId),
  year: z.number(),
  serial: z.number(),
  outcome: z.string(),
  closed_on: day,
  due_on: day,
  term_version: z.number(),
  state: z.enum(['waiting', 'erased', 'kept']),
  why: z.string().nullable(),
  tries: z.number(),
})

const toItem = (row: unknown): Item => {
  const { case_id, closed_on, due_on, term_version, ...read } = Row.parse(row)
  return {
    ...read,
    caseId: case_id,
    closedOn: closed_on,
    dueOn: due_on,
    termVersion: term_version,
  }
}

type NewItem = Omit<Item, 'state' | 'why' | 'tries'>

const AT_ONCE = 500

export const insertItems = async (
  tx: Tx,
  runId: RunId,
  items: readonly NewItem[],
): Promise<void> => {
  for (let at = 0; at < items.length; at += AT_ONCE)
    await sql(tx)('retention_items').insert(
      items.slice(at, at + AT_ONCE).map(item => ({
        run_id: runId,
        position: item.position,
        case_id: item.caseId,
        year: item.year,
        serial: item.serial,
        outcome: item.outcome,
        closed_on: item.closedOn,
        due_on: item.dueOn,
        term_version: item.termVersion,
        state: 'waiting',
      })),
    )
}

type Part = { readonly after?: number; readonly limit?: number }

/** In the order of the list. */
export const listItems = async (
  tx: Tx,
  runId: RunId,
  { after, limit }: Part = {},
): Promise<Item[]> => {
  const query = sql(tx)('retention_items').where({ run_id: runId }).orderBy('position')
  if (after !== undefined) void query.where('position', '>', after)
  if (limit !== undefined) void query.limit(limit)
  const rows: unknown[] = await query
  return rows.map(toItem)
}

/** The next one that nobody else is at; it is held until the transaction ends. */
export const takeItem = async (tx: Tx, runId: RunId): Promise<Item | undefined> => {
  const row: unknown = await sql(tx)('retention_items')
    .where({ run_id: runId, state: 'waiting' })
    .orderBy(['tries', 'position'])
    .forUpdate()
    .skipLocked()
    .first()
  return row === undefined ? undefined : toItem(row)
}

export const markErased = async (tx: Tx, runId: RunId, position: number): Promise<void> => {
  await sql(tx)('retention_items').where({ run_id: runId, position }).update({ state: 'erased' })
}

export const markKept = async (
  tx: Tx,
  runId: RunId,
  { position, why }: { readonly position: number; readonly why: KeptWhy },
): Promise<void> => {
  await sql(tx)('retention_items').where({ run_id: runId, position }).update({ state: 'kept', why })
}

/** It went wrong and was undone: another time. */
export const addTry = async (tx: Tx, runId: RunId, position: number): Promise<void> => {
  await sql(tx)('retention_items').where({ run_id: runId, position }).increment('tries', 1)
}

/** The list was turned down: its lines go with it. */
export const deleteItems = async (tx: Tx, runId: RunId): Promise<CaseId[]> => {
  const rows: unknown = await sql(tx)('retention_items').where({ run_id: runId }).delete('case_id')
  return z
    .array(Row.pick({ case_id: true }))
    .parse(rows)
    .map(row => row.case_id)
}

const Counts = z.object({
  rows: z.tuple([
    z.object({ waiting: z.number(), erased: z.number(), kept: z.number(), blobs: z.number() }),
  ]),
})

export const countProgress = async (tx: Tx, runId: RunId): Promise<Progress> => {
  const found: unknown = await sql(tx).raw(
    `SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
       count(*) FILTER (WHERE state = 'erased')::int AS erased,
       count(*) FILTER (WHERE state = 'kept')::int AS kept,
       (SELECT count(*)::int FROM retention_blobs WHERE run_id = ?) AS blobs
     FROM retention_items WHERE run_id = ?`,
    [runId, runId],
  )
  return Counts.parse(found).rows[0]
}

export const insertBlobs = async (
  tx: Tx,
  runId: RunId,
  blobIds: readonly string[],
): Promise<void> => {
  if (blobIds.length === 0) return
  await sql(tx)('retention_blobs').insert(blobIds.map(id => ({ blob_id: id, run_id: runId })))
}

export const listBlobs = async (tx: Tx, runId: RunId, limit: number): Promise<string[]> =>
  sql(tx)('retention_blobs').where({ run_id: runId }).limit(limit).pluck<string[]>('blob_id')

export const deleteBlobs = async (tx: Tx, blobIds: readonly string[]): Promise<void> => {
  await sql(tx)('retention_blobs').whereIn('blob_id', blobIds).delete()
}
