import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Batch, BatchState, RowProblem } from './batch'
import { problems } from './batch.rules'

const buffer = z.instanceof(Buffer)
const Row = z
  .object({
    id: z.string(),
    organisation_id: z.string().transform(id => id as OrganisationId),
    staff_id: z.string().transform(id => id as StaffId),
    source: z.string(),
    state: z.enum(['mapping', 'checked', 'running', 'waiting', 'done']),
    sealed_key: buffer,
    sealed_sheet: buffer,
    total: z.number(),
    done: z.number(),
    created: z.number(),
    reached: z.number(),
    made_at: z.date(),
    started_at: z.date().nullable(),
    ended_at: z.date().nullable(),
    expires_at: z.date(),
  })
  .transform((row): Batch => ({
    id: row.id,
    organisationId: row.organisation_id,
    staffId: row.staff_id,
    source: row.source,
    state: row.state,
    sealedKey: row.sealed_key,
    sealedSheet: row.sealed_sheet,
    total: row.total,
    done: row.done,
    created: row.created,
    reached: row.reached,
    madeAt: row.made_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    expiresAt: row.expires_at,
  }))

const read = (row: unknown): Batch | undefined => (row === undefined ? undefined : Row.parse(row))

type NewBatch = {
  readonly id: string
  readonly once: string
  readonly organisation_id: OrganisationId
  readonly staff_id: StaffId
  readonly source: string
  readonly print: Buffer
  readonly sealed_key: Buffer
  readonly sealed_sheet: Buffer
  readonly made_at: Date
  readonly expires_at: Date
}

/** False when that form came before. */
export const insertBatch = async (tx: Tx, row: NewBatch): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('batches')
    .insert({ ...row, state: 'mapping' })
    .onConflict('once')
    .ignore()
    .returning('id')
  return made.length > 0
}

export const findOnce = async (
  tx: Tx,
  staffId: StaffId,
  once: string,
): Promise<Batch | undefined> =>
  read(await sql(tx)('batches').where({ staff_id: staffId, once }).first())

/** The same bytes that were imported before. */
export const findPrinted = async (
  tx: Tx,
  organisationId: OrganisationId,
  print: Buffer,
): Promise<Batch | undefined> =>
  read(
    await sql(tx)('batches')
      .where({ organisation_id: organisationId, print })
      .whereIn('state', ['running', 'waiting', 'done'])
      .first(),
  )

export const findBatch = async (tx: Tx, id: string): Promise<Batch | undefined> =>
  read(await sql(tx)('batches').where({ id }).first())

export const holdBatch = async (tx: Tx, id: string): Promise<Batch | undefined> =>
  read(await sql(tx)('batches').where({ id }).forUpdate().first())

/**
 * Another import of the same bytes by the same body that was begun; all of them are held in one order, so that of two
 * begun at once the later one finds the earlier.
 */
export const holdTwin = async (tx: Tx, id: string): Promise<Batch | undefined> => {
  const rows: unknown[] = await sql(tx)('batches')
    .whereRaw(
      '(organisation_id, print) = (SELECT organisation_id, print FROM batches WHERE id = ?)',
      [id],
    )
    .orderBy('id')
    .forUpdate()
  return rows
    .map(row => Row.parse(row))
    .find(one => one.id !== id && ['running', 'waiting', 'done'].includes(one.state))
}

/** Whether its file is there still. */
export const hasParts = async (tx: Tx, id: string): Promise<boolean> =>
  (await sql(tx)('batch_parts').where({ batch_id: id }).first('part')) !== undefined

export const listBatches = async (tx: Tx, staffId: StaffId, limit: number): Promise<Batch[]> => {
  const rows: unknown[] = await sql(tx)('batches')
    .where({ staff_id: staffId })
    .orderBy('arrival', 'desc')
    .limit(limit)
  return rows.map(row => Row.parse(row))
}

export const updateBatch = async (
  tx: Tx,
  id: string,
  change: Partial<{
    state: BatchState
    sealed_sheet: Buffer
    total: number
    done: number
    created: number
    reached: number
    started_at: Date
    ended_at: Date
    expires_at: Date
  }>,
): Promise<void> => {
  await sql(tx)('batches').where({ id }).update(change)
}

export const insertPart = async (
  tx: Tx,
  row: { readonly batch_id: string; readonly part: number; readonly sealed: Buffer },
): Promise<void> => {
  await sql(tx)('batch_parts').insert(row)
}

const Part = z.object({ sealed: buffer })

export const findPart = async (tx: Tx, id: string, part: number): Promise<Buffer | undefined> => {
  const row: unknown = await sql(tx)('batch_parts').where({ batch_id: id, part }).first('sealed')
  return row === undefined ? undefined : Part.parse(row).sealed
}

/** What was found out about its rows before; what became of those that were imported stays. */
export const clearProblems = async (tx: Tx, id: string, only?: string): Promise<void> => {
  const query = sql(tx)('batch_rows').where({ batch_id: id }).whereNull('case_id')
  await (only === undefined ? query : query.where({ problem: only })).delete()
}

export const insertProblems = async (
  tx: Tx,
  id: string,
  rows: readonly RowProblem[],
): Promise<void> => {
  if (rows.length === 0) return
  await sql(tx).raw(
    `INSERT INTO batch_rows (batch_id, number, problem, other)
     SELECT ?, number, problem, NULLIF(other, 0) FROM unnest(?::int[], ?::text[], ?::int[]) AS new (number, problem, other)
     ON CONFLICT (batch_id, number) DO NOTHING`,
    [
      id,
      rows.map(({ number }) => number),
      rows.map(({ problem }) => problem),
      rows.map(({ other }) => other ?? 0),
    ],
  )
}

const ProblemRow = z.object({
  number: z.number(),
  problem: z.enum(problems),
  other: z.number().nullable(),
})

export const listProblems = async (tx: Tx, id: string, limit: number): Promise<RowProblem[]> => {
  const rows: unknown[] = await sql(tx)('batch_rows')
    .where({ batch_id: id })
    .whereNotNull('problem')
    .orderBy('number')
    .limit(limit)
    .select('number', 'problem', 'other')
  return rows.map(row => ProblemRow.parse(row))
}

const Tally = z.object({ problem: z.enum(problems), count: z.coerce.number() })

export const tallyProblems = async (tx: Tx, id: string): Promise<Map<string, number>> => {
  const rows: unknown[] = await sql(tx)('batch_rows')
    .where({ batch_id: id })
    .whereNotNull('problem')
    .groupBy('problem')
    .select('problem', sql(tx).raw('count(*) AS count'))
  return new Map(rows.map(row => Tally.parse(row)).map(({ problem, count }) => [problem, count]))
}

/** False when that row was imported before. */
export const insertMade = async (
  tx: Tx,
  id: string,
  row: { readonly number: number; readonly caseId: CaseId },
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('batch_rows')
    .insert({ batch_id: id, number: row.number, case_id: row.caseId })
    .onConflict(['batch_id', 'number'])
    .ignore()
    .returning('number')
  return made.length > 0
}

/** Which case came of which row is forgotten with the case. */
export const eraseBatchRows = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('batch_rows').where({ case_id: caseId }).delete()
}

/** Files whose time is over go; that there was an import stays. */
export const dropExpired = async (tx: Tx, now: Date): Promise<void> => {
  const old = sql(tx)('batches').where('expires_at', '<', now)
  await sql(tx)('batch_parts').whereIn('batch_id', old.clone().select('id')).delete()
  await old.clone().whereIn('state', ['mapping', 'checked']).delete()
}

const MappingRow = z.object({ id: z.string(), sealed_mapping: buffer })

export const findMapping = async (tx: Tx, organisationId: OrganisationId, source: string) => {
  const row: unknown = await sql(tx)('batch_mappings')
    .where({ organisation_id: organisationId, source })
    .first('id', 'sealed_mapping')
  return row === undefined ? undefined : MappingRow.parse(row)
}

export const putMapping = async (
  tx: Tx,
  row: {
    readonly id: string
    readonly organisation_id: OrganisationId
    readonly source: string
    readonly sealed_mapping: Buffer
  },
): Promise<void> => {
  const key = ['organisation_id', 'source']
  await sql(tx)('batch_mappings').insert(row).onConflict(key).merge(['id', 'sealed_mapping'])
}

export const markRisk = async (tx: Tx, caseId: CaseId, risk: string): Promise<void> => {
  await sql(tx)('cases').where({ id: caseId }).update({ risk })
}
