import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { HandingId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Dispute } from './handing'

const staff = z.string().transform(text => text as StaffId)

const Row = z.object({
  handing_id: z.string().transform(text => text as HandingId),
  above_body: z.string().transform(text => text as OrganisationId),
  asked_by: staff,
  asked_at: z.date(),
  due_on: z.string().transform(asDay),
  sealed_words: z.instanceof(Buffer),
  decision: z.enum(['sender', 'receiver']).nullable(),
  decided_by: staff.nullable(),
  decided_at: z.date().nullable(),
  sealed_reason: z.instanceof(Buffer).nullable(),
})
type DisputeRow = z.output<typeof Row>

export type SealedDispute = Dispute & {
  readonly sealedWords: Buffer
  readonly sealedReason: Buffer | null
}

type Asked = Pick<
  DisputeRow,
  'handing_id' | 'above_body' | 'asked_by' | 'asked_at' | 'due_on' | 'sealed_words'
>

export const insertDispute = async (tx: Tx, row: Asked): Promise<void> => {
  await sql(tx)('handing_disputes').insert(row)
}

export const findDispute = async (
  tx: Tx,
  handingId: HandingId,
): Promise<SealedDispute | undefined> => {
  const found: unknown = await sql(tx)('handing_disputes').where({ handing_id: handingId }).first()
  if (found === undefined) return undefined
  const row = Row.parse(found)
  return {
    ...{ handingId: row.handing_id, above: row.above_body, askedBy: row.asked_by },
    ...{ askedAt: row.asked_at, dueOn: row.due_on, decision: row.decision },
    ...{ decidedBy: row.decided_by, decidedAt: row.decided_at },
    ...{ sealedWords: row.sealed_words, sealedReason: row.sealed_reason },
  }
}

export const decideDispute = async (
  tx: Tx,
  handingId: HandingId,
  decided: Pick<DisputeRow, 'decision' | 'decided_by' | 'decided_at' | 'sealed_reason'>,
): Promise<void> => {
  await sql(tx)('handing_disputes').where({ handing_id: handingId }).update(decided)
}
