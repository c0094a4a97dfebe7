import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { InstitutionId } from '../vocabulary/ids'
import type { Institution, InstitutionSearch, NewInstitution } from './institution'
import { foldName, gramsOf, gramsToFind, readQuery, regionPrefix } from './name.rules'

const InstitutionRow = z.object({
  id: z.string().transform(id => id as InstitutionId),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  region_code: z.string(),
  address: z.string(),
  active: z.boolean(),
})
const columns = Object.keys(InstitutionRow.shape)

const fromRow = (row: unknown): Institution => {
  const { region_code, ...rest } = InstitutionRow.parse(row)
  return { ...rest, regionCode: region_code }
}

export const findInstitution = async (
  tx: Tx,
  id: InstitutionId,
): Promise<Institution | undefined> => {
  const row: unknown = await sql(tx)('institutions').where({ id }).first(columns)
  return row === undefined ? undefined : fromRow(row)
}

/** Active ones that bear one of these codes, or exactly one of these names. */
export const matchInstitutions = async (
  tx: Tx,
  { codes, names }: { readonly codes: readonly string[]; readonly names: readonly string[] },
): Promise<Institution[]> => {
  const rows: unknown[] = await sql(tx)('institutions')
    .where('active', true)
    .whereRaw('(code = ANY(?::text[]) OR folded_name = ANY(?::text[]))', [
      [...codes],
      names.map(foldName),
    ])
    .select(columns)
  return rows.map(fromRow)
}

const likePart = (part: string) => `%${part.replace(/[\\%_]/g, '\\$&')}%`

/** By name, keyset after an id. The index narrows by pairs of characters; LIKE makes it exact. */
export const selectInstitutions = async (
  tx: Tx,
  { q, regionCode, kinds, after, limit }: InstitutionSearch,
): Promise<Institution[]> => {
  const parts = readQuery(q)
  const query = sql(tx)('institutions').where('active', true)
  if (parts.length > 0) {
    void query.whereRaw('name_bigrams @> ?::text[]', [gramsToFind(parts)])
    for (const part of parts) void query.where('folded_name', 'like', likePart(part))
  }
  if (regionCode !== undefined)
    void query.where('region_code', 'like', `${regionPrefix(regionCode)}%`)
  if (kinds !== undefined) void query.whereIn('kind', kinds)
  if (after !== undefined)
    void query.whereRaw(
      '(folded_name, id) > (SELECT folded_name, id FROM institutions WHERE id = ?)',
      [after],
    )
  const rows: unknown[] = await query.orderBy(['folded_name', 'id']).limit(limit).select(columns)
  return rows.map(fromRow)
}

const Written = z.object({ rows: z.array(z.object({ added: z.boolean() })) })

/**
 * Adds and updates by code, in one statement. A row that says what is already there is not touched.
 * Codes must differ within one call.
 */
export const upsertInstitutions = async (
  tx: Tx,
  rows: readonly NewInstitution[],
): Promise<{ readonly added: number; readonly changed: number }> => {
  const stored = rows.map(({ regionCode, name, ...rest }) => ({
    ...rest,
    name,
    region_code: regionCode,
    folded_name: foldName(name),
    name_bigrams: gramsOf(foldName(name)),
  }))
  const answer: unknown = await sql(tx).raw(
    `INSERT INTO institutions AS old
       (code, name, kind, region_code, address, folded_name, name_bigrams)
     SELECT code, name, kind, region_code, address, folded_name, name_bigrams
     FROM jsonb_to_recordset(?::jsonb) AS new (code text, name text, kind text, region_code text,
       address text, folded_name text, name_bigrams text[])
     ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, kind = EXCLUDED.kind,
       region_code = EXCLUDED.region_code, address = EXCLUDED.address, active = true,
       folded_name = EXCLUDED.folded_name, name_bigrams = EXCLUDED.name_bigrams
     WHERE (old.name, old.kind, old.region_code, old.address, old.active)
       IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.kind, EXCLUDED.region_code, EXCLUDED.address, true)
     RETURNING xmax = 0 AS added`,
    [JSON.stringify(stored)],
  )
  const written = Written.parse(answer).rows
  const added = written.filter(row => row.added).length
  return { added, changed: written.length - added }
}
