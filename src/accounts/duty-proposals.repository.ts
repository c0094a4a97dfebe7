import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { duties, type Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

const ProposalRow = z.object({
  id: z.string(),
  staff_id: z.string().transform(id => id as StaffId),
  duties: z.array(z.enum(duties)),
  proposed_by: z
    .string()
    .nullable()
    .transform(id => id as StaffId | null),
  proposed_at: z.date(),
})

/** All duties that a person is to have, once somebody else puts it into force. */
export type DutyProposal = {
  readonly id: string
  readonly staffId: StaffId
  readonly duties: readonly Duty[]
  /** null: from the server's own terminal */
  readonly proposedBy: StaffId | null
  readonly proposedAt: Date
}

const toProposal = (row: unknown): DutyProposal => {
  const read = ProposalRow.parse(row)
  return {
    id: read.id,
    staffId: read.staff_id,
    duties: read.duties,
    proposedBy: read.proposed_by,
    proposedAt: read.proposed_at,
  }
}

const open = (tx: Tx) => sql(tx)('duty_proposals').whereNull('decision')

/** Proposals for one person come one after the other: held until the transaction ends. */
export const queueProposals = async (tx: Tx, staffId: StaffId): Promise<void> => {
  await sql(tx).raw(`SELECT pg_advisory_xact_lock(hashtextextended('duties ' || ?, 0))`, [staffId])
}

export const findOpenProposal = async (
  tx: Tx,
  staffId: StaffId,
): Promise<DutyProposal | undefined> => {
  const row: unknown = await open(tx).where({ staff_id: staffId }).first()
  return row === undefined ? undefined : toProposal(row)
}

/** Of this id, while it waits. */
export const findWaiting = async (tx: Tx, id: string): Promise<DutyProposal | undefined> => {
  const row: unknown = await open(tx).where({ id }).first()
  return row === undefined ? undefined : toProposal(row)
}

/** Held: two who decide take turns, and the second finds it decided. */
export const holdProposal = async (tx: Tx, id: string): Promise<DutyProposal | undefined> => {
  const row: unknown = await open(tx).where({ id }).forUpdate().first()
  return row === undefined ? undefined : toProposal(row)
}

/** Of this id, decided or not. */
export const findDecision = async (tx: Tx, id: string): Promise<string | undefined> => {
  const row: unknown = await sql(tx)('duty_proposals').where({ id }).first('decision')
  return row === undefined
    ? undefined
    : (z.object({ decision: z.string().nullable() }).parse(row).decision ?? undefined)
}

export const insertProposal = async (tx: Tx, proposal: DutyProposal): Promise<void> => {
  await sql(tx)('duty_proposals').insert({
    id: proposal.id,
    staff_id: proposal.staffId,
    duties: [...proposal.duties],
    proposed_by: proposal.proposedBy,
    proposed_at: proposal.proposedAt,
  })
}

type Decision = {
  readonly decision: 'in-force' | 'refused' | 'replaced' | 'withdrawn'
  readonly by: StaffId
  readonly at: Date
}

export const saveDecision = async (
  tx: Tx,
  id: string,
  { decision, by, at }: Decision,
): Promise<void> => {
  await sql(tx)('duty_proposals').where({ id }).update({ decision, decided_by: by, decided_at: at })
}

export type ProposalsQuestion = {
  readonly bodies: readonly OrganisationId[]
  readonly limit: number
  readonly after?: { readonly at: Date; readonly id: string } | undefined
}

/** What waits in these bodies, oldest first. */
export const listOpenProposals = async (
  tx: Tx,
  { bodies, limit, after }: ProposalsQuestion,
): Promise<DutyProposal[]> => {
  const query = open(tx).whereRaw(
    'staff_id IN (SELECT id FROM staff WHERE organisation_id = ANY(?::uuid[]))',
    [[...bodies]],
  )
  if (after !== undefined)
    void query.whereRaw('(proposed_at, id) > (?, ?::uuid)', [after.at, after.id])
  const rows: unknown[] = await query.orderBy(['proposed_at', 'id']).limit(limit)
  return rows.map(toProposal)
}
