import { createCipheriv, createDecipheriv } from 'node:crypto'
import { broken } from '../errors'
import { systemRandom } from '../random'
import { joinUnambiguously } from './encoding'
import { wipe, type SymmetricKey } from './keys'

/** Where a sealed value lives. It opens there and nowhere else. */
export type FieldPlace = { readonly table: string; readonly column: string; readonly row: string }

const aes256gcm = 0x01
const form = Buffer.of(aes256gcm)
const nonceBytes = 12
const tagBytes = 16
const step = 1024
const padMark = 0x80
const zeros = Buffer.alloc(step)

/**
 * Text length is hidden in steps of 1 KiB. One mark byte, then zeros (ISO/IEC 7816-4): whatever the
 * plain text ends with, there is one way to take the padding off.
 */
const pad = (plain: Buffer): Buffer => {
  const padded = Buffer.alloc(Math.ceil((plain.length + 1) / step) * step)
  plain.copy(padded)
  padded[plain.length] = padMark
  return padded
}

const unpad = (padded: Buffer): Buffer => {
  const end = padded.lastIndexOf(padMark)
  const rest = padded.subarray(end + 1)
  if (end < 0 || !rest.equals(zeros.subarray(0, rest.length))) throw broken('seal.broken')
  return padded.subarray(0, end)
}

const associated = (place: FieldPlace): Buffer =>
  joinUnambiguously(['mingshao field', place.table, place.column, place.row], form)

/** algorithm | nonce | AES-256-GCM ciphertext | tag, bound to the place, padded to 1 KiB steps. */
export const sealField = (key: SymmetricKey, place: FieldPlace, plain: Buffer | string): Buffer => {
  const nonce = systemRandom.bytes(nonceBytes)
  const padded = pad(typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(associated(place))
  const sealed = cipher.update(padded)
  // Of a stream cipher nothing is left over.
  cipher.final()
  wipe(padded)
  return Buffer.concat([form, nonce, sealed, cipher.getAuthTag()])
}

/** @throws KnownError 'broken' when it was moved, changed, or sealed under another key */
export const openField = (key: SymmetricKey, place: FieldPlace, sealed: Buffer): Buffer => {
  if (sealed[0] !== aes256gcm || sealed.length < 1 + nonceBytes + step + tagBytes)
    throw broken('seal.broken')
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(associated(place))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const padded = decipher.update(sealed.subarray(1 + nonceBytes, -tagBytes))
  try {
    decipher.final()
  } catch {
    throw broken('seal.broken')
  }
  return unpad(padded)
}

const filledUp = (text: Buffer, least: number): Buffer => {
  if (text.length >= least) return text
  const filled = Buffer.alloc(least, ' ')
  text.copy(filled)
  wipe(text)
  return filled
}

/**
 * `least`: the size in bytes that it is brought up to with blanks, so that values of different lengths look alike in
 * whatever step of 1 KiB they end.
 */
export const sealJson = (
  key: SymmetricKey,
  place: FieldPlace,
  value: unknown,
  least = 0,
): Buffer => {
  const text = filledUp(Buffer.from(JSON.stringify(value), 'utf8'), least)
  const sealed = sealField(key, place, text)
  wipe(text)
  return sealed
}

/** What comes out is still to be parsed by whoever knows its shape. */
export const openJson = (key: SymmetricKey, place: FieldPlace, sealed: Buffer): unknown =>
  JSON.parse(openField(key, place, sealed).toString('utf8'))
