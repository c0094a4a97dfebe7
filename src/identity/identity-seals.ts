import { z } from 'zod'
import type { Holder, OpenDesk } from '../desks'
import {
  openJson,
  openSealedKey,
  sealJson,
  sealKeyTo,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { ReportId } from '../vocabulary/ids'
import {
  findIdentity,
  findIdentitySeal,
  insertIdentitySeals,
  putIdentity,
} from './identities.repository'

const NamedSchema = z.object({
  name: z.string(),
  phone: z.string(),
  idType: z.string(),
  idNumber: z.string(),
  delivery: z.string(),
  address: z.string(),
})

/** Who the reporter is. Exists in clear only while a request handles it. */
export type ReporterIdentity = z.output<typeof NamedSchema>

const SealedSchema = z.union([NamedSchema, z.object({ none: z.literal(true) })])

/** `none`: the reporter left no name. `closed`: these holders cannot tell. */
export type Seen =
  | { readonly kind: 'named'; readonly identity: ReporterIdentity }
  | { readonly kind: 'none' }
  | { readonly kind: 'closed' }

/** More than the longest name, address and number take together: a name and its absence are sealed in one size. */
export const identityBytes = 2047

const fieldPlace = (reportId: ReportId) => ({
  table: 'report_identities',
  column: 'sealed',
  row: reportId,
})

type Recipient = Pick<Holder, 'kind' | 'id' | 'version'>

const sealPlace = (reportId: ReportId, recipient: Recipient): SealPlace => ({
  table: 'identity_seals',
  column: 'sealed',
  row: reportId,
  recipient: `${recipient.kind}:${recipient.id}`,
  version: recipient.version,
})

/** For the reporter or a member of the identity desk; undefined for everybody else. */
export const openIdentityKey = async (
  tx: Tx,
  holders: readonly Holder[],
  reportId: ReportId,
): Promise<SymmetricKey | undefined> => {
  for (const holder of holders) {
    const sealed = await findIdentitySeal(tx, reportId, holder)
    if (sealed !== undefined)
      return openSealedKey(holder.pair, sealPlace(reportId, holder), sealed) as SymmetricKey
  }
  return undefined
}

export const seeIdentity = async (
  tx: Tx,
  holders: readonly Holder[],
  reportId: ReportId,
): Promise<Seen> => {
  const key = await openIdentityKey(tx, holders, reportId)
  const sealed = await findIdentity(tx, reportId)
  if (key === undefined || sealed === undefined) return { kind: 'closed' }
  const opened = SealedSchema.parse(openJson(key, fieldPlace(reportId), sealed))
  return 'none' in opened ? { kind: 'none' } : { kind: 'named', identity: opened }
}

/** `identity` undefined: that there is none, in the same size. */
export const putSealed = (
  tx: Tx,
  { reportId, key }: { readonly reportId: ReportId; readonly key: SymmetricKey },
  identity: ReporterIdentity | undefined,
  least = identityBytes,
): Promise<void> =>
  putIdentity(tx, reportId, sealJson(key, fieldPlace(reportId), identity ?? { none: true }, least))

type NewSeals = {
  readonly reportId: ReportId
  readonly key: SymmetricKey
  readonly reporterPublicKey: Buffer
  /** undefined: nobody up to the top keeps identities yet. */
  readonly desk: OpenDesk | undefined
}

/** The identity key for the reporter and the desk. */
export const putSeals = async (
  tx: Tx,
  { reportId, key, reporterPublicKey, desk }: NewSeals,
): Promise<void> => {
  const reporter = {
    kind: 'reporter',
    id: reportId,
    version: 1,
    publicKey: reporterPublicKey,
  } as const
  const recipients =
    desk === undefined
      ? [reporter]
      : [reporter, { ...desk, kind: 'desk', id: desk.deskId } as const]
  await insertIdentitySeals(
    tx,
    recipients.map(to => ({
      report_id: reportId,
      recipient_kind: to.kind,
      recipient_id: to.id,
      version: to.version,
      sealed: sealKeyTo(to.publicKey, sealPlace(reportId, to), key),
    })),
  )
}
