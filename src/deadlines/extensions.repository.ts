import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { ClockExtension } from './deadline'

const day = z.string().transform(asDay)
const staff = z.string().transform(id => id as StaffId)
const ExtensionRow = z.object({
  id: z.string(),
  position: z.number(),
  deadline_id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  place: z.number(),
  length: z.number(),
  unit: z.enum(['working', 'natural', 'months', 'years']),
  asker_id: staff,
  asked_at: z.date(),
  state: z.enum(['asked', 'approved', 'refused', 'withdrawn', 'lapsed']),
  decider_id: staff.nullable(),
  decided_at: z.date().nullable(),
  due_before: day,
  due_after: day.nullable(),
  sealed_reason: z.instanceof(Buffer),
  sealed_answer: z.instanceof(Buffer).nullable(),
})

export type SealedExtension = ClockExtension & {
  readonly sealedReason: Buffer
  readonly sealedAnswer: Buffer | null
}

const fromRow = (row: unknown): SealedExtension => {
  const read = ExtensionRow.parse(row)
  return {
    id: read.id,
    position: read.position,
    deadlineId: read.deadline_id,
    caseId: read.case_id,
    place: read.place,
    length: read.length,
    unit: read.unit,
    askerId: read.asker_id,
    askedAt: read.asked_at,
    state: read.state,
    deciderId: read.decider_id,
    decidedAt: read.decided_at,
    dueBefore: read.due_before,
    dueAfter: read.due_after,
    sealedReason: read.sealed_reason,
    sealedAnswer: read.sealed_answer,
  }
}

/** Of these clocks, in the order of asking. */
export const listExtensions = async (
  tx: Tx,
  deadlineIds: readonly string[],
): Promise<SealedExtension[]> => {
  if (deadlineIds.length === 0) return []
  const rows: unknown[] = await sql(tx)('deadline_extensions')
    .whereRaw('deadline_id = ANY(?::uuid[])', [[...deadlineIds]])
    .orderBy(['deadline_id', 'position'])
  return rows.map(fromRow)
}

/** Held until the transaction ends. */
export const lockExtension = async (tx: Tx, id: string): Promise<SealedExtension | undefined> => {
  const row: unknown = await sql(tx)('deadline_extensions').where({ id }).forUpdate().first()
  return row === undefined ? undefined : fromRow(row)
}

export const insertExtension = async (
  tx: Tx,
  asked: Pick<
    SealedExtension,
    | 'id'
    | 'deadlineId'
    | 'caseId'
    | 'place'
    | 'length'
    | 'unit'
    | 'askerId'
    | 'askedAt'
    | 'dueBefore'
    | 'sealedReason'
  > & { readonly organisationId: OrganisationId },
): Promise<void> => {
  await sql(tx)('deadline_extensions').insert({
    id: asked.id,
    deadline_id: asked.deadlineId,
    case_id: asked.caseId,
    organisation_id: asked.organisationId,
    place: asked.place,
    length: asked.length,
    unit: asked.unit,
    asker_id: asked.askerId,
    asked_at: asked.askedAt,
    due_before: asked.dueBefore,
    sealed_reason: asked.sealedReason,
    state: 'asked',
  })
}

export const closeExtension = async (
  tx: Tx,
  id: string,
  end: {
    readonly state: ClockExtension['state']
    readonly deciderId: StaffId | null
    readonly at: Date
    readonly dueAfter?: Day
    readonly sealedAnswer?: Buffer
  },
): Promise<void> => {
  await sql(tx)('deadline_extensions')
    .where({ id })
    .update({
      state: end.state,
      decider_id: end.deciderId,
      decided_at: end.at,
      due_after: end.dueAfter ?? null,
      sealed_answer: end.sealedAnswer ?? null,
    })
}

export const deleteExtensions = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('deadline_extensions').where({ case_id: caseId }).delete()
}
