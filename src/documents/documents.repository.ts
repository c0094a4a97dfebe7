import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'

const DocumentRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  template: z.string(),
  template_place: z.string(),
  template_version: z.number(),
  word: z.string(),
  year: z.number(),
  serial: z.number(),
  number: z.string(),
  code_hash: z.instanceof(Buffer),
  sealed_paper: z.instanceof(Buffer),
  digest: z.instanceof(Buffer),
  issued_by: z.string().transform(id => id as StaffId),
  issued_on: z.string().transform(asDay),
  withdrawn_on: z.string().transform(asDay).nullable(),
  withdrawn_by: z.string().nullable(),
})
export type DocumentRow = z.output<typeof DocumentRow>

const columns = Object.keys(DocumentRow.shape)

const one = async (tx: Tx, where: Partial<DocumentRow>): Promise<DocumentRow | undefined> => {
  const row: unknown = await sql(tx)('documents').where(where).first(columns)
  return row === undefined ? undefined : DocumentRow.parse(row)
}

export const findDocument = (tx: Tx, caseId: CaseId, id: string) => one(tx, { case_id: caseId, id })

export const findByNumber = (tx: Tx, number: string) => one(tx, { number })

/** Whoever holds a form of that name already: another case's form of the same name is no repetition. */
export const findOnce = (tx: Tx, id: string) => one(tx, { id })

/** Newest first; a case has some dozens at most. */
export const listDocuments = async (tx: Tx, caseId: CaseId): Promise<DocumentRow[]> => {
  const rows: unknown[] = await sql(tx)('documents')
    .where({ case_id: caseId })
    .orderBy([
      { column: 'issued_on', order: 'desc' },
      { column: 'serial', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select(columns)
  return rows.map(row => DocumentRow.parse(row))
}

type SeriesKey = {
  readonly organisationId: OrganisationId
  readonly word: string
  readonly year: number
}

const Last = z.object({ last: z.number() })

/** The next number. The row is held to the end of the transaction, and what is undone gives its number back. */
export const takeSerial = async (tx: Tx, series: SeriesKey): Promise<number> => {
  const rows: unknown[] = await sql(tx)('document_series')
    .insert({
      ...{ organisation_id: series.organisationId, word: series.word, year: series.year },
      last: 1,
    })
    .onConflict(['organisation_id', 'word', 'year'])
    .merge({ last: sql(tx).raw('document_series.last + 1') })
    .returning('last')
  return Last.parse(rows[0]).last
}

export const insertDocument = async (tx: Tx, row: DocumentRow): Promise<void> => {
  await sql(tx)('documents').insert(row)
}

/** false when it was withdrawn before. */
export const markWithdrawn = async (
  tx: Tx,
  id: string,
  { on, by }: { readonly on: Day; readonly by: StaffId },
): Promise<boolean> =>
  (await sql(tx)('documents')
    .where({ id, withdrawn_on: null })
    .update({ withdrawn_on: on, withdrawn_by: by })) > 0

const ServiceRow = z.object({
  id: z.string(),
  document_id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  way: z.string(),
  served_on: z.string().transform(asDay),
  sealed_proof: z.instanceof(Buffer),
  recorded_by: z.string().transform(id => id as StaffId),
  recorded_on: z.string().transform(asDay),
})
export type ServiceRow = z.output<typeof ServiceRow>

export const listServices = async (tx: Tx, documentId: string): Promise<ServiceRow[]> => {
  const rows: unknown[] = await sql(tx)('document_services')
    .where({ document_id: documentId })
    .orderBy(['served_on', 'id'])
    .select(Object.keys(ServiceRow.shape))
  return rows.map(row => ServiceRow.parse(row))
}

/** false when this form was sent before. */
export const insertService = async (tx: Tx, row: ServiceRow): Promise<boolean> => {
  const inserted: unknown[] = await sql(tx)('document_services')
    .insert(row)
    .onConflict('id')
    .ignore()
    .returning('id')
  return inserted.length > 0
}

export const deleteDocuments = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('document_services').where({ case_id: caseId }).delete()
  await sql(tx)('documents').where({ case_id: caseId }).delete()
}
