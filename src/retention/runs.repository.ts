import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, RunId, StaffId } from '../vocabulary/ids'
import { runStates, type Run } from './run'

const id = z.string()
const staffId = id.transform(text => text as StaffId)
const bytes = z.instanceof(Buffer)

const Row = z.object({
  id: id.transform(text => text as RunId),
  organisation_id: id.transform(text => text as OrganisationId),
  state: z.enum(runStates),
  proposed_by: staffId,
  proposed_at: z.date(),
  decided_by: staffId.nullable(),
  decided_at: z.date().nullable(),
  done_at: z.date().nullable(),
  size: z.number(),
  list_hash: bytes,
  certificate_hash: bytes.nullable(),
})

const toRun = (row: unknown): Run => {
  const read = Row.parse(row)
  return {
    id: read.id,
    organisationId: read.organisation_id,
    state: read.state,
    proposedBy: read.proposed_by,
    proposedAt: read.proposed_at,
    decidedBy: read.decided_by,
    decidedAt: read.decided_at,
    doneAt: read.done_at,
    size: read.size,
    listHash: read.list_hash,
    certificateHash: read.certificate_hash,
  }
}

type NewRun = Pick<Run, 'id' | 'organisationId' | 'proposedBy' | 'proposedAt' | 'size' | 'listHash'>

export const insertRun = async (tx: Tx, run: NewRun): Promise<void> => {
  await sql(tx)('retention_runs').insert({
    id: run.id,
    organisation_id: run.organisationId,
    state: 'proposed',
    proposed_by: run.proposedBy,
    proposed_at: run.proposedAt,
    size: run.size,
    list_hash: run.listHash,
  })
}

/** `hold`: until the transaction ends nobody else decides on it. */
export const findRun = async (tx: Tx, runId: RunId, hold = false): Promise<Run | undefined> => {
  const query = sql(tx)('retention_runs').where({ id: runId })
  const row: unknown = await (hold ? query.forUpdate() : query).first()
  return row === undefined ? undefined : toRun(row)
}

/** Newest first. */
export const listRuns = async (
  tx: Tx,
  organisationId: OrganisationId,
  { limit, before }: { readonly limit: number; readonly before?: Date | undefined },
): Promise<Run[]> => {
  const query = sql(tx)('retention_runs').where({ organisation_id: organisationId })
  if (before !== undefined) void query.where('proposed_at', '<', before)
  const rows: unknown[] = await query.orderBy('proposed_at', 'desc').limit(limit)
  return rows.map(toRun)
}

export const listUnfinished = async (tx: Tx): Promise<RunId[]> =>
  sql(tx)('retention_runs').where({ state: 'approved' }).pluck<RunId[]>('id')

type Decision = {
  readonly state: 'approved' | 'rejected'
  readonly decidedBy: StaffId
  readonly decidedAt: Date
}

export const decideRun = async (tx: Tx, runId: RunId, decision: Decision): Promise<void> => {
  const { state, decidedBy, decidedAt } = decision
  await sql(tx)('retention_runs')
    .where({ id: runId })
    .update({ state, decided_by: decidedBy, decided_at: decidedAt })
}

export const finishRun = async (
  tx: Tx,
  runId: RunId,
  { at, hash }: { readonly at: Date; readonly hash: Buffer },
): Promise<void> => {
  await sql(tx)('retention_runs')
    .where({ id: runId })
    .update({ state: 'done', done_at: at, certificate_hash: hash })
}

const Count = z.object({ count: z.number() })

/** Lists of the body that somebody else drew up and nobody has decided on. */
export const countWaiting = async (
  tx: Tx,
  organisationId: OrganisationId,
  staffId: StaffId,
): Promise<number> => {
  const row: unknown = await sql(tx)('retention_runs')
    .where({ organisation_id: organisationId, state: 'proposed' })
    .whereNot({ proposed_by: staffId })
    .first(sql(tx).raw('count(*)::int AS count'))
  return Count.parse(row).count
}
