import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, EvidenceId, RecordItemId, StaffId } from '../vocabulary/ids'

const id = <Id extends string>() => z.string().transform(text => text as Id)

const Row = z.object({
  id: id<RecordItemId>(),
  case_id: id<CaseId>(),
  serial: z.number(),
  version: z.number(),
  kind: z.string(),
  evidence_id: id<EvidenceId>().nullable(),
  once: z.string(),
  place_in_form: z.number(),
  made_on: z.string().transform(asDay),
  first_officer: id<StaffId>(),
  second_officer: id<StaffId>(),
  added_at: z.date(),
  confirmed_by: id<StaffId>().nullable(),
  confirmed_at: z.date().nullable(),
  sealed_words: z.instanceof(Buffer),
})
export type ItemRow = z.output<typeof Row>

const rowsOf = (rows: readonly unknown[]): ItemRow[] => rows.map(row => Row.parse(row))

export const insertItem = async (
  tx: Tx,
  row: Omit<ItemRow, 'confirmed_by' | 'confirmed_at'>,
): Promise<void> => {
  await sql(tx)('record_items').insert(row)
}

/** The newest version of each number, by number, one page of them. */
export const listNewest = async (
  tx: Tx,
  caseId: CaseId,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<ItemRow[]> =>
  rowsOf(
    await sql(tx)('record_items')
      .distinctOn('serial')
      .where({ case_id: caseId })
      .where('serial', '>', after)
      .orderBy([{ column: 'serial' }, { column: 'version', order: 'desc' }])
      .limit(limit),
  )

export const findItem = async (
  tx: Tx,
  caseId: CaseId,
  itemId: RecordItemId,
): Promise<ItemRow | undefined> =>
  rowsOf(await sql(tx)('record_items').where({ case_id: caseId, id: itemId }))[0]

/** Every version of one number, the newest first. */
export const listVersions = async (tx: Tx, caseId: CaseId, serial: number): Promise<ItemRow[]> =>
  rowsOf(
    await sql(tx)('record_items').where({ case_id: caseId, serial }).orderBy('version', 'desc'),
  )

/** What this very form has brought already. */
export const countOfForm = async (tx: Tx, caseId: CaseId, once: string): Promise<number> => {
  const rows: unknown[] = await sql(tx)('record_items')
    .where({ case_id: caseId, once })
    .select('id')
  return rows.length
}

const Kinds = z.array(z.object({ kind: z.string() }))

/** Which kinds of papers the record has, each once. */
export const kindsIn = async (tx: Tx, caseId: CaseId): Promise<string[]> => {
  const rows: unknown = await sql(tx)('record_items').where({ case_id: caseId }).distinct('kind')
  return Kinds.parse(rows).map(({ kind }) => kind)
}

const Last = z.object({ last: z.number() })

/** The caller holds the lock on the case. */
export const lastSerial = async (tx: Tx, caseId: CaseId): Promise<number> => {
  const row: unknown = await sql(tx)('record_items')
    .where({ case_id: caseId })
    .first(sql(tx).raw('coalesce(max(serial), 0)::int AS last'))
  return Last.parse(row).last
}

/** False when it was confirmed before. */
export const confirmItem = async (
  tx: Tx,
  itemId: RecordItemId,
  { by, at }: { readonly by: StaffId; readonly at: Date },
): Promise<boolean> =>
  (await sql(tx)('record_items')
    .where({ id: itemId })
    .whereNull('confirmed_at')
    .update({ confirmed_by: by, confirmed_at: at })) === 1

const Waiting = z.object({ case_id: id<CaseId>(), count: z.number() })

/** What waits for this person as the second officer, newest versions only, by case; counting stops at `cap`. */
export const waitingFor = async (
  tx: Tx,
  staffId: StaffId,
  cap: number,
): Promise<z.output<typeof Waiting>[]> => {
  const some = sql(tx)('record_items as i')
    .where({ second_officer: staffId })
    .whereNull('confirmed_at')
    .whereRaw(
      `NOT EXISTS (SELECT FROM record_items n WHERE n.case_id = i.case_id AND n.serial = i.serial
         AND n.version > i.version)`,
    )
    .whereRaw(
      'NOT EXISTS (SELECT FROM case_exclusions x WHERE x.case_id = i.case_id AND x.staff_id = ?)',
      [staffId],
    )
    .orderBy('added_at')
    .limit(cap)
    .select('case_id', 'added_at')
  const rows: unknown[] = await sql(tx)
    .from(some.as('some'))
    .groupBy('case_id')
    .orderByRaw('min(added_at)')
    .select('case_id', sql(tx).raw('count(*)::int AS count'))
  return rows.map(row => Waiting.parse(row))
}

export const deleteItems = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('record_items').where({ case_id: caseId }).delete()
}
