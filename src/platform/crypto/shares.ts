import { createHash } from 'node:crypto'
import { combine, split } from 'shamir-secret-sharing'
import { refused } from '../errors'

/**
 * The recovery key on three sheets of paper, two of which bring it back (Shamir). A sheet carries a
 * check of its own against typing slips and a mark of the key, so that sheets of two keys do not mix.
 */
const shareVersion = 0x01
const markBytes = 4
const checkBytes = 4
/** Crockford's alphabet: nothing that looks like something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const digest = (purpose: string, bytes: Uint8Array, length: number): Buffer =>
  createHash('sha256').update(purpose).update(bytes).digest().subarray(0, length)

const toLetters = (bytes: Buffer): string => {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const letters = bits.match(/.{1,5}/g) ?? []
  return letters.map(five => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)] ?? '').join('')
}

const toBytes = (letters: string): Buffer => {
  const bits = Array.from(letters, letter => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
  const octets = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(octets.map(octet => Number.parseInt(octet, 2)))
}

const print = (share: Uint8Array, mark: Buffer): string => {
  const body = Buffer.concat([Buffer.of(shareVersion), mark, share])
  const letters = toLetters(Buffer.concat([body, digest('mingshao share', body, checkBytes)]))
  return (letters.match(/.{1,4}/g) ?? []).join('-')
}

type Share = { readonly mark: Buffer; readonly share: Buffer }

const read = (printed: string, position: number): Share => {
  const letters = printed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const slip = refused('recovery.share-slip', { position })
  if (/[^0-9A-HJKMNP-TV-Z]/.test(letters)) throw slip
  const bytes = toBytes(letters)
  const body = bytes.subarray(0, -checkBytes)
  const check = bytes.subarray(-checkBytes)
  const holds = digest('mingshao share', body, checkBytes).equals(check)
  if (!holds || body[0] !== shareVersion || toLetters(bytes) !== letters) throw slip
  return { mark: body.subarray(1, 1 + markBytes), share: body.subarray(1 + markBytes) }
}

/** Three sheets to print; any two of them bring the key back. */
export const splitRecoveryKey = async (key: Buffer): Promise<string[]> => {
  const mark = digest('mingshao recovery key', key, markBytes)
  const shares = await split(new Uint8Array(key), 3, 2)
  return shares.map(share => print(share, mark))
}

/**
 * @throws KnownError 'recovery.share-slip' with the position of a mistyped sheet,
 *   'recovery.shares-differ' when the sheets do not belong together or one was given twice
 */
export const joinRecoveryKey = async (printed: readonly string[]): Promise<Buffer> => {
  const shares = printed.map((text, index) => read(text, index + 1))
  const [first] = shares
  const differ = refused('recovery.shares-differ')
  const distinct = new Set(shares.map(({ share }) => share.at(-1)))
  if (first === undefined || shares.length < 2 || distinct.size < shares.length) throw differ
  if (shares.some(({ mark }) => !mark.equals(first.mark))) throw differ
  const key = Buffer.from(await combine(shares.map(({ share }) => new Uint8Array(share))))
  if (!digest('mingshao recovery key', key, markBytes).equals(first.mark)) throw differ
  return key
}
