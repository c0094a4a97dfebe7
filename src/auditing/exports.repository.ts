import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { Deed } from '../vocabulary/deeds'
import type { Export } from './record-export'

const Question = z.object({
  from: z.string(),
  until: z.string(),
  deeds: z.array(z.custom<Deed>(value => typeof value === 'string')).optional(),
  actorId: z.string().optional(),
  caseIds: z.array(z.string()).optional(),
})

const Bounds = z.array(z.object({ chain: z.string(), upTo: z.number() }))

const Row = z
  .object({
    id: z.string(),
    staff_id: z.string(),
    question: Question,
    bounds: Bounds,
    entries: z.number(),
    sealed_reason: z.instanceof(Buffer),
    made_at: z.date(),
    expires_at: z.date(),
  })
  .transform(({ staff_id, sealed_reason, made_at, expires_at, ...row }): Export => ({
    ...row,
    staffId: staff_id,
    sealedReason: sealed_reason,
    madeAt: made_at,
    expiresAt: expires_at,
  }))

export const insertExport = async (
  tx: Tx,
  { question, bounds, ...row }: Export,
  once: string,
): Promise<void> => {
  await sql(tx)('audit_exports').insert({
    id: row.id,
    once,
    staff_id: row.staffId,
    question: JSON.stringify(question),
    bounds: JSON.stringify(bounds),
    entries: row.entries,
    sealed_reason: row.sealedReason,
    made_at: row.madeAt,
    expires_at: row.expiresAt,
  })
}

export const findExport = async (
  tx: Tx,
  staffId: string,
  by: { readonly id: string } | { readonly once: string },
): Promise<Export | undefined> => {
  const row: unknown = await sql(tx)('audit_exports')
    .where({ ...by, staff_id: staffId })
    .first('*')
  return row === undefined ? undefined : Row.parse(row)
}

export const deleteExports = async (tx: Tx, before: Date): Promise<void> => {
  await sql(tx)('audit_exports').where('expires_at', '<', before).delete()
}
