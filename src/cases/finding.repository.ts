import type { Knex } from 'knex'
import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, InstitutionId } from '../vocabulary/ids'
import type { Case } from './case'
import { caseColumns, caseFromRow } from './cases.repository'
import { scoped, type QueueScope } from './queue.repository'

/** What of a case can be looked for without opening it. */
export type Clue =
  | { readonly ids: readonly CaseId[] }
  | { readonly serial: number; readonly years: readonly number[] }
  | { readonly institutions: readonly InstitutionId[]; readonly limit: number }

const narrowed = (query: Knex.QueryBuilder, clue: Clue): Knex.QueryBuilder => {
  if ('ids' in clue) return query.whereIn('cases.id', clue.ids)
  if ('serial' in clue)
    return query.whereIn('cases.year', clue.years).where('cases.serial', clue.serial)
  return query.whereIn('cases.institution_id', clue.institutions).limit(clue.limit)
}

/** Newest first. */
export const selectByClue = async (tx: Tx, scope: QueueScope, clue: Clue): Promise<Case[]> => {
  const query = narrowed(scoped(tx, scope), clue).orderBy('cases.arrival', 'desc')
  const rows: unknown[] = await query.select(caseColumns.map(name => `cases.${name}`))
  return rows.map(caseFromRow)
}

const Id = z.object({ id: z.string().transform(id => id as CaseId) })

const idsOf = async (query: Knex.QueryBuilder): Promise<CaseId[]> => {
  const rows: unknown[] = await query.select('cases.id')
  return rows.map(row => Id.parse(row).id)
}

/** At most so many of the scope, in no order. */
export const selectIds = (tx: Tx, scope: QueueScope, limit: number): Promise<CaseId[]> =>
  idsOf(scoped(tx, scope).limit(limit))

/** Those of the scope in which something is not in the index yet: at most so many. */
export const selectUnindexed = (tx: Tx, scope: QueueScope, limit: number): Promise<CaseId[]> =>
  idsOf(scoped(tx, scope).where('cases.indexed', false).limit(limit))

const State = z.object({ indexed: z.boolean() })

export const isIndexed = async (tx: Tx, id: CaseId): Promise<boolean> => {
  const row: unknown = await sql(tx)('cases').where({ id }).first('indexed')
  return row !== undefined && State.parse(row).indexed
}

export const setIndexed = async (tx: Tx, id: CaseId, indexed: boolean): Promise<void> => {
  await sql(tx)('cases').where({ id }).update({ indexed })
}

const BriefRow = z.object({ id: Id.shape.id, sealed_brief: z.instanceof(Buffer) })

export const sealedBriefs = async (
  tx: Tx,
  ids: readonly CaseId[],
): Promise<readonly z.output<typeof BriefRow>[]> => {
  const rows: unknown[] = await sql(tx)('cases')
    .whereIn('id', ids)
    .whereNotNull('sealed_brief')
    .select('id', 'sealed_brief')
  return rows.map(row => BriefRow.parse(row))
}
