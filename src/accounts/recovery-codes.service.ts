import { createHmac } from 'node:crypto'
import type { Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { StaffId } from '../vocabulary/ids'
import { CODE_DIGITS, CODES } from './recovery-code.rules'
import { burnCode, deleteCodes, listMadeAt, replaceCodes } from './recovery-codes.repository'

type Deps = {
  readonly clock: Clock
  readonly random: Random
  readonly installation: Pick<Installation, 'recoveryCodeKeys'>
}

/**
 * Ten codes for the day on which the telephone is gone, each good for one sign-in in place of the app's. They
 * replace the second proof, never the password, and open nothing.
 */
export type RecoveryCodes = {
  /** The only time that they are seen. Those made before end. */
  readonly make: (tx: Tx, id: StaffId) => Promise<readonly string[]>
  /** Uses the code up. */
  readonly use: (tx: Tx, id: StaffId, code: string) => Promise<boolean>
  readonly left: (tx: Tx, id: StaffId) => Promise<{ count: number; madeAt: Date | undefined }>
  readonly end: (tx: Tx, id: StaffId) => Promise<void>
}

const newCodes = (random: Random): string[] => {
  const codes = new Set<string>()
  while (codes.size < CODES) codes.add(random.digits(CODE_DIGITS))
  return [...codes]
}

export const createRecoveryCodes = ({ clock, random, installation }: Deps): RecoveryCodes => {
  /** Newest first: codes are made under the first key, and hold under all. */
  const hashesOf = (id: StaffId, code: string): Buffer[] =>
    installation.recoveryCodeKeys.map(key =>
      createHmac('sha256', key).update(`${id} ${code}`).digest(),
    )

  return {
    make: async (tx, id) => {
      const codes = newCodes(random)
      const hashes = codes.flatMap(code => hashesOf(id, code).slice(0, 1))
      await replaceCodes(tx, id, hashes, clock())
      return codes
    },
    use: (tx, id, code) => burnCode(tx, id, hashesOf(id, code)),
    left: async (tx, id) => {
      const made = await listMadeAt(tx, id)
      return { count: made.length, madeAt: made[0] }
    },
    end: deleteCodes,
  }
}
