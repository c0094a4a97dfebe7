import { createHmac } from 'node:crypto'
import type { Installation } from '../platform/crypto'
import { systemRandom } from '../platform/random'
import { createReceipts, type ReceiptCode } from '../receipts'

/**
 * Ids and codes of demonstration cases, drawn from what this installation alone knows: asked again, the same
 * case is found again, and its code can be shown again without being kept anywhere.
 */
export type Names = {
  readonly uuid: (what: string) => string
  readonly code: (index: number) => ReceiptCode
}

export const createNames = (installation: Installation): Names => {
  const bytes = (what: string): Buffer =>
    createHmac('sha256', installation.inventionKey).update(`demonstration ${what}`).digest()
  return {
    uuid: what => {
      const drawn = bytes(what).subarray(0, 16)
      // A random UUID says so: version 4, variant 1.
      drawn.writeUInt8((drawn.readUInt8(6) & 0x0f) | 0x40, 6)
      drawn.writeUInt8((drawn.readUInt8(8) & 0x3f) | 0x80, 8)
      const hex = drawn.toString('hex')
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        hex.slice(12, 16),
        hex.slice(16, 20),
        hex.slice(20),
      ].join('-')
    },
    code: index => {
      const number = BigInt(`0x${bytes(`code ${index}`).toString('hex')}`)
      const digits = (count: number) =>
        (number % 10n ** BigInt(count)).toString().padStart(count, '0')
      return createReceipts({ installation, random: { ...systemRandom, digits } }).newCode()
    },
  }
}
