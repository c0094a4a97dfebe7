import { z } from 'zod'
import type { Cases } from '../cases'
import type { Desks, Holder, OpenDesk } from '../desks'
import type { Organisations } from '../organisations'
import {
  openJson,
  openSealedKey,
  sealJson,
  sealKeyTo,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, unavailable } from '../platform/errors'
import type { OrganisationId, ReportId } from '../vocabulary/ids'
import {
  deleteIdentities,
  findIdentity,
  findIdentitySeal,
  hasIdentity,
  insertIdentity,
  insertIdentitySeals,
  listIdentityDesks,
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
  /**
   * What this holder can open of it: the reporter, or a member of the identity desk.
   * @throws forbidden `identity.at-office` for a reporter whose code an officer has seen
   */
  readonly open: (
    tx: Tx,
    holders: readonly Holder[],
    reportId: ReportId,
  ) => Promise<ReporterIdentity | undefined>
  /** Whether the reporter left a name. For the reporter and the identity desk only: it is nobody else's to know. */
  readonly exists: (tx: Tx, reportId: ReportId) => Promise<boolean>
  /**
   * Whom to ask who the reporter is: the desk that holds the identity; when there is none, the desk that
   * would. The two look alike to whoever asks. undefined when there is none up to the top.
   */
  readonly deskFor: (
    tx: Tx,
    organisationId: OrganisationId,
    reportId: ReportId,
  ) => Promise<OpenDesk | undefined>
  /** Retention: identity keys and what they opened. */
  readonly erase: (tx: Tx, reportIds: readonly ReportId[]) => Promise<void>
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

type Deps = {
  readonly desks: Pick<Desks, 'nearestWith' | 'findOpen'>
  readonly organisations: Pick<Organisations, 'above'>
  readonly cases: Pick<Cases, 'codeStateOf'>
}

/** Whoever heard the code could be the officer: identity then goes by the office, with another person (ADR 0022). */
const refuseHeardCode = async (
  { cases }: Deps,
  tx: Tx,
  holders: readonly Holder[],
  reportId: ReportId,
): Promise<void> => {
  if (!holders.some(({ kind }) => kind === 'reporter')) return
  if ((await cases.codeStateOf(tx, reportId)).seenByOfficer) throw forbidden('identity.at-office')
}

const deskFor =
  ({ desks, organisations }: Deps): Identities['deskFor'] =>
  async (tx, organisationId, reportId) => {
    const held = await listIdentityDesks(tx, reportId)
    let nearest: OpenDesk | undefined
    let at: OrganisationId | undefined = organisationId
    while (at !== undefined) {
      const desk = await desks.findOpen(tx, at, 'identity')
      nearest ??= desk
      if (desk !== undefined && (held.length === 0 || held.includes(desk.deskId))) return desk
      at = (await organisations.above(tx, at))?.id
    }
    return nearest
  }

export const createIdentities = (deps: Deps): Identities => ({
  store: async (tx, { reportId, organisationId, identityKey, reporterPublicKey, identity }) => {
    const nearest = await deps.desks.nearestWith(tx, organisationId, 'identity')
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
    await refuseHeardCode(deps, tx, holders, reportId)
    const key = await openIdentityKey(tx, holders, reportId)
    const sealed = await findIdentity(tx, reportId)
    if (key === undefined || sealed === undefined) return undefined
    return IdentitySchema.parse(openJson(key, fieldPlace(reportId), sealed))
  },
  exists: hasIdentity,
  deskFor: deskFor(deps),
  erase: deleteIdentities,
})
