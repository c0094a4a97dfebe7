import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, SearchKeyId } from '../vocabulary/ids'

const caseId = z.string().transform(id => id as CaseId)
const rowsOf = z.object({ rows: z.array(z.unknown()) })
const Big = z.union([z.string(), z.number()]).transform(String)

const MarksRow = z.object({ marks: z.array(Big) })

/** Which pieces of a case have been indexed under this key. */
export const findMarks = async (
  tx: Tx,
  { caseId: id, keyId }: Pick<Entry, 'caseId' | 'keyId'>,
): Promise<string[]> => {
  const row: unknown = await sql(tx)('search_cases')
    .where({ case_id: id, key_id: keyId })
    .first('marks')
  return row === undefined ? [] : MarksRow.parse(row).marks
}

export type Entry = {
  readonly caseId: CaseId
  readonly keyId: SearchKeyId
  readonly arrival: number
  readonly target: Buffer | undefined
  readonly marks: readonly string[]
  readonly print: readonly number[]
  readonly tokens: readonly string[]
}

/** Adds to what is there: two who open a case at once leave what both have read. */
export const addToEntry = async (tx: Tx, entry: Entry): Promise<void> => {
  await sql(tx).raw(
    `INSERT INTO search_cases AS old (case_id, key_id, arrival, target, marks, print, tokens)
     VALUES (?, ?, ?, ?, ?::bigint[], ?::bigint[], ?::bigint[])
     ON CONFLICT (case_id) DO UPDATE SET
       target = coalesce(excluded.target, old.target),
       marks = ARRAY(SELECT DISTINCT unnest(old.marks || excluded.marks)),
       tokens = ARRAY(SELECT DISTINCT unnest(old.tokens || excluded.tokens)),
       print = CASE WHEN cardinality(old.print) = 0 THEN excluded.print ELSE old.print END`,
    [
      entry.caseId,
      entry.keyId,
      entry.arrival,
      entry.target ?? null,
      [...entry.marks],
      [...entry.print],
      [...entry.tokens],
    ],
  )
}

/** What was hashed under another key (the case went to another organisation, the key is a new one) finds nothing. */
export const dropStaleEntry = async (
  tx: Tx,
  { caseId: id, keyId }: Pick<Entry, 'caseId' | 'keyId'>,
): Promise<void> => {
  await sql(tx)('search_cases').where({ case_id: id }).whereNot({ key_id: keyId }).delete()
}

export const deleteEntry = async (tx: Tx, id: CaseId): Promise<void> => {
  await sql(tx)('search_pairs').where({ case_id: id }).orWhere({ other_id: id }).delete()
  await sql(tx)('search_cases').where({ case_id: id }).delete()
}

const Print = z.object({ case_id: caseId, print: z.array(z.number().or(Big.transform(Number))) })

/** The newest of those whose fingerprints share a band with this one. */
export const listLike = async (
  tx: Tx,
  { not, bands, limit }: { not: CaseId; bands: readonly string[]; limit: number },
): Promise<z.output<typeof Print>[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT case_id, print FROM search_cases WHERE tokens && ?::bigint[] AND case_id <> ?
     ORDER BY arrival + 0 DESC LIMIT ?`,
    [[...bands], not, limit],
  )
  return rowsOf.parse(found).rows.map(row => Print.parse(row))
}

export type Pair = {
  readonly caseId: CaseId
  readonly otherId: CaseId
  readonly percent: number
}

export const insertPairs = async (tx: Tx, pairs: readonly Pair[]): Promise<void> => {
  const both = pairs.flatMap(({ caseId: one, otherId: other, percent }) => [
    { case_id: one, other_id: other, percent },
    { case_id: other, other_id: one, percent },
  ])
  if (both.length > 0) await sql(tx)('search_pairs').insert(both).onConflict().ignore()
}

const PairRow = z.object({ case_id: caseId, other_id: caseId, percent: z.number() })

export const listPairs = async (tx: Tx, ids: readonly CaseId[]): Promise<Pair[]> => {
  const rows: unknown[] = await sql(tx)('search_pairs')
    .whereIn('case_id', ids)
    .orderBy('percent', 'desc')
  return rows
    .map(row => PairRow.parse(row))
    .map(row => ({ caseId: row.case_id, otherId: row.other_id, percent: row.percent }))
}

const RelatedRow = z.object({ case_id: caseId, percent: z.number().nullable() })

/** Nearly the same text first, then the newest about the same target; at most so many of each. */
export const listRelated = async (
  tx: Tx,
  id: CaseId,
  limit: number,
): Promise<z.output<typeof RelatedRow>[]> => {
  const found: unknown = await sql(tx).raw(
    `(SELECT other_id AS case_id, percent FROM search_pairs WHERE case_id = :id
      ORDER BY percent DESC LIMIT :limit)
     UNION ALL
     (SELECT other.case_id, NULL FROM search_cases one
      JOIN search_cases other ON other.target = one.target AND other.key_id = one.key_id
      WHERE one.case_id = :id AND other.case_id <> :id
      ORDER BY other.arrival DESC LIMIT :limit)`,
    { id, limit },
  )
  return rowsOf.parse(found).rows.map(row => RelatedRow.parse(row))
}
