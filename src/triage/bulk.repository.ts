import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { bulkActions, skips } from './bulk-step'

const RunRow = z.object({
  id: z.string(),
  staff_id: z.string().transform(id => id as StaffId),
  action: z.enum(bulkActions),
  made_at: z.date(),
})
export type RunRow = z.output<typeof RunRow>

/** False when this form was sent before. */
export const insertRun = async (
  tx: Tx,
  run: RunRow & { readonly organisation_id: OrganisationId },
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('bulk_runs')
    .insert(run)
    .onConflict('id')
    .ignore()
    .returning('id')
  return made.length > 0
}

export const findRun = async (tx: Tx, id: string): Promise<RunRow | undefined> => {
  const row: unknown = await sql(tx)('bulk_runs').where({ id }).first()
  return row === undefined ? undefined : RunRow.parse(row)
}

const ItemRow = z.object({
  run_id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  position: z.number(),
  outcome: z.enum(['done', ...skips]),
  sealed_reason: z.instanceof(Buffer).nullable(),
})
export type ItemRow = z.output<typeof ItemRow>

/** False when this item of the form was seen to before, or is being seen to: then nobody does it twice. */
export const claimItem = async (tx: Tx, item: ItemRow): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('bulk_items')
    .insert(item)
    .onConflict(['run_id', 'case_id'])
    .ignore()
    .returning('case_id')
  return made.length > 0
}

export const settleItem = async (
  tx: Tx,
  { run_id, case_id }: Pick<ItemRow, 'run_id' | 'case_id'>,
  change: Pick<ItemRow, 'outcome' | 'sealed_reason'>,
): Promise<void> => {
  await sql(tx)('bulk_items').where({ run_id, case_id }).update(change)
}

export const listItems = async (tx: Tx, runId: string): Promise<ItemRow[]> => {
  const rows: unknown[] = await sql(tx)('bulk_items').where({ run_id: runId }).orderBy('position')
  return rows.map(row => ItemRow.parse(row))
}

export const deleteItemsOf = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('bulk_items').where({ case_id: caseId }).delete()
}
