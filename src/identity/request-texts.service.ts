import type { Holder } from '../desks'
import { newSymmetricKey, openField, sealField } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden } from '../platform/errors'
import type { Random } from '../platform/random'
import type { IdentityRequestId } from '../vocabulary/ids'
import { openItemKey, sealItemKey, type ItemReader } from './item-keys'
import { sealedTexts } from './requests.repository'

type Column = 'sealed_text' | 'sealed_refusal'

const placeOf = (id: IdentityRequestId, column: Column) => ({
  table: 'identity_requests',
  column,
  row: id,
})
const itemOf = (id: IdentityRequestId) => ({ seals: 'identity_request_seals', id }) as const

type RequestTexts = { readonly text: string; readonly refusal: string }

/** The asker's words, sealed; and how their key goes to the readers once the row is there. */
export const sealText = (random: Random, id: IdentityRequestId, text: string) => {
  const key = newSymmetricKey(random)
  return {
    sealed: sealField(key, placeOf(id, 'sealed_text'), text),
    giveTo: (tx: Tx, readers: readonly ItemReader[]) => sealItemKey(tx, itemOf(id), key, readers),
  }
}

/** @throws forbidden `case.no-key` for who cannot read the request */
export const sealRefusal = async (
  tx: Tx,
  holders: readonly Holder[],
  id: IdentityRequestId,
  reason: string,
): Promise<Buffer> => {
  const key = await openItemKey(tx, itemOf(id), holders)
  if (key === undefined) throw forbidden('case.no-key')
  return sealField(key, placeOf(id, 'sealed_refusal'), reason)
}

/** undefined for whom it was not sealed to */
export const openTexts = async (
  tx: Tx,
  holders: readonly Holder[],
  id: IdentityRequestId,
): Promise<RequestTexts | undefined> => {
  const key = await openItemKey(tx, itemOf(id), holders)
  if (key === undefined) return undefined
  const { sealed_text: text, sealed_refusal: refusal } = await sealedTexts(tx, id)
  const open = (column: Column, sealed: Buffer) =>
    openField(key, placeOf(id, column), sealed).toString('utf8')
  return {
    text: open('sealed_text', text),
    refusal: refusal === null ? '' : open('sealed_refusal', refusal),
  }
}
