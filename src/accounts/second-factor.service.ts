import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Attempts } from './attempts.service'
import { findKeysForUpdate, saveStep } from './credentials.repository'
import { stepOfCode } from './one-time-code'
import type { Staff, StaffKeys } from './staff'
import { openTotpSecret } from './staff-keys.service'
import { findStaff } from './staff.repository'

type Deps = { readonly clock: Clock; readonly audit: Audit; readonly attempts: Attempts }

type CodeAnswer =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly until: Date }

export type SecondFactor = {
  /**
   * Checks a one-time code and uses it up. Wrong ones have a count of their own, so the caller's
   * transaction must be allowed to commit whatever the answer.
   */
  readonly check: (tx: Tx, keys: StaffKeys, code: string) => Promise<CodeAnswer>
}

export const recordLock = (audit: Audit, tx: Tx, staff: Staff): Promise<void> =>
  audit.record(tx, { side: 'system' }, staff.organisationId, {
    deed: 'staff.locked',
    subject: staff.id,
  })

export const createSecondFactor = ({ clock, audit, attempts }: Deps): SecondFactor => ({
  check: async (tx, keys, code) => {
    const staff = await findStaff(tx, keys.staffId)
    const record = await findKeysForUpdate(tx, keys.staffId)
    if (staff === undefined || record === undefined) return { kind: 'wrong' }

    const codes = attempts.codesOf(staff.username)
    const { refusedUntil, lockedUntil } = await attempts.count(tx, codes)
    if (refusedUntil !== undefined) return { kind: 'locked', until: refusedUntil }

    const secret = openTotpSecret(keys, record.sealedTotp)
    const step = stepOfCode({ secret, code, now: clock() }, record.totpStep)
    if (step === undefined) {
      if (lockedUntil === undefined) return { kind: 'wrong' }
      await recordLock(audit, tx, staff)
      return { kind: 'locked', until: lockedUntil }
    }
    await saveStep(tx, keys.staffId, step)
    await attempts.forget(tx, codes)
    return { kind: 'right' }
  },
})
