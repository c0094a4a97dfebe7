import { z } from 'zod'
import type { Desks, Holder } from '../desks'
import {
  openJson,
  openSealedKey,
  sealJson,
  sealKeyTo,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { unavailable } from '../platform/errors'
import type { OrganisationId, ReportId } from '../vocabulary/ids'
import {
  findIdentity,
  findIdentitySeal,
  insertIdentity,
  insertIdentitySeals,
} from './identities.repository'

const IdentitySchema = z.object({
  name: z.string(),
  phone: z.string(),
  idType: z.string(),
  idNumber: z.string(),
  delivery: z.string(),
  address: z.string(),
})

/** Who the reporter is. Exists in clear only while a request handles it. */
type ReporterIdentity = z.output<typeof IdentitySchema>

type NewIdentity = {
  readonly reportId: ReportId
  readonly organisationId: OrganisationId
  readonly identityKey: SymmetricKey
  readonly reporterPublicKey: Buffer
  readonly identity: ReporterIdentity
}

export type Identities = {
  /**
   * Seals the identity to the reporter and to the nearest key-holding identity desk.
   * @throws unavailable `desk.missing` when there is none up to the top
   */
  readonly store: (tx: Tx, wanted: NewIdentity) => Promise<void>
  /** What this holder can open of it: the reporter, or a member of the identity desk. */
  readonly open: (
    tx: Tx,
    holders: readonly Holder[],
    reportId: ReportId,
  ) => Promise<ReporterIdentity | undefined>
}

const fieldPlace = (reportId: ReportId) => ({
  table: 'report_identities',
  column: 'sealed',
  row: reportId,
})

const sealPlace = (
  reportId: ReportId,
  recipient: { readonly kind: string; readonly id: string; readonly version: number },
): SealPlace => ({
  table: 'identity_seals',
  column: 'sealed',
  row: reportId,
  recipient: `${recipient.kind}:${recipient.id}`,
  version: recipient.version,
})

const openAny = async (
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

export const createIdentities = ({ desks }: { readonly desks: Desks }): Identities => ({
  store: async (tx, { reportId, organisationId, identityKey, reporterPublicKey, identity }) => {
    const nearest = await desks.nearestWith(tx, organisationId, 'identity')
    if (nearest === undefined) throw unavailable('desk.missing')
    const { deskId, version, publicKey } = nearest.desk
    await insertIdentity(tx, reportId, sealJson(identityKey, fieldPlace(reportId), identity))
    const recipients = [
      { kind: 'reporter', id: reportId, version: 1, publicKey: reporterPublicKey },
      { kind: 'desk', id: deskId, version, publicKey },
    ] as const
    await insertIdentitySeals(
      tx,
      recipients.map(to => ({
        report_id: reportId,
        recipient_kind: to.kind,
        recipient_id: to.id,
        version: to.version,
        sealed: sealKeyTo(to.publicKey, sealPlace(reportId, to), identityKey),
      })),
    )
  },
  open: async (tx, holders, reportId) => {
    const key = await openAny(tx, holders, reportId)
    const sealed = await findIdentity(tx, reportId)
    if (key === undefined || sealed === undefined) return undefined
    return IdentitySchema.parse(openJson(key, fieldPlace(reportId), sealed))
  },
})
