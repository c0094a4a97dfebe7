import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId, TransferId } from '../vocabulary/ids'
import type { Transfer } from './transfer'
import { answers, transferStates } from './transfer.rules'

const staff = z.string().transform(id => id as StaffId)
const day = z.string().transform(asDay)
const sealed = z.instanceof(Buffer)

const Row = z.object({
  id: z.string().transform(id => id as TransferId),
  arrival: z.number(),
  case_id: z.string().transform(id => id as CaseId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  receiver: z.string(),
  state: z.enum(transferStates),
  made_by: staff,
  made_at: z.date(),
  sealed_content: sealed,
  asked_by: staff.nullable(),
  decided_by: staff.nullable(),
  decided_at: z.date().nullable(),
  sealed_refusal: sealed.nullable(),
  archive_id: z.string().nullable(),
  left_by: staff.nullable(),
  left_at: z.date().nullable(),
  received_on: day.nullable(),
  sealed_receipt: sealed.nullable(),
  answer: z.enum(answers).nullable(),
  answered_on: day.nullable(),
  sealed_answer: sealed.nullable(),
  due_on: z
    .union([z.string(), z.number()])
    .transform(text => (typeof text === 'number' || text === 'infinity' ? null : asDay(text))),
})
export type TransferRow = z.output<typeof Row>

export const toTransfer = (row: TransferRow): Transfer => ({
  ...{ id: row.id, arrival: row.arrival, caseId: row.case_id, receiver: row.receiver },
  ...{ organisationId: row.organisation_id, state: row.state, dueOn: row.due_on },
  ...{ madeBy: row.made_by, madeAt: row.made_at, askedBy: row.asked_by },
  ...{ decidedBy: row.decided_by, decidedAt: row.decided_at, archiveId: row.archive_id },
  ...{ leftBy: row.left_by, leftAt: row.left_at, receivedOn: row.received_on },
  ...{ answer: row.answer, answeredOn: row.answered_on },
})

type NewRow = {
  readonly id: TransferId
  readonly case_id: CaseId
  readonly organisation_id: OrganisationId
  readonly receiver: string
  readonly state: 'draft'
  readonly made_by: StaffId
  readonly made_at: Date
  readonly sealed_content: Buffer
}

export const insertTransfer = async (tx: Tx, row: NewRow): Promise<void> => {
  await sql(tx)('transfers').insert(row)
}

type Change = Partial<{
  state: TransferRow['state']
  asked_by: StaffId
  asked_at: Date
  decided_by: StaffId
  decided_at: Date
  sealed_refusal: Buffer
  archive_id: string | null
  left_by: StaffId
  left_at: Date
  received_on: Day
  sealed_receipt: Buffer
  answer: Transfer['answer']
  answered_on: Day
  sealed_answer: Buffer
  due_on: Day | 'infinity'
}>

export const updateTransfer = async (tx: Tx, id: TransferId, change: Change): Promise<void> => {
  await sql(tx)('transfers').where({ id }).update(change)
}

const one = (row: unknown): TransferRow | undefined =>
  row === undefined ? undefined : Row.parse(row)

export const findTransfer = async (tx: Tx, id: TransferId): Promise<TransferRow | undefined> =>
  one(await sql(tx)('transfers').where({ id }).first())

/** Held until the transaction ends. */
export const lockTransfer = async (tx: Tx, id: TransferId): Promise<TransferRow | undefined> =>
  one(await sql(tx)('transfers').where({ id }).forUpdate().first())

export const transfersOf = async (tx: Tx, caseId: CaseId): Promise<TransferRow[]> => {
  const rows: unknown[] = await sql(tx)('transfers')
    .where({ case_id: caseId })
    .orderBy('arrival', 'desc')
    .limit(50)
  return rows.map(row => Row.parse(row))
}

/** Whether a department like this has received something of the case, with its receipt. */
export const wasReceived = async (tx: Tx, caseId: CaseId, receiver: string): Promise<boolean> => {
  const row: unknown = await sql(tx)('transfers')
    .where({ case_id: caseId, receiver })
    .whereNotNull('received_on')
    .first('id')
  return row !== undefined
}

export type Question = {
  readonly organisationId: OrganisationId
  readonly isOpen: boolean
  readonly after: { readonly due: string; readonly arrival: number } | undefined
  readonly limit: number
}

/** Open: what is due first comes first. Ended: the newest first. */
export const listTransfers = async (
  tx: Tx,
  { organisationId, isOpen, after, limit }: Question,
): Promise<TransferRow[]> => {
  const query = sql(tx)('transfers')
    .where({ organisation_id: organisationId, is_open: isOpen })
    .limit(limit)
  if (isOpen) {
    void query.orderBy([{ column: 'due_on' }, { column: 'arrival' }])
    if (after !== undefined)
      void query.whereRaw('(due_on, arrival) > (?::date, ?)', [after.due, after.arrival])
  } else {
    void query.orderBy('arrival', 'desc')
    if (after !== undefined) void query.where('arrival', '<', after.arrival)
  }
  const rows: unknown[] = await query
  return rows.map(row => Row.parse(row))
}

const Counted = z.object({ state: z.enum(transferStates), number: z.number(), late: z.number() })

/** The open ones of a body by state, counted up to `cap` of them. */
export const countOpen = async (
  tx: Tx,
  organisationId: OrganisationId,
  { today, cap }: { readonly today: Day; readonly cap: number },
) => {
  const open = sql(tx)('transfers')
    .select('state', 'due_on')
    .where({ organisation_id: organisationId, is_open: true })
    .orderBy([{ column: 'due_on' }, { column: 'arrival' }])
    .limit(cap)
  const rows: unknown[] = await sql(tx)
    .from(open.as('open'))
    .groupBy('state')
    .select(
      'state',
      sql(tx).raw('count(*) AS number'),
      sql(tx).raw('count(*) FILTER (WHERE due_on < ?) AS late', [today]),
    )
  return rows.map(row => Counted.parse(row))
}

const FileRow = z.object({ id: z.string(), ordinal: z.number(), sealed_meta: sealed })
export type FileRow = z.output<typeof FileRow>

export const insertFile = async (tx: Tx, transferId: TransferId, row: FileRow): Promise<void> => {
  await sql(tx)('transfer_files').insert({ ...row, transfer_id: transferId })
}

export const filesOf = async (tx: Tx, transferId: TransferId): Promise<FileRow[]> => {
  const rows: unknown[] = await sql(tx)('transfer_files')
    .where({ transfer_id: transferId })
    .orderBy('ordinal')
  return rows.map(row => FileRow.parse(row))
}

type At = { readonly transferId: TransferId; readonly fileId: string }

export const insertPiece = async (
  tx: Tx,
  { transferId, fileId }: At,
  piece: { readonly part: number; readonly sealed: Buffer },
): Promise<void> => {
  await sql(tx)('transfer_pieces').insert({
    transfer_id: transferId,
    file_id: fileId,
    ...piece,
  })
}

export const findPiece = async (
  tx: Tx,
  { transferId, fileId }: At,
  part: number,
): Promise<Buffer | undefined> => {
  const row: unknown = await sql(tx)('transfer_pieces')
    .where({ transfer_id: transferId, file_id: fileId, part })
    .first('sealed')
  return row === undefined ? undefined : z.object({ sealed }).parse(row).sealed
}

export const deletePieces = async (tx: Tx, { transferId, fileId }: At): Promise<void> => {
  await sql(tx)('transfer_pieces').where({ transfer_id: transferId, file_id: fileId }).delete()
}

export const deleteTransfers = async (tx: Tx, caseId: CaseId): Promise<void> => {
  const ids = sql(tx)('transfers').where({ case_id: caseId }).select('id')
  await sql(tx)('transfer_pieces').whereIn('transfer_id', ids.clone()).delete()
  await sql(tx)('transfer_files').whereIn('transfer_id', ids.clone()).delete()
  await sql(tx)('transfers').where({ case_id: caseId }).delete()
}
