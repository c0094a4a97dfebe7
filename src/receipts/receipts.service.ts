import { deriveCode, type Installation, type SymmetricKey } from '../platform/crypto'
import type { Random } from '../platform/random'
import { completeCode, randomDigits, readCode, type CodeRead, type ReceiptCode } from './code.rules'

type Deps = { readonly installation: Installation; readonly random: Random }

/** lookup finds the report, wrappingKey opens the reporter's key pair. Neither gives the other. */
export type DerivedReceipt = { readonly lookup: Buffer; readonly wrappingKey: SymmetricKey }

export type Receipts = {
  readonly newCode: () => ReceiptCode
  readonly readCode: (text: string) => CodeRead
  /**
   * The same work for every code of the right shape, known or not.
   * @throws KnownError 'unavailable' when too many wait
   */
  readonly derive: (code: ReceiptCode) => Promise<DerivedReceipt>
  /**
   * For a code that somebody enters: also what it would have been under earlier secrets, whose holders have not
   * been here since. As much work for every code.
   * @throws KnownError 'unavailable' when too many wait
   */
  readonly deriveAll: (code: ReceiptCode) => Promise<DerivedReceipt & { older: DerivedReceipt[] }>
}

export const createReceipts = ({ installation, random }: Deps): Receipts => {
  const [newest = Buffer.alloc(0), ...earlier] = installation.receiptSalts
  const deriveUnder = async (code: ReceiptCode, salt: Buffer): Promise<DerivedReceipt> => {
    const { verifier, wrappingKey } = await deriveCode(code, salt)
    return { lookup: verifier, wrappingKey }
  }
  return {
    newCode: () => completeCode(random.digits(randomDigits)),
    readCode,
    derive: code => deriveUnder(code, newest),
    deriveAll: async code => {
      const derived = await deriveUnder(code, newest)
      const older: DerivedReceipt[] = []
      for (const salt of earlier) older.push(await deriveUnder(code, salt))
      return { ...derived, older }
    },
  }
}
