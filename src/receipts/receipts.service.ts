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
}

export const createReceipts = ({ installation, random }: Deps): Receipts => ({
  newCode: () => completeCode(random.digits(randomDigits)),
  readCode,
  derive: async code => {
    const { verifier, wrappingKey } = await deriveCode(code, installation.receiptSalt)
    return { lookup: verifier, wrappingKey }
  },
})
