import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId } from '../vocabulary/ids'
import {
  organisationKinds,
  organisationLevels,
  type NewOrganisation,
  type Organisation,
} from './organisation.rules'

const asId = (id: string) => id as OrganisationId
const OrganisationRow = z.object({
  id: z.string().transform(asId),
  code: z.string(),
  name: z.string(),
  short_name: z.string(),
  level: z.enum(organisationLevels),
  kind: z.enum(organisationKinds),
  parent_id: z
    .string()
    .nullable()
    .transform(id => (id === null ? null : asId(id))),
  region_code: z.string(),
  telephone: z.string(),
  hours: z.string(),
  address: z.string(),
  postcode: z.string(),
})

const fromRow = (row: unknown): Organisation => {
  const { short_name, parent_id, region_code, ...rest } = OrganisationRow.parse(row)
  return { ...rest, shortName: short_name, parentId: parent_id, regionCode: region_code }
}

export const findOrganisation = async (
  tx: Tx,
  id: OrganisationId,
): Promise<Organisation | undefined> => {
  const row: unknown = await sql(tx)('organisations').where({ id }).first()
  return row === undefined ? undefined : fromRow(row)
}

export const listOrganisations = async (tx: Tx): Promise<Organisation[]> => {
  const rows: unknown[] = await sql(tx)('organisations').orderBy(['region_code', 'kind', 'code'])
  return rows.map(fromRow)
}

/** undefined when the code, or this kind for the region, is there already. */
export const insertOrganisation = async (
  tx: Tx,
  { shortName, parentId, regionCode, ...rest }: NewOrganisation,
): Promise<Organisation | undefined> => {
  const rows: unknown[] = await sql(tx)('organisations')
    .insert({ ...rest, short_name: shortName, parent_id: parentId, region_code: regionCode })
    .onConflict()
    .ignore()
    .returning('*')
  return rows[0] === undefined ? undefined : fromRow(rows[0])
}

export const setParent = async (
  tx: Tx,
  id: OrganisationId,
  parentId: OrganisationId,
): Promise<void> => {
  await sql(tx)('organisations').where({ id }).update({ parent_id: parentId })
}

/** Where a page of bodies ended: kind and region together are one body's alone. */
export type BodyPlace = { readonly regionCode: string; readonly kind: string }

type Below = {
  readonly parentId: OrganisationId
  readonly after?: BodyPlace | undefined
  readonly limit: number
}

export const selectBelow = async (
  tx: Tx,
  { parentId, after, limit }: Below,
): Promise<Organisation[]> => {
  const query = sql(tx)('organisations').where({ parent_id: parentId })
  if (after !== undefined)
    void query.whereRaw('(region_code, kind) > (?, ?)', [after.regionCode, after.kind])
  const rows: unknown[] = await query.orderBy(['region_code', 'kind']).limit(limit)
  return rows.map(fromRow)
}

export const findByCode = async (tx: Tx, code: string): Promise<Organisation | undefined> => {
  const row: unknown = await sql(tx)('organisations').where({ code }).first()
  return row === undefined ? undefined : fromRow(row)
}

export type Contact = Pick<Organisation, 'telephone' | 'hours' | 'address' | 'postcode'>

export const saveContact = async (
  tx: Tx,
  id: OrganisationId,
  { telephone, hours, address, postcode }: Contact,
): Promise<void> => {
  await sql(tx)('organisations').where({ id }).update({ telephone, hours, address, postcode })
}

export const saveNames = async (
  tx: Tx,
  id: OrganisationId,
  { name, shortName }: Pick<Organisation, 'name' | 'shortName'>,
): Promise<void> => {
  await sql(tx)('organisations').where({ id }).update({ name, short_name: shortName })
}
