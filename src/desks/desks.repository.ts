import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { deskKinds, type DeskKind } from '../vocabulary/duty'
import type { DeskId, OrganisationId, StaffId } from '../vocabulary/ids'

const deskId = z.string().transform(id => id as DeskId)
const staffId = z.string().transform(id => id as StaffId)
const bytes = z.instanceof(Buffer)
const rowsOf = z.object({ rows: z.array(z.unknown()) })

const KeyRow = z.object({
  desk_id: deskId,
  kind: z.enum(deskKinds),
  version: z.number(),
  public_key: bytes,
  public_key_mac: bytes,
})

/** One version of a desk's key, its private part not among it. */
export type DeskKey = {
  readonly deskId: DeskId
  readonly kind: DeskKind
  readonly version: number
  readonly publicKey: Buffer
  readonly mac: Buffer
}

const toKey = (row: z.output<typeof KeyRow>): DeskKey => ({
  deskId: row.desk_id,
  kind: row.kind,
  version: row.version,
  publicKey: row.public_key,
  mac: row.public_key_mac,
})

const readRows = async <S extends z.ZodType>(
  tx: Tx,
  shape: S,
  query: string,
  values: Readonly<Record<string, string | number>>,
): Promise<z.output<S>[]> => {
  const result: unknown = await sql(tx).raw(query, values)
  return rowsOf.parse(result).rows.map(row => shape.parse(row))
}

const keyColumns = 'k.desk_id, d.kind, k.version, k.public_key, k.public_key_mac'

const BodyRow = z.object({ organisation_id: z.string().transform(id => id as OrganisationId) })

/** Of which body it is a desk. */
export const findBody = async (tx: Tx, desk: DeskId): Promise<OrganisationId | undefined> => {
  const row: unknown = await sql(tx)('desks').where({ id: desk }).first('organisation_id')
  return row === undefined ? undefined : BodyRow.parse(row).organisation_id
}

export const findNewestKey = async (
  tx: Tx,
  organisationId: OrganisationId,
  kind: DeskKind,
): Promise<DeskKey | undefined> => {
  const rows = await readRows(
    tx,
    KeyRow,
    `SELECT ${keyColumns} FROM desks d JOIN desk_keys k ON k.desk_id = d.id
     WHERE d.organisation_id = :organisationId AND d.kind = :kind
     ORDER BY k.version DESC LIMIT 1`,
    { organisationId, kind },
  )
  return rows.map(toKey)[0]
}

/** Makes the desk when there is none, and holds it: two first members take turns. */
export const holdDesk = async (
  tx: Tx,
  desk: {
    readonly id: DeskId
    readonly organisationId: OrganisationId
    readonly kind: DeskKind
  },
): Promise<DeskId> => {
  const { organisationId, kind } = desk
  await sql(tx)('desks')
    .insert({ id: desk.id, organisation_id: organisationId, kind })
    .onConflict(['organisation_id', 'kind'])
    .ignore()
  const row: unknown = await sql(tx)('desks')
    .where({ organisation_id: organisationId, kind })
    .forUpdate()
    .first()
  return z.object({ id: deskId }).parse(row).id
}

export const newestVersion = async (tx: Tx, id: DeskId): Promise<number | undefined> => {
  const row: unknown = await sql(tx)('desk_keys')
    .where({ desk_id: id })
    .orderBy('version', 'desc')
    .first('version')
  return row === undefined ? undefined : z.object({ version: z.number() }).parse(row).version
}

export const insertKey = async (
  tx: Tx,
  key: Omit<DeskKey, 'kind'> & { readonly createdOn: Day },
): Promise<void> => {
  await sql(tx)('desk_keys').insert({
    desk_id: key.deskId,
    version: key.version,
    public_key: key.publicKey,
    public_key_mac: key.mac,
    created_on: key.createdOn,
  })
}

export const retireKeys = async (tx: Tx, id: DeskId, on: Day): Promise<void> => {
  await sql(tx)('desk_keys').where({ desk_id: id, retired_on: null }).update({ retired_on: on })
}

/** Who may open which version. Worth nothing before its MAC has been checked. */
export type DeskSeal = {
  readonly deskId: DeskId
  readonly version: number
  readonly staffId: StaffId
  readonly sealed: Buffer
  readonly mac: Buffer
}

/** Sealing the same key to the same person again opens nothing more; it heals a row that was tampered with. */
export const insertSeal = async (tx: Tx, seal: DeskSeal): Promise<void> => {
  await sql(tx)('desk_seals')
    .insert({
      desk_id: seal.deskId,
      version: seal.version,
      staff_id: seal.staffId,
      sealed: seal.sealed,
      sealed_mac: seal.mac,
    })
    .onConflict(['desk_id', 'version', 'staff_id'])
    .merge(['sealed', 'sealed_mac'])
}

const SealRow = z.object({
  desk_id: deskId,
  version: z.number(),
  staff_id: staffId,
  sealed: bytes,
  sealed_mac: bytes,
})

const toSeal = (row: z.output<typeof SealRow>): DeskSeal => ({
  deskId: row.desk_id,
  version: row.version,
  staffId: row.staff_id,
  sealed: row.sealed,
  mac: row.sealed_mac,
})

export const listSealsTo = async (
  tx: Tx,
  { deskId, version }: { readonly deskId: DeskId; readonly version: number },
): Promise<DeskSeal[]> => {
  const rows: unknown[] = await sql(tx)('desk_seals').where({ desk_id: deskId, version })
  return rows.map(row => toSeal(SealRow.parse(row)))
}

export type NewestKey = { readonly key: DeskKey; readonly seals: readonly DeskSeal[] }

/** The newest key of some desks of a body and to whom each is sealed, in one statement: every submission asks for it. */
export const listNewestSealed = async (
  tx: Tx,
  organisationId: OrganisationId,
  kinds: readonly DeskKind[],
): Promise<NewestKey[]> => {
  const answer: unknown = await sql(tx).raw(
    `SELECT ${keyColumns}, ${sealColumns} FROM desks d
     JOIN desk_keys k ON k.desk_id = d.id
     JOIN desk_seals s ON s.desk_id = k.desk_id AND s.version = k.version
     WHERE d.organisation_id = ? AND d.kind = ANY(?::text[])
       AND k.version = (SELECT max(version) FROM desk_keys WHERE desk_id = d.id)`,
    [organisationId, [...kinds]],
  )
  const rows = rowsOf.parse(answer).rows.map(row => SealedKeyRow.parse(row))
  return kinds.flatMap(kind => {
    const own = rows.filter(row => row.kind === kind)
    const [first] = own
    return first === undefined ? [] : [{ key: toKey(first), seals: own.map(toSeal) }]
  })
}

const SealedKeyRow = KeyRow.extend(SealRow.shape)

/** A seal together with the public key that it belongs to. */
export type SealedDeskKey = DeskSeal & { readonly key: DeskKey }

const sealColumns = 's.staff_id, s.sealed, s.sealed_mac'

export const listSealsOf = async (tx: Tx, id: StaffId): Promise<SealedDeskKey[]> => {
  const rows = await readRows(
    tx,
    SealedKeyRow,
    `SELECT ${keyColumns}, ${sealColumns} FROM desk_seals s
     JOIN desk_keys k ON k.desk_id = s.desk_id AND k.version = s.version
     JOIN desks d ON d.id = k.desk_id
     WHERE s.staff_id = :id ORDER BY d.kind, k.version DESC`,
    { id },
  )
  return rows.map(row => ({ ...toSeal(row), key: toKey(row) }))
}

export const deleteSealsOf = async (
  tx: Tx,
  id: StaffId,
  deskIds: readonly DeskId[],
): Promise<void> => {
  await sql(tx)('desk_seals')
    .where({ staff_id: id })
    .whereIn('desk_id', [...deskIds])
    .delete()
}

/** Whoever changes who holds the keys of a body takes turns here; the last two cannot leave at once. */
export const lockDesks = async (tx: Tx, organisationId: OrganisationId): Promise<void> => {
  await sql(tx)('desks')
    .where({ organisation_id: organisationId })
    .orderBy('id')
    .forUpdate()
    .select('id')
}

const MemberRow = SealRow.extend({ kind: z.enum(deskKinds) })

/** `version` is that of the newest key. */
export type DeskMember = DeskSeal & { readonly kind: DeskKind }

/** To whom the newest key of each desk of an organisation is sealed, disabled people among them. */
export const listSealed = async (tx: Tx, organisationId: OrganisationId): Promise<DeskMember[]> => {
  const rows = await readRows(
    tx,
    MemberRow,
    `SELECT s.desk_id, d.kind, s.version, ${sealColumns} FROM desk_seals s
     JOIN desks d ON d.id = s.desk_id
     WHERE d.organisation_id = :organisationId
       AND s.version = (SELECT max(version) FROM desk_keys WHERE desk_id = d.id)`,
    { organisationId },
  )
  return rows.map(row => ({ ...toSeal(row), kind: row.kind }))
}
