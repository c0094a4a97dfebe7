import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { PaymentId } from '../vocabulary/ids'

const place = (row: string, table: string, column: string) => ({ table, column, row })
const reasonPlace = (id: PaymentId) => place(id, 'payments', 'sealed_reason')

/** What the bank said of a payment: under the payee key. */
export const sealReason = (key: SymmetricKey, id: PaymentId, reason: string): Buffer =>
  sealField(key, reasonPlace(id), reason)

export const openReason = (
  key: SymmetricKey,
  { id, sealedReason }: { readonly id: PaymentId; readonly sealedReason: Buffer | null },
): string =>
  sealedReason === null ? '' : openField(key, reasonPlace(id), sealedReason).toString('utf8')

const clawbackPlace = (id: string) => place(id, 'clawbacks', 'sealed_text')

/** Why money is asked back: under the payee key. */
export const sealClawback = (key: SymmetricKey, id: string, text: string): Buffer =>
  sealField(key, clawbackPlace(id), text)
export const openClawback = (key: SymmetricKey, id: string, sealed: Buffer): string =>
  openField(key, clawbackPlace(id), sealed).toString('utf8')
