import { z } from 'zod'
import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import {
  derivePassword,
  newPasswordSalt,
  sameVerifier,
  type Installation,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { Sessions } from '../sessions'
import type { Actor, StaffActor } from '../vocabulary/actor'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { findKeys, findPassword, saveEnrolment } from './credentials.repository'
import { newOneTimePassword } from './one-time-password'
import { findRecoveryKey } from './recovery.repository'
import { clashOf } from './separation.rules'
import { toActor, type Staff, type StaffKeys, type StaffRecipient } from './staff'
import { makeStaffKeys, openStaffKeys, ownerOfStaffKey, type Vouching } from './staff-keys.service'
import {
  anyStaffWith,
  findActiveEmail,
  findStaff,
  findStaffByName,
  insertDuties,
  insertStaff,
  listActiveAmong,
  listActiveStaff,
  listNames,
  markDisabled,
  saveEmail,
} from './staff.repository'

type NewStaff = {
  readonly organisationId: OrganisationId
  readonly username: string
  readonly displayName: string
  readonly duties: readonly Duty[]
}

export type Accounts = {
  readonly find: (tx: Tx, id: StaffId) => Promise<Staff | undefined>
  /** @throws notFound('staff') */
  readonly get: (tx: Tx, id: StaffId) => Promise<Staff>
  readonly findByName: (tx: Tx, username: string) => Promise<Staff | undefined>
  /** People who have signed in at least once and are not disabled, by name. */
  readonly listActive: (tx: Tx, organisationId: OrganisationId, duty?: Duty) => Promise<Staff[]>
  /** Which of these people have keys and are not disabled. */
  readonly activeAmong: (tx: Tx, ids: readonly StaffId[]) => Promise<StaffId[]>
  /** What these people are called, disabled ones too. */
  readonly namesOf: (tx: Tx, ids: readonly StaffId[]) => Promise<ReadonlyMap<StaffId, string>>
  readonly anyoneWith: (tx: Tx, duty: Duty) => Promise<boolean>
  /** The person's public key, its MAC checked. @throws notFound('staff') broken('public-key') */
  readonly recipient: (tx: Tx, id: StaffId) => Promise<StaffRecipient>
  /**
   * Makes an account that signs in once with the password returned, within seven days, then chooses its own.
   * @throws refused('staff.name-form'), refused('staff.name-taken'), refused('staff.…-apart'),
   *   refused('recovery.not-made')
   */
  readonly invite: (
    tx: Tx,
    actor: Actor,
    staff: NewStaff,
  ) => Promise<{ readonly id: StaffId; readonly password: string }>
  /** An account with keys made here and now: for the demonstration, where this process plays everybody. */
  readonly addEnrolled: (
    tx: Tx,
    actor: Actor,
    staff: NewStaff & { readonly password: string; readonly totpSecret: string },
  ) => Promise<StaffKeys>
  /**
   * Somebody with keys open, past the entrance: for the demonstration, where this process plays everybody.
   * undefined when the password is another one, or the person has no keys.
   */
  readonly unlock: (
    tx: Tx,
    username: string,
    password: string,
  ) => Promise<{ readonly actor: StaffActor; readonly keys: StaffKeys } | undefined>
  /**
   * Where the person is told that there is something new; undefined removes it.
   * @throws notFound('staff'), refused('staff.email-form')
   */
  readonly setEmail: (
    tx: Tx,
    actor: Actor,
    id: StaffId,
    address: string | undefined,
  ) => Promise<void>
  /** undefined for who has none, never signed in, or is disabled. */
  readonly emailOf: (tx: Tx, id: StaffId) => Promise<string | undefined>
  /** Ends the person's sessions at once. Their seals are the desks' affair. */
  readonly disable: (tx: Tx, actor: Actor, id: StaffId) => Promise<void>
}

type OwnSeals = Pick<Installation, 'sealOwn' | 'openOwn'>

type Deps = {
  readonly installation: Vouching & OwnSeals
  readonly sessions: Sessions
  readonly audit: Audit
  readonly random: Random
  readonly clock: Clock
}

const emailPlace = (id: StaffId) => ({ table: 'staff', column: 'sealed_email', row: id })

const INVITATION = 7 * 24 * 60 * 60_000

export const createAccounts = (deps: Deps): Accounts => ({
  find: findStaff,
  get: getStaff,
  findByName: findStaffByName,
  listActive: listActiveStaff,
  activeAmong: listActiveAmong,
  namesOf: listNames,
  anyoneWith: anyStaffWith,

  recipient: async (tx, id) => {
    const record = await findKeys(tx, id)
    if (record === undefined) throw notFound('staff')
    deps.installation.checkPublicKey(record.publicKey, ownerOfStaffKey(id), record.mac)
    return { kind: 'staff', id, version: 1, publicKey: record.publicKey }
  },

  invite: async (tx, actor, staff) => {
    const password = newOneTimePassword(deps.random)
    const salt = newPasswordSalt(deps.random)
    const { verifier } = await derivePassword(password, salt)
    const id = await insertInvited(deps, tx, { ...staff, salt, verifier })
    await deps.audit.record(tx, actor, staff.organisationId, {
      deed: 'staff.invited',
      subject: id,
      ground: staff.duties.join(' '),
    })
    return { id, password }
  },

  addEnrolled: (tx, actor, staff) => addEnrolled(deps, tx, { actor, staff }),

  unlock: (tx, username, password) => unlock(deps, tx, username, password),

  setEmail: async (tx, actor, id, address) => {
    const { organisationId } = await getStaff(tx, id)
    if (address !== undefined && !z.email().max(254).safeParse(address).success)
      throw refused('staff.email-form')
    const sealed = address === undefined ? null : deps.installation.sealOwn(emailPlace(id), address)
    await saveEmail(tx, id, sealed)
    await deps.audit.record(tx, actor, organisationId, {
      deed: address === undefined ? 'staff.email-removed' : 'staff.email-set',
      subject: id,
    })
  },

  emailOf: async (tx, id) => {
    const sealed = await findActiveEmail(tx, id)
    return sealed === undefined ? undefined : deps.installation.openOwn(emailPlace(id), sealed)
  },

  disable: async (tx, actor, id) => {
    const staff = await getStaff(tx, id)
    if (!(await markDisabled(tx, id))) return
    await deps.sessions.endAllOf(tx, id)
    await deps.audit.record(tx, actor, staff.organisationId, {
      deed: 'staff.disabled',
      subject: id,
    })
  },
})

const getStaff = async (tx: Tx, id: StaffId): Promise<Staff> => {
  const staff = await findStaff(tx, id)
  if (staff === undefined) throw notFound('staff')
  return staff
}

const requireRecoveryKey = async (tx: Tx) => {
  const recovery = await findRecoveryKey(tx)
  if (recovery === undefined) throw refused('recovery.not-made')
  return recovery
}

type Inviting = NewStaff & {
  readonly id?: StaffId
  readonly salt: Buffer
  readonly verifier: Buffer
}

export const insertInvited = async (
  { random, clock }: Pick<Deps, 'random' | 'clock'>,
  tx: Tx,
  staff: Inviting,
): Promise<StaffId> => {
  if (!/^[a-z0-9][a-z0-9._-]{1,39}$/.test(staff.username)) throw refused('staff.name-form')
  if (!/^.{1,60}$/u.test(staff.displayName)) throw refused('staff.display-name')
  const clash = clashOf(staff.duties)
  if (clash !== undefined) throw refused(clash)
  await requireRecoveryKey(tx)
  const id = staff.id ?? (random.uuid() as StaffId)
  const now = clock()
  await insertStaff(tx, {
    ...staff,
    id,
    passwordSalt: staff.salt,
    passwordVerifier: staff.verifier,
    oneTimeUntil: new Date(now.getTime() + INVITATION),
    createdAt: now,
  })
  await insertDuties(tx, id, staff.duties)
  return id
}

type Enrolled = {
  readonly actor: Actor
  readonly staff: NewStaff & { readonly password: string; readonly totpSecret: string }
}

const addEnrolled = async (deps: Deps, tx: Tx, { actor, staff }: Enrolled): Promise<StaffKeys> => {
  // Enrolment replaces both in the same transaction.
  const placeholder = { salt: newPasswordSalt(deps.random), verifier: deps.random.bytes(32) }
  const id = await insertInvited(deps, tx, { ...staff, ...placeholder })
  const { keys, enrolment } = await makeStaffKeys(
    { vouching: deps.installation, random: deps.random },
    {
      id,
      password: staff.password,
      totpSecret: staff.totpSecret,
      totpStep: 0,
      recovery: await requireRecoveryKey(tx),
    },
  )
  await saveEnrolment(tx, id, enrolment)
  await deps.audit.record(tx, actor, staff.organisationId, {
    deed: 'staff.enrolled',
    subject: id,
    ground: 'demonstration',
  })
  return keys
}

const unlock = async (
  { installation }: Deps,
  tx: Tx,
  username: string,
  password: string,
): ReturnType<Accounts['unlock']> => {
  const staff = await findStaffByName(tx, username)
  const known = await findPassword(tx, username)
  const record = staff && (await findKeys(tx, staff.id))
  if (staff === undefined || known === undefined || record === undefined) return undefined
  const { verifier, wrappingKey } = await derivePassword(password, known.salt)
  if (!sameVerifier(verifier, known.verifier)) return undefined
  const keys = openStaffKeys(installation, staff.id, { record, wrappingKey })
  return { actor: toActor(staff), keys }
}
