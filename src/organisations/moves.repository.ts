import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

const organisationId = z.string().transform(id => id as OrganisationId)

const MoveRow = z.object({
  id: z.string(),
  organisation_id: organisationId,
  parent_id: organisationId,
  proposed_by: z.string().transform(id => id as StaffId),
  proposed_at: z.date(),
})

/** A body is to stand under another one, once a second person puts it into force. */
export type Move = {
  readonly id: string
  readonly organisationId: OrganisationId
  readonly parentId: OrganisationId
  readonly proposedBy: StaffId
  readonly proposedAt: Date
}

const toMove = (row: unknown): Move => {
  const read = MoveRow.parse(row)
  return {
    id: read.id,
    organisationId: read.organisation_id,
    parentId: read.parent_id,
    proposedBy: read.proposed_by,
    proposedAt: read.proposed_at,
  }
}

const open = (tx: Tx) => sql(tx)('organisation_moves').whereNull('decision')

export const findOpenMove = async (tx: Tx, id: OrganisationId): Promise<Move | undefined> => {
  const row: unknown = await open(tx).where({ organisation_id: id }).first()
  return row === undefined ? undefined : toMove(row)
}

/** Of this id, while it waits. */
export const findWaitingMove = async (tx: Tx, id: string): Promise<Move | undefined> => {
  const row: unknown = await open(tx).where({ id }).first()
  return row === undefined ? undefined : toMove(row)
}

/** Held: two who decide take turns, and the second finds it decided. */
export const holdMove = async (tx: Tx, id: string): Promise<Move | undefined> => {
  const row: unknown = await open(tx).where({ id }).forUpdate().first()
  return row === undefined ? undefined : toMove(row)
}

export const findMoveDecision = async (tx: Tx, id: string): Promise<string | undefined> => {
  const row: unknown = await sql(tx)('organisation_moves').where({ id }).first('decision')
  return row === undefined
    ? undefined
    : (z.object({ decision: z.string().nullable() }).parse(row).decision ?? undefined)
}

export const insertMove = async (tx: Tx, move: Move): Promise<void> => {
  await sql(tx)('organisation_moves').insert({
    id: move.id,
    organisation_id: move.organisationId,
    parent_id: move.parentId,
    proposed_by: move.proposedBy,
    proposed_at: move.proposedAt,
  })
}

type Decision = {
  readonly decision: 'in-force' | 'refused' | 'replaced' | 'withdrawn'
  readonly by: StaffId
  readonly at: Date
}

export const saveMoveDecision = async (
  tx: Tx,
  id: string,
  { decision, by, at }: Decision,
): Promise<void> => {
  await sql(tx)('organisation_moves')
    .where({ id })
    .update({ decision, decided_by: by, decided_at: at })
}

export type MovesQuestion = {
  readonly bodies: readonly OrganisationId[]
  readonly limit: number
  readonly after?: { readonly at: Date; readonly id: string } | undefined
}

/** What waits for these bodies, oldest first. */
export const listOpenMoves = async (
  tx: Tx,
  { bodies, limit, after }: MovesQuestion,
): Promise<Move[]> => {
  const query = open(tx).whereRaw('organisation_id = ANY(?::uuid[])', [[...bodies]])
  if (after !== undefined)
    void query.whereRaw('(proposed_at, id) > (?, ?::uuid)', [after.at, after.id])
  const rows: unknown[] = await query.orderBy(['proposed_at', 'id']).limit(limit)
  return rows.map(toMove)
}
