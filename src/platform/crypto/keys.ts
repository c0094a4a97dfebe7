import sodium from 'sodium-native'
import { broken } from '../errors'
import type { Random } from '../random'

declare const brand: unique symbol

/** 32 secret bytes for one AEAD. */
export type SymmetricKey = Buffer & { readonly [brand]: 'SymmetricKey' }

/** X25519, for libsodium's sealed boxes. */
export type KeyPair = { readonly publicKey: Buffer; readonly privateKey: Buffer }

const keyBytes = 32

export const newSymmetricKey = (random: Random): SymmetricKey =>
  random.bytes(keyBytes) as SymmetricKey

/** @throws KnownError 'broken' when these are not 32 bytes */
export const asSymmetricKey = (bytes: Buffer): SymmetricKey => {
  if (bytes.length !== keyBytes) throw broken('seal.broken')
  return bytes as SymmetricKey
}

export const createKeyPair = (): KeyPair => {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  const privateKey = Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES)
  sodium.crypto_box_keypair(publicKey, privateKey)
  return { publicKey, privateKey }
}

/** The public half that belongs to a private one. */
export const publicKeyOf = (privateKey: Buffer): Buffer => {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  sodium.crypto_scalarmult_base(publicKey, privateKey)
  return publicKey
}

/** Overwrites key material that is no longer needed. Copies that V8 made cannot be reached. */
export const wipe = (...buffers: readonly Buffer[]): void => {
  for (const buffer of buffers) sodium.sodium_memzero(buffer)
}
