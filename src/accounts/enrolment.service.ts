import { derivePassword, sameVerifier } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Session } from '../sessions'
import type { StaffId } from '../vocabulary/ids'
import {
  findPasswordOf,
  saveChosenAnew,
  saveEnrolment,
  saveNewFactor,
  type PasswordRecord,
} from './credentials.repository'
import { stepOfCode } from './one-time-code'
import { findRecoveryKey } from './recovery.repository'
import type { SignInDeps } from './sign-in'
import { startFull } from './sign-in.service'
import { toActor, type Staff, type StaffKeys } from './staff'
import { makeStaffKeys, sealTotpSecret, wrapPrivateKey } from './staff-keys.service'
import { readEnrolling } from './staff-session'
import { findStaff } from './staff.repository'

export type EnrolAnswer =
  | { readonly kind: 'wrong-code' }
  /** The password chosen is the one-time password. */
  | { readonly kind: 'same-password' }
  /** Enrolled meanwhile, disabled, or the session is over: sign in again. */
  | { readonly kind: 'over' }
  | { readonly kind: 'signed-in'; readonly cookie: string; readonly session: Session }

type Chosen = {
  /** Empty where only the factor is new. */
  readonly password: string
  readonly code: string
}

type Enrolling = {
  readonly staff: Staff
  readonly totpSecret: string
  /** The factor was reset: the password stays as it is. */
  readonly factorOnly: boolean
}

export type Enrolment = {
  /** Who is being enrolled and the secret their app is to hold; undefined when this session enrols nobody. */
  readonly find: (session: Session | undefined) => Promise<Enrolling | undefined>
  /** Makes the person's key pair, seals it by the password they chose, and signs them in. */
  readonly finish: (session: Session, chosen: Chosen) => Promise<EnrolAnswer>
}

/**
 * Invited and never signed in, or recovered: either way a one-time password opened the door. Or the second factor
 * was reset by two people.
 */
const isWaiting = (record: PasswordRecord | undefined): record is PasswordRecord =>
  record !== undefined &&
  record.status !== 'disabled' &&
  (record.oneTimeUntil ?? record.factorResetUntil) !== undefined

const isFactorOnly = (record: PasswordRecord): boolean => record.oneTimeUntil === undefined

type Choice = Chosen & {
  readonly staffId: StaffId
  readonly totpSecret: string
  readonly totpStep: number
}

type Ground = 'invited' | 'recovered' | 'factor-reset'

/** What is to be written, and the keys that it holds. */
type Prepared = {
  readonly keys: StaffKeys
  readonly ground: Ground
  readonly save: (tx: Tx) => Promise<boolean>
}

const prepareNew = async (deps: SignInDeps, choice: Choice): Promise<Prepared> => {
  const recovery = await deps.db.inTransaction(findRecoveryKey)
  if (recovery === undefined) throw refused('recovery.not-made')
  const { keys, enrolment } = await makeStaffKeys(
    { vouching: deps.installation, random: deps.random },
    { ...choice, id: choice.staffId, recovery },
  )
  return { keys, ground: 'invited', save: tx => saveEnrolment(tx, choice.staffId, enrolment) }
}

/** The key pair stays, and with it everything that was ever sealed to it. */
const prepareAnew = async (
  { random }: SignInDeps,
  keys: StaffKeys,
  { staffId, password, totpSecret, totpStep }: Choice,
): Promise<Prepared> => {
  const wrapped = await wrapPrivateKey(random, keys, password)
  const chosen = { ...wrapped, totpStep, sealedTotp: sealTotpSecret(keys, totpSecret) }
  return { keys, ground: 'recovered', save: tx => saveChosenAnew(tx, staffId, chosen) }
}

/** Slow. */
const prepareChosen = async (
  deps: SignInDeps,
  keys: StaffKeys | undefined,
  choice: Choice,
  old: PasswordRecord,
): Promise<Prepared | { readonly kind: 'same-password' }> => {
  const { verifier } = await derivePassword(choice.password, old.salt)
  if (sameVerifier(verifier, old.verifier)) return { kind: 'same-password' }
  return keys === undefined ? prepareNew(deps, choice) : prepareAnew(deps, keys, choice)
}

/** The password stays, and the key pair with it. */
const prepareFactor = (
  { clock }: SignInDeps,
  keys: StaffKeys | undefined,
  { staffId, totpSecret, totpStep }: Choice,
): Prepared | { readonly kind: 'over' } => {
  if (keys === undefined) return { kind: 'over' }
  const factor = { sealedTotp: sealTotpSecret(keys, totpSecret), totpStep }
  return {
    keys,
    ground: 'factor-reset',
    save: tx => saveNewFactor(tx, staffId, { ...factor, now: clock() }),
  }
}

type Finishing = Prepared & { readonly staffId: StaffId }

const finish = async (
  deps: SignInDeps,
  tx: Tx,
  { keys, save, staffId, ground }: Finishing,
): Promise<EnrolAnswer> => {
  if (!(await save(tx))) return { kind: 'over' }
  const staff = await findStaff(tx, staffId)
  if (staff === undefined) return { kind: 'over' }
  await deps.sessions.endAllOf(tx, staffId)
  const codes = await deps.recoveryCodes.make(tx, staffId)
  const started = await startFull(deps, tx, { staff, keys, how: 'enrolment', codes })
  await deps.audit.record(tx, toActor(staff), staff.organisationId, {
    deed: 'staff.enrolled',
    ground,
  })
  return { kind: 'signed-in', ...started }
}

export const createEnrolment = (deps: SignInDeps): Enrolment => ({
  find: async session => {
    const enrolling = session && readEnrolling(session)
    if (enrolling === undefined) return undefined
    const { staffId, totpSecret } = enrolling
    return deps.db.inTransaction(async tx => {
      const staff = await findStaff(tx, staffId)
      const record = await findPasswordOf(tx, staffId)
      return staff !== undefined && isWaiting(record)
        ? { staff, totpSecret, factorOnly: isFactorOnly(record) }
        : undefined
    })
  },

  finish: async (session, { password, code }) => {
    const enrolling = readEnrolling(session)
    if (enrolling === undefined) return { kind: 'over' }
    const { staffId, totpSecret, keys } = enrolling
    const totpStep = stepOfCode({ secret: totpSecret, code, now: deps.clock() })
    if (totpStep === undefined) return { kind: 'wrong-code' }

    const old = await deps.db.inTransaction(tx => findPasswordOf(tx, staffId))
    if (!isWaiting(old)) return { kind: 'over' }
    const choice = { staffId, password, code, totpSecret, totpStep }
    const prepared = isFactorOnly(old)
      ? prepareFactor(deps, keys, choice)
      : await prepareChosen(deps, keys, choice, old)
    if ('kind' in prepared) return prepared
    return deps.db.inTransaction(tx => finish(deps, tx, { ...prepared, staffId }))
  },
})
