import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Attempts } from './attempts.service'
import { findKeysForUpdate, saveStep, type KeyRecord } from './credentials.repository'
import { stepOfCode } from './one-time-code'
import type { Passkeys } from './passkeys.service'
import { isRecoveryCode } from './recovery-code.rules'
import type { RecoveryCodes } from './recovery-codes.service'
import { toActor, type Staff, type StaffKeys } from './staff'
import { openTotpSecret } from './staff-keys.service'
import { addFailure, findStaff } from './staff.repository'

type Deps = {
  readonly clock: Clock
  readonly audit: Audit
  readonly attempts: Attempts
  readonly recoveryCodes: RecoveryCodes
  readonly passkeys: Pick<Passkeys, 'prove'>
}

type CodeAnswer =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly until: Date }

type Check = (tx: Tx, keys: StaffKeys, code: string) => Promise<CodeAnswer>

export type SecondFactor = {
  /**
   * Checks a one-time code and uses it up; or, when the request brought a passkey's answer (`keys.shown`),
   * that. Wrong ones have a count of their own, so the caller's transaction must be allowed to commit
   * whatever the answer.
   */
  readonly check: Check
  /** The same for signing in, where one of the person's recovery codes will do as well. */
  readonly checkAtSignIn: Check
}

export const recordLock = (audit: Audit, tx: Tx, staff: Staff): Promise<void> =>
  audit.record(tx, { side: 'system' }, staff.organisationId, {
    deed: 'staff.locked',
    subject: staff.id,
  })

type Asked = {
  readonly staff: Staff
  readonly record: KeyRecord
  readonly keys: StaffKeys
  readonly code: string
}
type Proof = (tx: Tx, asked: Asked) => Promise<boolean>

const byApp =
  ({ clock }: Deps): Proof =>
  async (tx, { record, keys, code }) => {
    const secret = openTotpSecret(keys, record.sealedTotp)
    const step = stepOfCode({ secret, code, now: clock() }, record.totpStep)
    if (step === undefined) return false
    await saveStep(tx, keys.staffId, step)
    return true
  }

const byRecoveryCode =
  ({ recoveryCodes, audit }: Deps): Proof =>
  async (tx, { staff, code }) => {
    if (!(await recoveryCodes.use(tx, staff.id, code))) return false
    const { count } = await recoveryCodes.left(tx, staff.id)
    const done = { deed: 'recovery-code.used', ground: `left ${count}` } as const
    await audit.record(tx, toActor(staff), staff.organisationId, done)
    return true
  }

const byPasskey =
  ({ passkeys }: Deps): Proof =>
  async (tx, { staff, keys }) =>
    keys.shown !== undefined && passkeys.prove(tx, staff, keys.shown)

const check = async (
  { audit, attempts }: Deps,
  tx: Tx,
  asked: { readonly keys: StaffKeys; readonly code: string },
  proof: Proof,
): Promise<CodeAnswer> => {
  const { staffId } = asked.keys
  const staff = await findStaff(tx, staffId)
  const record = await findKeysForUpdate(tx, staffId)
  if (staff === undefined || record === undefined) return { kind: 'wrong' }

  const codes = attempts.codesOf(staff.username)
  const { refusedUntil, lockedUntil } = await attempts.count(tx, codes)
  if (refusedUntil === undefined && (await proof(tx, { ...asked, staff, record }))) {
    await attempts.forget(tx, codes)
    return { kind: 'right' }
  }
  await addFailure(tx, staff.username)
  if (refusedUntil !== undefined) return { kind: 'locked', until: refusedUntil }
  if (lockedUntil === undefined) return { kind: 'wrong' }
  await recordLock(audit, tx, staff)
  return { kind: 'locked', until: lockedUntil }
}

export const createSecondFactor = (deps: Deps): SecondFactor => {
  const app = byApp(deps)
  const recovery = byRecoveryCode(deps)
  const passkey = byPasskey(deps)
  const proofOf = ({ shown }: StaffKeys) => (shown === undefined ? app : passkey)
  return {
    check: (tx, keys, code) => check(deps, tx, { keys, code }, proofOf(keys)),
    checkAtSignIn: (tx, keys, code) =>
      check(deps, tx, { keys, code }, isRecoveryCode(code) ? recovery : proofOf(keys)),
  }
}
