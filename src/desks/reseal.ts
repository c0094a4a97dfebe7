import { openSealedKey, sealKeyTo, type SealPlace } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { DeskId } from '../vocabulary/ids'

type Recipient = { readonly kind: 'desk'; readonly id: DeskId; readonly version: number }

/** A desk's newest key, and the open keys of earlier versions that this session holds. */
export type Resealing = {
  readonly to: { readonly deskId: DeskId; readonly version: number; readonly publicKey: Buffer }
  readonly holders: readonly {
    readonly kind: string
    readonly id: string
    readonly version: number
    readonly pair: { readonly publicKey: Buffer; readonly privateKey: Buffer }
  }[]
  /** At most so many in one go. */
  readonly limit: number
  /** Rows that could not be opened before: they are not tried again and again. */
  readonly skip: readonly string[]
  /** After an incident what is still being worked on comes first. */
  readonly openFirst: boolean
}

/** `closed`: the rows that this session could not open. */
type Resealed = { readonly done: number; readonly closed: readonly string[] }

/** One room's part of renewing a desk's key: what it keeps sealed to the desk. */
export type Resealer = {
  /** Counted up to `cap`. */
  readonly left: (tx: Tx, desk: DeskBelow, cap: number) => Promise<number>
  readonly reseal: (tx: Tx, work: Resealing) => Promise<Resealed>
}

export type DeskBelow = { readonly deskId: DeskId; readonly below: number }

/**
 * The same key, sealed to the newest version; undefined when the session does not hold the version that it is
 * sealed to, or the seal is not what was written.
 */
export const resealKey = (
  { to, holders }: Pick<Resealing, 'to' | 'holders'>,
  sealed: { readonly version: number; readonly bytes: Buffer },
  placeOf: (recipient: Recipient) => SealPlace,
): Buffer | undefined => {
  const holder = holders.find(
    ({ kind, id, version }) => kind === 'desk' && id === to.deskId && version === sealed.version,
  )
  if (holder === undefined) return undefined
  const at = (version: number) => placeOf({ kind: 'desk', id: to.deskId, version })
  try {
    const key = openSealedKey(holder.pair, at(sealed.version), sealed.bytes)
    return sealKeyTo(to.publicKey, at(to.version), key)
  } catch {
    return undefined
  }
}
