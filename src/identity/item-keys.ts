import type { Holder } from '../desks'
import {
  asSymmetricKey,
  openSealedKey,
  sealKeyTo,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { findItemSeals, insertItemSeals, type ItemSeals } from './item-seals.repository'

export type ItemReader = {
  readonly kind: 'desk' | 'staff'
  readonly id: string
  readonly version: number
  readonly publicKey: Buffer
}

type Recipient = { readonly kind: string; readonly id: string; readonly version: number }

const placeOf = (seals: ItemSeals, item: string, to: Recipient): SealPlace => ({
  table: seals,
  column: 'sealed',
  row: item,
  recipient: `${to.kind}:${to.id}`,
  version: to.version,
})

type Item = { readonly seals: ItemSeals; readonly id: string }

/** The key of what was written to the desk, for everybody who may read it. */
export const sealItemKey = async (
  tx: Tx,
  { seals, id }: Item,
  key: SymmetricKey,
  to: readonly ItemReader[],
): Promise<void> => {
  await insertItemSeals(
    tx,
    seals,
    id,
    to.map(one => ({ ...one, sealed: sealKeyTo(one.publicKey, placeOf(seals, id, one), key) })),
  )
}

/** undefined when none of the holders is a reader */
export const openItemKey = async (
  tx: Tx,
  { seals, id }: Item,
  holders: readonly Holder[],
): Promise<SymmetricKey | undefined> => {
  for (const row of await findItemSeals(tx, seals, id)) {
    const holder = holders.find(
      one => one.kind === row.kind && one.id === row.id && one.version === row.version,
    )
    if (holder !== undefined)
      return asSymmetricKey(openSealedKey(holder.pair, placeOf(seals, id, holder), row.sealed))
  }
  return undefined
}
