import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { BatchId, OrganisationId, StaffId } from '../vocabulary/ids'
import { batchStates, type Batch, type BatchState } from './batch'

const id = <Id extends string>() => z.string().transform(text => text as Id)

const Row = z.object({
  id: id<BatchId>(),
  once: z.string(),
  organisation_id: id<OrganisationId>(),
  year: z.number(),
  serial: z.number(),
  state: z.enum(batchStates),
  layout_code: z.string(),
  layout_place: z.string(),
  layout_version: z.number(),
  payments: z.number(),
  fen: z.coerce.bigint(),
  digest: z.instanceof(Buffer),
  built_by: id<StaffId>(),
  built_at: z.date(),
  released_by: id<StaffId>().nullable(),
  released_at: z.date().nullable(),
})
type BatchRow = z.output<typeof Row>

const toBatch = (row: unknown): Batch => {
  const read = Row.parse(row)
  return {
    ...{ id: read.id, organisationId: read.organisation_id, year: read.year },
    ...{ serial: read.serial, state: read.state, payments: read.payments, fen: read.fen },
    layout: { code: read.layout_code, place: read.layout_place, version: read.layout_version },
    ...{ digest: read.digest, builtBy: read.built_by, builtAt: read.built_at },
    ...{ releasedBy: read.released_by, releasedAt: read.released_at },
  }
}

type NewBatch = Omit<BatchRow, 'serial' | 'state' | 'released_by' | 'released_at' | 'fen'> & {
  readonly fen: string
}

/** What builds or settles payments of one body goes one after the other. Held until the transaction ends. */
export const holdPayments = async (tx: Tx, body: OrganisationId): Promise<void> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`pay-batches:${body}`])
}

/** Under the next number of its body's year; with the payments of the body held. */
export const insertBatch = async (tx: Tx, row: NewBatch): Promise<void> => {
  const next = sql(tx)('pay_batches')
    .where({ organisation_id: row.organisation_id, year: row.year })
    .select(sql(tx).raw('coalesce(max(serial), 0) + 1'))
  await sql(tx)('pay_batches').insert({ ...row, serial: next, state: 'built' })
}

export const findBatchOnce = async (tx: Tx, once: string): Promise<Batch | undefined> => {
  const row: unknown = await sql(tx)('pay_batches').where({ once }).first()
  return row === undefined ? undefined : toBatch(row)
}

export const findBatch = async (
  tx: Tx,
  body: OrganisationId,
  batchId: BatchId,
): Promise<Batch | undefined> => {
  const row: unknown = await sql(tx)('pay_batches')
    .where({ id: batchId, organisation_id: body })
    .first()
  return row === undefined ? undefined : toBatch(row)
}

/** Held until the transaction ends. */
export const lockBatch = async (
  tx: Tx,
  body: OrganisationId,
  batchId: BatchId,
): Promise<Batch | undefined> => {
  const row: unknown = await sql(tx)('pay_batches')
    .where({ id: batchId, organisation_id: body })
    .forUpdate()
    .first()
  return row === undefined ? undefined : toBatch(row)
}

/** Newest first. */
export const listBatches = async (
  tx: Tx,
  body: OrganisationId,
  {
    states,
    before,
    limit,
  }: {
    readonly states: readonly BatchState[]
    readonly before?: Date | undefined
    readonly limit: number
  },
): Promise<Batch[]> => {
  const query = sql(tx)('pay_batches')
    .where({ organisation_id: body })
    .whereIn('state', [...states])
    .orderBy('built_at', 'desc')
    .limit(limit)
  if (before !== undefined) void query.where('built_at', '<', before)
  const rows: unknown[] = await query
  return rows.map(toBatch)
}

type Change = Partial<Pick<BatchRow, 'state' | 'released_by' | 'released_at'>> & {
  readonly ended_at?: Date | null
}

export const updateBatch = async (tx: Tx, batchId: BatchId, change: Change): Promise<void> => {
  await sql(tx)('pay_batches').where({ id: batchId }).update(change)
}
