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

/** One list of a body is drawn up at a time: the second of two same forms finds the first one's list. */
export const holdProposals = async (tx: Tx, organisationId: OrganisationId): Promise<void> => {
  const name = `retention:${organisationId}`
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [name])
}

/** `hold`: until the transaction ends nobody else decides on it. */
export const findRun = async (tx: Tx, runId: RunId, hold = false): Promise<Run | undefined> => {
  const query = sql(tx)('retention_runs').where({ id: runId })
  const row: unknown = await (hold ? query.forUpdate() : query).first()
  return row === undefined ? undefined : toRun(row)
}

export type Viewer = { readonly organisationId: OrganisationId; readonly id: StaffId }

/** Whoever is excluded from one of its cases knows of no such list: neither the line nor how many there are. */
const knownTo = (tx: Tx, { organisationId, id: viewer }: Viewer) =>
  sql(tx)('retention_runs as r')
    .where({ organisation_id: organisationId })
    .whereNotExists(
      sql(tx)('retention_items as i')
        .join('case_exclusions as x', 'x.case_id', 'i.case_id')
        .whereRaw('i.run_id = r.id')
        .where({ 'x.staff_id': viewer }),
    )

export const isKnownTo = async (tx: Tx, runId: RunId, viewer: Viewer): Promise<boolean> =>
  (await knownTo(tx, viewer).where({ id: runId }).first('id')) !== undefined

/** Newest first. */
export const listRuns = async (
  tx: Tx,
  viewer: Viewer,
  { limit, before }: { readonly limit: number; readonly before?: Date | undefined },
): Promise<Run[]> => {
  const query = knownTo(tx, viewer)
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
export const countWaiting = async (tx: Tx, viewer: Viewer): Promise<number> => {
  const row: unknown = await knownTo(tx, viewer)
    .where({ state: 'proposed' })
    .whereNot({ proposed_by: viewer.id })
    .first(sql(tx).raw('count(*)::int AS count'))
  return Count.parse(row).count
}
