import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

const Row = z.object({
  id: z.string(),
  staff_id: z.string().transform(id => id as StaffId),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  usual: z.boolean(),
})
type Row = z.output<typeof Row>

export type SavedView = Omit<Row, 'staff_id'> & { readonly staffId: StaffId }

const toView = (row: unknown): SavedView => {
  const { staff_id, ...rest } = Row.parse(row)
  return { ...rest, staffId: staff_id }
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
      'v.query',
      'v.shared',
      sql(tx).raw('u.view_id IS NOT NULL AS usual'),
    )

/** A body's list is bounded by what each may keep; the bound here keeps a page from growing without end. */
const MOST = 200

export const listViews = async (tx: Tx, reader: Reader): Promise<SavedView[]> => {
  const rows: unknown[] = await readable(tx, reader)
    .orderByRaw('v.staff_id <> ?, v.made_at, v.id', [reader.staffId])
    .limit(MOST)
  return rows.map(toView)
}

export const findView = async (
  tx: Tx,
  reader: Reader,
  id: string,
): Promise<SavedView | undefined> => {
  const row: unknown = await readable(tx, reader).where('v.id', id).first()
  return row === undefined ? undefined : toView(row)
}

export const findUsual = async (tx: Tx, reader: Reader): Promise<string | undefined> => {
  const row: unknown = await readable(tx, reader).where('u.staff_id', reader.staffId).first()
  return row === undefined ? undefined : toView(row).query
}

const Count = z.object({ count: z.number() })
export const countOwn = async (tx: Tx, staffId: StaffId): Promise<number> =>
  Count.parse(await sql(tx)('saved_views').where({ staff_id: staffId }).count('* as count').first())
    .count

type NewView = Omit<Row, 'usual'> & {
  readonly organisation_id: OrganisationId
  readonly made_at: Date
}

/** False when the person has one of that name. */
export const insertView = async (tx: Tx, view: NewView): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('saved_views')
    .insert(view)
    .onConflict(['staff_id', 'name'])
    .ignore()
    .returning('id')
  return made.length > 0
}

export const findNamed = async (
  tx: Tx,
  staffId: StaffId,
  name: string,
): Promise<{ readonly query: string } | undefined> => {
  const row: unknown = await sql(tx)('saved_views')
    .where({ staff_id: staffId, name })
    .first('query')
  return row === undefined ? undefined : Row.pick({ query: true }).parse(row)
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
