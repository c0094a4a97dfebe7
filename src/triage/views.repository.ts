import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

const Row = z.object({
  id: z.string(),
  staff_id: z.string().transform(id => id as StaffId),
  /** Of before names were sealed. */
  name: z.string().nullable(),
  sealed_name: z.instanceof(Buffer).nullable(),
  query: z.string(),
  shared: z.boolean(),
  usual: z.boolean(),
})
type Row = z.output<typeof Row>

export type SealedView = Omit<Row, 'staff_id' | 'sealed_name'> & {
  readonly staffId: StaffId
  readonly sealedName: Buffer | null
}

const toView = (row: unknown): SealedView => {
  const { staff_id, sealed_name, ...rest } = Row.parse(row)
  return { ...rest, staffId: staff_id, sealedName: sealed_name }
}

type Reader = { readonly staffId: StaffId; readonly organisationId: OrganisationId }

/** One's own, and what colleagues of the body share. */
const readable = (tx: Tx, { staffId, organisationId }: Reader) =>
  sql(tx)('saved_views as v')
    .leftJoin('usual_views as u', join => {
      join.on('u.view_id', 'v.id').andOnVal('u.staff_id', staffId)
    })
    .where(either => {
      void either
        .where('v.staff_id', staffId)
        .orWhere({ 'v.organisation_id': organisationId, 'v.shared': true })
    })
    .select(
      'v.id',
      'v.staff_id',
      'v.name',
      'v.sealed_name',
      'v.query',
      'v.shared',
      sql(tx).raw('u.view_id IS NOT NULL AS usual'),
    )

/** A body's list is bounded by what each may keep; the bound here keeps a page from growing without end. */
const MOST = 200

export const listViews = async (tx: Tx, reader: Reader): Promise<SealedView[]> => {
  const rows: unknown[] = await readable(tx, reader)
    .orderByRaw('v.staff_id <> ?, v.made_at, v.id', [reader.staffId])
    .limit(MOST)
  return rows.map(toView)
}

export const findView = async (
  tx: Tx,
  reader: Reader,
  id: string,
): Promise<SealedView | undefined> => {
  const row: unknown = await readable(tx, reader).where('v.id', id).first()
  return row === undefined ? undefined : toView(row)
}

export const findUsual = async (tx: Tx, reader: Reader): Promise<string | undefined> => {
  const row: unknown = await readable(tx, reader).where('u.staff_id', reader.staffId).first()
  return row === undefined ? undefined : toView(row).query
}

/** A person's lists are kept one after the other: held until the transaction ends. */
export const queueViews = async (tx: Tx, staffId: StaffId): Promise<void> => {
  await sql(tx).raw(`SELECT pg_advisory_xact_lock(hashtextextended('views ' || ?, 0))`, [staffId])
}

export const listOwn = async (tx: Tx, reader: Reader): Promise<SealedView[]> => {
  const rows: unknown[] = await readable(tx, reader).where('v.staff_id', reader.staffId)
  return rows.map(toView)
}

type NewView = {
  readonly id: string
  readonly sealed_name: Buffer
  readonly query: string
  readonly shared: boolean
  readonly staff_id: StaffId
  readonly organisation_id: OrganisationId
  readonly made_at: Date
}

export const insertView = async (tx: Tx, view: NewView): Promise<void> => {
  await sql(tx)('saved_views').insert(view)
}

/** A name of before names were sealed. */
export const sealViewName = async (tx: Tx, id: string, sealed: Buffer): Promise<void> => {
  await sql(tx)('saved_views')
    .where({ id })
    .whereNull('sealed_name')
    .update({ name: null, sealed_name: sealed })
}

/** False when nothing of it changed, or it is somebody else's. */
export const shareView = async (
  tx: Tx,
  staffId: StaffId,
  { id, shared }: { readonly id: string; readonly shared: boolean },
): Promise<boolean> =>
  (await sql(tx)('saved_views')
    .where({ id, staff_id: staffId })
    .whereNot({ shared })
    .update({ shared })) > 0

export const deleteView = async (tx: Tx, staffId: StaffId, id: string): Promise<boolean> =>
  (await sql(tx)('saved_views').where({ id, staff_id: staffId }).delete()) > 0

/** undefined: the bare address stands for the whole list again. */
export const setUsual = async (
  tx: Tx,
  staffId: StaffId,
  viewId: string | undefined,
): Promise<void> => {
  if (viewId === undefined) await sql(tx)('usual_views').where({ staff_id: staffId }).delete()
  else
    await sql(tx)('usual_views')
      .insert({ staff_id: staffId, view_id: viewId })
      .onConflict('staff_id')
      .merge()
}
