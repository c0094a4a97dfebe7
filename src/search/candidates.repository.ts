import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, SearchKeyId } from '../vocabulary/ids'

const Row = z.object({ case_id: z.string().transform(id => id as CaseId), arrival: z.number() })
const rowsOf = z.object({ rows: z.array(z.unknown()) })

export type Candidate = { readonly caseId: CaseId; readonly arrival: number }

const read = (result: unknown): Candidate[] =>
  rowsOf
    .parse(result)
    .rows.map(row => Row.parse(row))
    .map(({ case_id: caseId, arrival }) => ({ caseId, arrival }))

const Newest = z.object({ arrival: z.number() })

export const newestArrival = async (tx: Tx, keyId: SearchKeyId): Promise<number> => {
  const row: unknown = await sql(tx)('search_cases')
    .where({ key_id: keyId })
    .orderBy('arrival', 'desc')
    .first('arrival')
  return row === undefined ? 0 : Newest.parse(row).arrival
}

export type Asked = {
  readonly keyId: SearchKeyId
  /** All of them must be there. */
  readonly tokens: readonly string[]
  readonly before: number
  readonly limit: number
}

/** Among the newest `depth` alone, without the index: common words are found so at once. */
export const amongNewest = async (
  tx: Tx,
  { keyId, tokens, before, limit }: Asked,
  depth: number,
): Promise<Candidate[]> =>
  read(
    await sql(tx).raw(
      `SELECT case_id, arrival FROM (
         SELECT case_id, arrival, tokens FROM search_cases
         WHERE key_id = ? AND arrival < ? ORDER BY arrival DESC LIMIT ?
       ) newest WHERE tokens @> ?::bigint[] ORDER BY arrival DESC LIMIT ?`,
      [keyId, before, depth, [...tokens], limit],
    ),
  )

// `arrival + 0`: going down the index of arrivals until enough is found would be endless for rare words. Tokens
// differ from key to key, so the organisation need not be asked for.
const newestFirst = 'ORDER BY arrival + 0 DESC LIMIT ?'

/** By the index of tokens, within these buckets of arrivals. */
export const withinBuckets = async (
  tx: Tx,
  { tokens, before, limit }: Asked,
  buckets: readonly string[],
): Promise<Candidate[]> =>
  read(
    await sql(tx).raw(
      `SELECT case_id, arrival FROM search_cases
       WHERE tokens @> ?::bigint[] AND tokens && ?::bigint[] AND arrival < ? ${newestFirst}`,
      [[...tokens], [...buckets], before, limit],
    ),
  )

/** By the index of tokens alone. */
export const amongAll = async (tx: Tx, { tokens, before, limit }: Asked): Promise<Candidate[]> =>
  read(
    await sql(tx).raw(
      `SELECT case_id, arrival FROM search_cases
       WHERE tokens @> ?::bigint[] AND arrival < ? ${newestFirst}`,
      [[...tokens], before, limit],
    ),
  )

/** Among these cases alone, one by one. */
export const amongThese = async (
  tx: Tx,
  { keyId, tokens, before, limit }: Asked,
  ids: readonly CaseId[],
): Promise<Candidate[]> =>
  read(
    await sql(tx).raw(
      `SELECT case_id, arrival FROM (
         SELECT case_id, arrival, tokens FROM search_cases
         WHERE case_id = ANY(?::uuid[]) AND key_id = ? AND arrival < ? OFFSET 0
       ) these WHERE tokens @> ?::bigint[] ORDER BY arrival DESC LIMIT ?`,
      [[...ids], keyId, before, [...tokens], limit],
    ),
  )

/** The newest cases whose target has just this name. */
export const aboutTarget = async (
  tx: Tx,
  { target, limit }: { readonly target: Buffer; readonly limit: number },
): Promise<Candidate[]> =>
  read(
    await sql(tx).raw(
      'SELECT case_id, arrival FROM search_cases WHERE target = ? ORDER BY arrival DESC LIMIT ?',
      [target, limit],
    ),
  )
