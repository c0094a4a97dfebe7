import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Attempts } from './attempts.service'
import { findKeysForUpdate, saveStep, type KeyRecord } from './credentials.repository'
import { isUsedCode, stepOfCode } from './one-time-code'
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
   * whatever the answer. The code that was used last is wrong and not counted: the same form sent again.
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

/** A press too many of one button must not lock anybody out. */
const isSentAgain = ({ record, keys, code }: Asked): boolean =>
  keys.shown === undefined &&
  isUsedCode(openTotpSecret(keys, record.sealedTotp), code, record.totpStep)

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

/** As it counts: the same form sent again is as wrong as a guess, but is none. */
const judge = async (tx: Tx, shown: Asked, proof: Proof): Promise<'right' | 'again' | 'wrong'> => {
  if (await proof(tx, shown)) return 'right'
  return isSentAgain(shown) ? 'again' : 'wrong'
}

type Counted = Awaited<ReturnType<Attempts['count']>>

const fail = async (
  { audit }: Deps,
  tx: Tx,
  staff: Staff,
  { refusedUntil, lockedUntil }: Counted,
): Promise<CodeAnswer> => {
  await addFailure(tx, staff.username)
  const until = refusedUntil ?? lockedUntil
  if (until === undefined) return { kind: 'wrong' }
  if (refusedUntil === undefined) await recordLock(audit, tx, staff)
  return { kind: 'locked', until }
}

const check = async (
  deps: Deps,
  tx: Tx,
  asked: { readonly keys: StaffKeys; readonly code: string },
  proof: Proof,
): Promise<CodeAnswer> => {
  const { attempts } = deps
  const { staffId } = asked.keys
  const staff = await findStaff(tx, staffId)
  const record = await findKeysForUpdate(tx, staffId)
  if (staff === undefined || record === undefined) return { kind: 'wrong' }

  const codes = attempts.codesOf(staff.username)
  const counted = await attempts.count(tx, codes)
  if (counted.refusedUntil !== undefined) return fail(deps, tx, staff, counted)
  const judged = await judge(tx, { ...asked, staff, record }, proof)
  if (judged === 'wrong') return fail(deps, tx, staff, counted)
  if (judged === 'right') await attempts.forget(tx, codes)
  else await attempts.takeBack(tx, codes)
  return { kind: judged === 'right' ? 'right' : 'wrong' }
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
