import { createHash, timingSafeEqual } from 'node:crypto'
import sodium from 'sodium-native'
import { broken } from '../errors'
import { joinUnambiguously } from './encoding'
import type { FieldPlace } from './fields'
import { wipe, type KeyPair } from './keys'

/** Where a sealed key lives, for whom, and under which version of that recipient's key. */
export type SealPlace = FieldPlace & { readonly recipient: string; readonly version: number }

const sealedBox = 0x02
const hashBytes = 32

const placeHash = (place: SealPlace): Buffer =>
  createHash('sha256')
    .update(
      joinUnambiguously([
        'mingshao seal',
        place.table,
        place.column,
        place.row,
        place.recipient,
        place.version.toString(),
      ]),
    )
    .digest()

/**
 * algorithm | crypto_box_seal( hash of the place || key ). A sealed box carries no associated data,
 * so the place travels inside and is compared on opening.
 */
export const sealKeyTo = (publicKey: Buffer, place: SealPlace, key: Buffer): Buffer => {
  const plain = Buffer.concat([placeHash(place), key])
  const sealed = Buffer.alloc(1 + plain.length + sodium.crypto_box_SEALBYTES)
  sealed[0] = sealedBox
  sodium.crypto_box_seal(sealed.subarray(1), plain, publicKey)
  wipe(plain)
  return sealed
}

/** @throws KnownError 'broken' when it was moved, changed, or sealed to somebody else */
export const openSealedKey = (pair: KeyPair, place: SealPlace, sealed: Buffer): Buffer => {
  const plainLength = sealed.length - 1 - sodium.crypto_box_SEALBYTES
  if (sealed[0] !== sealedBox || plainLength < hashBytes) throw broken('seal.broken')
  const plain = Buffer.alloc(plainLength)
  const box = sealed.subarray(1)
  if (!sodium.crypto_box_seal_open(plain, box, pair.publicKey, pair.privateKey))
    throw broken('seal.broken')
  if (!timingSafeEqual(plain.subarray(0, hashBytes), placeHash(place))) throw broken('seal.broken')
  return plain.subarray(hashBytes)
}
