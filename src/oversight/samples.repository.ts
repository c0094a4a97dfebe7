import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, SampleId, StaffId } from '../vocabulary/ids'
import { letterFromRow, type SealedLetter } from './letters.repository'
import { sampleKinds } from './sample.rules'

const id = <Id extends string>() => z.string().transform(text => text as Id)
const day = z.string().transform(asDay)

const Row = z.object({
  id: id<SampleId>(),
  arrival: z.number(),
  once: z.string(),
  body: id<OrganisationId>(),
  year: z.number(),
  serial: z.number(),
  kind: z.enum(sampleKinds),
  from_day: day,
  until_day: day,
  wanted: z.number(),
  due_on: day,
  pool_size: z.number(),
  pool_hash: z.instanceof(Buffer),
  commitment: z.instanceof(Buffer),
  sealed_seed: z.instanceof(Buffer).nullable(),
  made_by: id<StaffId>(),
  made_at: z.date(),
  word: z.string().nullable(),
  seed: z.instanceof(Buffer).nullable(),
  result: z.string().nullable(),
  drawn_by: id<StaffId>().nullable(),
  drawn_at: z.date().nullable(),
})
/** Without the frozen pool, which may have a million ids. */
export type SampleRow = z.output<typeof Row>
const columns = Object.keys(Row.shape)

type NewSample = Pick<
  SampleRow,
  | 'id'
  | 'once'
  | 'body'
  | 'year'
  | 'kind'
  | 'from_day'
  | 'until_day'
  | 'wanted'
  | 'due_on'
  | 'commitment'
  | 'made_by'
  | 'made_at'
> & { readonly sealed_seed: Buffer }

const Frozen = z.object({ rows: z.array(z.object({ id: z.string() })) })

/**
 * Freezes the pool: what is closed at these bodies within the days, by id. The numbers are held.
 * @returns false where there is not more in it than is wanted
 */
export const insertSample = async (
  tx: Tx,
  row: NewSample,
  of: { readonly bodies: readonly OrganisationId[]; readonly outcomes: readonly string[] },
): Promise<boolean> => {
  const names = Object.keys(row)
  const result: unknown = await sql(tx).raw(
    `INSERT INTO oversight_samples (${names.map(() => '??').join(', ')}, serial, pool, pool_size, pool_hash)
     SELECT ${names.map(() => '?').join(', ')},
       (SELECT coalesce(max(serial), 0) + 1 FROM oversight_samples WHERE body = ? AND year = ?),
       frozen.pool, frozen.size, sha256(frozen.pool)
     FROM (SELECT string_agg(uuid_send(id), ''::bytea ORDER BY id) AS pool, count(*)::int AS size
       FROM cases WHERE organisation_id = ANY (?::uuid[]) AND NOT is_open AND closed_on BETWEEN ? AND ?
         AND outcome = ANY (?::text[])) AS frozen
     WHERE frozen.size > ? RETURNING id`,
    [
      ...names,
      ...Object.values(row),
      ...[row.body, row.year, [...of.bodies], row.from_day, row.until_day, [...of.outcomes]],
      row.wanted,
    ],
  )
  return Frozen.parse(result).rows.length > 0
}

const findOne = async (
  tx: Tx,
  which: Readonly<Record<string, string>>,
  hold = false,
): Promise<SampleRow | undefined> => {
  const query = sql(tx)('oversight_samples').where(which)
  const row: unknown = await (hold ? query.forUpdate() : query).first(columns)
  return row === undefined ? undefined : Row.parse(row)
}

export const findSample = (tx: Tx, sampleId: SampleId) => findOne(tx, { id: sampleId })
export const holdSample = (tx: Tx, sampleId: SampleId) => findOne(tx, { id: sampleId }, true)
export const findPrepared = (tx: Tx, once: string) => findOne(tx, { once })

export const listSamples = async (
  tx: Tx,
  body: OrganisationId,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<SampleRow[]> => {
  const query = sql(tx)('oversight_samples').where({ body }).orderBy('arrival', 'desc').limit(limit)
  if (before !== undefined) void query.where('arrival', '<', before)
  const rows: unknown[] = await query.select(columns)
  return rows.map(row => Row.parse(row))
}

const Pool = z.object({ pool: z.instanceof(Buffer) })

export const readPool = async (tx: Tx, sampleId: SampleId): Promise<Buffer> => {
  const row: unknown = await sql(tx)('oversight_samples').where({ id: sampleId }).first('pool')
  return Pool.parse(row).pool
}

const At = z.object({ rows: z.array(z.object({ id: id<CaseId>() })) })

/** The ids at these places of the frozen pool, in their order; the rest of it stays where it is. */
export const idsAt = async (
  tx: Tx,
  sampleId: SampleId,
  places: readonly number[],
): Promise<CaseId[]> => {
  const result: unknown = await sql(tx).raw(
    `SELECT encode(substring(s.pool FROM p.place * 16 + 1 FOR 16), 'hex')::uuid AS id
     FROM oversight_samples AS s, unnest(?::int[]) WITH ORDINALITY AS p (place, nr)
     WHERE s.id = ? ORDER BY p.nr`,
    [[...places], sampleId],
  )
  return At.parse(result).rows.map(row => row.id)
}

export const saveDraw = async (
  tx: Tx,
  sampleId: SampleId,
  drawn: {
    readonly word: string
    readonly seed: Buffer
    readonly result: string
    readonly drawn_by: StaffId
    readonly drawn_at: Date
  },
): Promise<void> => {
  await sql(tx)('oversight_samples')
    .where({ id: sampleId })
    .update({ ...drawn, sealed_seed: null })
}

/** What was drawn, without what the viewer must keep away from. */
export const lettersOfSample = async (
  tx: Tx,
  sampleId: SampleId,
  viewer: StaffId,
): Promise<SealedLetter[]> => {
  const rows: unknown[] = await sql(tx)('oversight_letters as l')
    .where({ sample_id: sampleId })
    .whereRaw(
      'NOT EXISTS (SELECT FROM case_exclusions x WHERE x.case_id = l.case_id AND x.staff_id = ?)',
      [viewer],
    )
    .orderBy('l.arrival')
    .select('l.*')
  return rows.map(letterFromRow)
}

/** Whether something that a reporter laid before this body keeps the case open to it. */
export const isLaidBefore = async (
  tx: Tx,
  caseId: CaseId,
  body: OrganisationId,
): Promise<boolean> =>
  (await sql(tx)('appeals').where({ case_id: caseId, organisation_id: body }).first('id')) !==
  undefined
