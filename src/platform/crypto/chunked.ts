import { createCipheriv, createDecipheriv } from 'node:crypto'
import { broken } from '../errors'
import { systemRandom } from '../random'
import { joinUnambiguously } from './encoding'
import type { SymmetricKey } from './keys'
import { copyToShared } from './shared-copy'

/**
 * The file form: header | chunk | chunk | … with chunk = nonce | 64 KiB ciphertext | tag. Every chunk is
 * bound to its file, its index and whether it is the last, so any byte range opens on its own while
 * truncation, reordering and chunks of another file do not. The last chunk is padded to a whole one:
 * sizes on disk tell whole chunks only; the true length is the caller's to keep, sealed.
 */
const chunkBytes = 64 * 1024
const nonceBytes = 12
const tagBytes = 16
const sealedChunkBytes = nonceBytes + chunkBytes + tagBytes
const aes256gcm = 0x01
const formVersion = 0x01
export const header = Buffer.from([...Buffer.from('MSHAOF', 'latin1'), aes256gcm, formVersion])

type Bytes = AsyncIterable<Buffer>
type ChunkPlace = {
  readonly fileKey: SymmetricKey
  readonly fileId: string
  readonly index: number
  readonly last: boolean
}

export type SealedFile = {
  readonly fileKey: SymmetricKey
  readonly fileId: string
  /** Bytes on disk. */
  readonly size: number
  /** True length of the content, from the sealed meta. */
  readonly length: number
  readonly read: (start: number, endInclusive: number) => Bytes
}

const chunkCount = (length: number): number => Math.max(1, Math.ceil(length / chunkBytes))

/** Bytes on disk for content of this length. */
export const sealedSize = (length: number): number =>
  header.length + chunkCount(length) * sealedChunkBytes

const associated = ({ fileId, index, last }: ChunkPlace): Buffer =>
  joinUnambiguously(['mingshao chunk', fileId, index.toString(), last ? 'last' : 'more'], header)

/** The cipher gives each piece in memory of its own: of pieces of this size it costs a fifth less than of whole chunks. */
const cipherBytes = 16 * 1024

/** Writes nonce, ciphertext and tag into `out`; the plain chunk is a whole one. */
const sealChunk = (place: ChunkPlace, plain: Uint8Array, out: Buffer): void => {
  const nonce = systemRandom.bytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', place.fileKey, nonce, { authTagLength: tagBytes })
  cipher.setAAD(associated(place))
  copyToShared(out, nonce, 0)
  for (let at = 0; at < chunkBytes; at += cipherBytes)
    copyToShared(out, cipher.update(plain.subarray(at, at + cipherBytes)), nonceBytes + at)
  cipher.final()
  copyToShared(out, cipher.getAuthTag(), nonceBytes + chunkBytes)
}

/** So much is handed over at once where a file is sealed in batches: whole chunks. */
export const batchSizes = { small: 4 * chunkBytes, large: 16 * chunkBytes } as const

/** Of a batch of whole chunks. */
export const sealedBatchBytes = (bytes: number): number => (bytes / chunkBytes) * sealedChunkBytes

export type ChunkSealer = (plain: Uint8Array, last: boolean, out: Buffer) => number

/**
 * Seals batch after batch into `out`, and tells how long it became. All but the last are whole chunks;
 * the last one's room after its end is overwritten: its last chunk is padded there.
 */
export const createChunkSealer = (fileKey: SymmetricKey, fileId: string): ChunkSealer => {
  let index = 0
  return (plain, last, out) => {
    const count = chunkCount(plain.length)
    const padded = new Uint8Array(plain.buffer, plain.byteOffset, count * chunkBytes)
    Buffer.from(padded.buffer, padded.byteOffset, padded.length).fill(0, plain.length)
    for (let at = 0; at < count; at += 1) {
      const piece = padded.subarray(at * chunkBytes, (at + 1) * chunkBytes)
      const place = { fileKey, fileId, index, last: last && at === count - 1 }
      sealChunk(place, piece, out.subarray(at * sealedChunkBytes))
      index += 1
    }
    return count * sealedChunkBytes
  }
}

const openChunk = (place: ChunkPlace, sealed: Buffer): Buffer => {
  if (sealed.length !== sealedChunkBytes) throw broken('file.broken')
  const nonce = sealed.subarray(0, nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', place.fileKey, nonce, {
    authTagLength: tagBytes,
  })
  decipher.setAAD(associated(place))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
  try {
    decipher.final()
  } catch {
    throw broken('file.broken')
  }
  return plain
}

/** Cuts a stream into pieces of exactly this size; what is left over comes last and may be shorter. */
async function* inPieces(source: Bytes, size: number): Bytes {
  let parts: Buffer[] = []
  let held = 0
  for await (const part of source) {
    parts.push(part)
    held += part.length
    if (held < size) continue
    // Usually the store already cuts as we do: then nothing is copied.
    const all = parts.length === 1 ? part : Buffer.concat(parts, held)
    const whole = held - (held % size)
    for (let at = 0; at < whole; at += size) yield all.subarray(at, at + size)
    held -= whole
    parts = held > 0 ? [all.subarray(whole)] : []
  }
  if (held > 0) yield Buffer.concat(parts, held)
}

const readHeader = async (file: SealedFile): Promise<void> => {
  const parts: Buffer[] = []
  for await (const part of file.read(0, header.length - 1)) parts.push(part)
  if (!Buffer.concat(parts).equals(header)) throw broken('file.broken')
}

/**
 * Any byte range of the content, chunk by chunk, each checked before a byte of it is handed out.
 * @throws RangeError when the range lies outside the content
 * @throws KnownError 'broken' when the file is not what was written
 */
export async function* decryptRange(file: SealedFile, start: number, endInclusive: number): Bytes {
  if (file.size !== sealedSize(file.length)) throw broken('file.broken')
  if (start < 0 || endInclusive >= file.length || start > endInclusive + 1)
    throw new RangeError('outside the file')
  await readHeader(file)
  if (start > endInclusive) return

  const first = Math.floor(start / chunkBytes)
  const final = Math.floor(endInclusive / chunkBytes)
  const lastIndex = chunkCount(file.length) - 1
  const from = header.length + first * sealedChunkBytes
  const to = header.length + (final + 1) * sealedChunkBytes - 1
  let index = first
  for await (const sealed of inPieces(file.read(from, to), sealedChunkBytes)) {
    const { fileKey, fileId } = file
    const plain = openChunk({ fileKey, fileId, index, last: index === lastIndex }, sealed)
    const offset = index * chunkBytes
    yield plain.subarray(
      Math.max(0, start - offset),
      Math.min(chunkBytes, endInclusive + 1 - offset),
    )
    index += 1
  }
  if (index !== final + 1) throw broken('file.broken')
}
