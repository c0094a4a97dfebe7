import type { StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { Holder } from '../desks'
import type { Clock } from '../platform/clock'
import {
  asSymmetricKey,
  newSymmetricKey,
  openJson,
  openSealedKey,
  sealJson,
  sealKeyTo,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden } from '../platform/errors'
import type { Random } from '../platform/random'
import type { IdentityField } from '../vocabulary/identity-fields'
import type { IdentityRequestId, ReportId, StaffId } from '../vocabulary/ids'
import { identityBytes, type ReporterIdentity } from './identity-seals'
import type { Identities } from './identity.service'
import type { ItemReader } from './item-keys'
import { ReleasedSchema } from './released'
import {
  countReleases,
  deleteEndedReleases,
  deleteRelease,
  endRelease,
  findRelease,
  insertRelease,
} from './releases.repository'
import type { IdentityRequest, Released } from './request'
import { openTexts, sealRefusal, sealText } from './request-texts.service'
import {
  countRequests,
  findRequest,
  insertRequest,
  listOverdue,
  listRequests,
  updateRequest,
  type RequestWish,
} from './requests.repository'
import { nextState, stateNow, type RequestAct, type RequestState } from './requests.rules'

type NewRequest = Pick<
  IdentityRequest,
  | 'id'
  | 'caseId'
  | 'reportId'
  | 'organisationId'
  | 'deskId'
  | 'askerId'
  | 'fields'
  | 'ground'
  | 'minutes'
  | 'expiresAt'
> & { readonly text: string; readonly readers: readonly ItemReader[] }

type Answer = {
  readonly by: StaffId
  readonly to: { readonly id: StaffId; readonly version: number; readonly publicKey: Buffer }
  /** Not looked at, it lies there so long. */
  readonly keepHours: number
}

/**
 * Requests to see an identity, and what was given. Who may do which step is asked before; here are the
 * order of the steps, the seals and the times.
 */
export type Releases = {
  /** false when this form was sent before. */
  readonly ask: (tx: Tx, wanted: NewRequest) => Promise<boolean>
  readonly find: (tx: Tx, id: IdentityRequestId) => Promise<IdentityRequest | undefined>
  /** As find, and keeps the row until the transaction ends: two answers take turns. */
  readonly hold: (tx: Tx, id: IdentityRequestId) => Promise<IdentityRequest | undefined>
  readonly stateOf: (request: IdentityRequest) => RequestState
  /** What the asker wrote, and why it was refused; undefined for whom it was not sealed to. */
  readonly textsOf: (
    tx: Tx,
    holders: readonly Holder[],
    request: IdentityRequest,
  ) => Promise<{ readonly text: string; readonly refusal: string } | undefined>
  readonly list: typeof listRequests
  readonly count: (tx: Tx, wish: RequestWish, cap: number) => Promise<number>
  /** @throws refused `release.already-…`, `release.not-approved` */
  readonly approve: (tx: Tx, request: IdentityRequest, by: StaffId) => Promise<void>
  readonly refuse: (
    tx: Tx,
    holders: readonly Holder[],
    request: IdentityRequest,
    why: { readonly by: StaffId; readonly reason: string },
  ) => Promise<void>
  readonly withdraw: (tx: Tx, request: IdentityRequest) => Promise<void>
  /**
   * Opens the fields asked with the desk's key and seals them to the asker. Without an identity the answer is
   * «none», sealed the same way: the tables do not tell the two apart.
   * @throws forbidden `case.no-key` when none of the holders opens the identity
   */
  readonly answer: (
    tx: Tx,
    holders: readonly Holder[],
    request: IdentityRequest,
    answer: Answer,
  ) => Promise<void>
  /** The asker looks for the first time: the approved minutes run from now. false when nothing is there. */
  readonly begin: (tx: Tx, request: IdentityRequest) => Promise<boolean>
  /** Until when something can be read, opened or not; undefined when it is over, and then it is gone too. */
  readonly until: (tx: Tx, request: IdentityRequest) => Promise<Date | undefined>
  /** What was given, for the asker alone. undefined when it is over. */
  readonly read: (
    tx: Tx,
    keys: StaffKeys,
    request: IdentityRequest,
  ) => Promise<Released | undefined>
  /** How many answers this person may still read, up to a cap. */
  readonly countReadable: (tx: Tx, staffId: StaffId, cap: number) => Promise<number>
  /** Deletes what is past its time, and says of unanswered requests that they are over. */
  readonly sweep: (tx: Tx) => Promise<void>
}

type Deps = {
  readonly identities: Pick<Identities, 'see'>
  readonly audit: Audit
  readonly random: Random
  readonly clock: Clock
}

const releasePlace = (id: IdentityRequestId) => ({
  table: 'identity_releases',
  column: 'sealed',
  row: id,
})
const releaseKeyPlace = (id: IdentityRequestId, asker: StaffId) => ({
  table: 'identity_releases',
  column: 'sealed_key',
  row: id,
  recipient: `staff:${asker}`,
  version: 1,
})

const SWEPT_AT_ONCE = 200

const pick = (identity: ReporterIdentity, fields: readonly IdentityField[]): Released => {
  const all: Record<IdentityField, string> = {
    name: identity.name,
    phone: identity.phone,
    'id-number': identity.idNumber,
    address: identity.address,
  }
  return { kind: 'given', fields: Object.fromEntries(fields.map(field => [field, all[field]])) }
}

const ask =
  ({ random, clock }: Deps): Releases['ask'] =>
  async (tx, { id, readers, text, ...wanted }) => {
    const { sealed, giveTo } = sealText(random, id, text)
    const made = await insertRequest(tx, {
      id,
      case_id: wanted.caseId,
      report_id: wanted.reportId,
      organisation_id: wanted.organisationId,
      desk_id: wanted.deskId,
      asker_id: wanted.askerId,
      asked_at: clock(),
      expires_at: wanted.expiresAt,
      fields: wanted.fields,
      ground: wanted.ground,
      minutes: wanted.minutes,
      sealed_text: sealed,
    })
    if (made) await giveTo(tx, readers)
    return made
  }

const seek = async (
  { identities }: Deps,
  tx: Tx,
  holders: readonly Holder[],
  { reportId, fields }: { readonly reportId: ReportId; readonly fields: readonly IdentityField[] },
): Promise<Released> => {
  const seen = await identities.see(tx, holders, reportId)
  if (seen.kind === 'closed') throw forbidden('case.no-key')
  return seen.kind === 'none' ? seen : pick(seen.identity, fields)
}

const answer =
  (deps: Deps, step: Step): Releases['answer'] =>
  async (tx, holders, request, { by, to, keepHours }) => {
    const now = deps.clock()
    const state = step(request, 'answer')
    const released = await seek(deps, tx, holders, request)
    const key = newSymmetricKey(deps.random)
    await updateRequest(tx, request.id, { state, answerer_id: by, answered_at: now })
    await insertRelease(tx, request.id, {
      staff_id: to.id,
      sealed_key: sealKeyTo(to.publicKey, releaseKeyPlace(request.id, to.id), key),
      sealed: sealJson(key, releasePlace(request.id), released, identityBytes),
      until: new Date(now.getTime() + keepHours * 3_600_000),
    })
  }

type Step = (request: IdentityRequest, act: RequestAct) => RequestState

const sweep =
  ({ audit, clock }: Deps): Releases['sweep'] =>
  async tx => {
    const now = clock()
    await deleteEndedReleases(tx, now)
    const overdue = await listOverdue(tx, now, SWEPT_AT_ONCE)
    for (const { id } of overdue) await updateRequest(tx, id, { state: 'expired', closed_at: now })
    await audit.recordMany(
      tx,
      { side: 'system' },
      overdue.map(({ id, caseId, organisationId }) => ({
        deed: 'identity.expired',
        caseId,
        subject: id,
        organisationId,
      })),
    )
  }

/** What was given, as long as its time is not over; it goes the moment somebody finds that it is. */
const inTime = async ({ clock }: Deps, tx: Tx, id: IdentityRequestId) => {
  const row = await findRelease(tx, id)
  if (row === undefined || row.until.getTime() > clock().getTime()) return row
  await deleteRelease(tx, id)
  return undefined
}

export const createReleases = (deps: Deps): Releases => {
  const { clock } = deps
  const stateOf = (request: IdentityRequest) => stateNow(request, clock())
  const step: Step = (request, act) => nextState(stateOf(request), act)

  return {
    ask: ask(deps),
    find: (tx, id) => findRequest(tx, id),
    hold: (tx, id) => findRequest(tx, id, true),
    stateOf,
    textsOf: (tx, holders, { id }) => openTexts(tx, holders, id),
    list: listRequests,
    count: countRequests,
    approve: (tx, request, by) => {
      const state = step(request, 'approve')
      return updateRequest(tx, request.id, { state, approver_id: by, approved_at: clock() })
    },
    refuse: async (tx, holders, request, { by, reason }) => {
      const state = step(request, 'refuse')
      const sealed = await sealRefusal(tx, holders, request.id, reason)
      const closed = { closed_by: by, closed_at: clock(), sealed_refusal: sealed }
      await updateRequest(tx, request.id, { state, ...closed })
    },
    withdraw: (tx, request) => {
      const state = step(request, 'withdraw')
      const closed = { closed_by: request.askerId, closed_at: clock() }
      return updateRequest(tx, request.id, { state, ...closed })
    },
    answer: answer(deps, step),
    begin: async (tx, { id, minutes }) => {
      if ((await inTime(deps, tx, id)) === undefined) return false
      const now = clock()
      await updateRequest(tx, id, { opened_at: now })
      await endRelease(tx, id, new Date(now.getTime() + minutes * 60_000))
      return true
    },
    until: async (tx, { id }) => (await inTime(deps, tx, id))?.until,
    read: async (tx, keys, { id, askerId }) => {
      const row = await inTime(deps, tx, id)
      if (row?.staff_id !== keys.staffId || askerId !== keys.staffId) return undefined
      const place = releaseKeyPlace(id, keys.staffId)
      const key = asSymmetricKey(openSealedKey(keys, place, row.sealed_key))
      return ReleasedSchema.parse(openJson(key, releasePlace(id), row.sealed))
    },
    countReadable: (tx, staffId, cap) => countReleases(tx, staffId, clock(), cap),
    sweep: sweep(deps),
  }
}
