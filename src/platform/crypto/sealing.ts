import { createHash } from 'node:crypto'
import { blockBytes, newPages } from '../direct-io'
import { createChunkSealer, header, sealedBatchBytes } from './chunked'
import type { SymmetricKey } from './keys'
import { copyToShared } from './shared-copy'

/**
 * Memory that both threads see: content, and room for it sealed. Whoever was asked last has it for himself
 * until he has answered. Handing buffers over instead makes new ones of them each time, and the collector
 * then works as hard as the cipher.
 */
export type Room = { readonly plain: SharedArrayBuffer; readonly out: SharedArrayBuffer }

/** @param bytes whole chunks (batchSizes) */
export const newRoom = (bytes: number): Room => ({
  plain: new SharedArrayBuffer(bytes),
  out: newPages(blockBytes + sealedBatchBytes(bytes)),
})

/** So much of a room is filled with content. */
export type Batch = { readonly room: Room; readonly length: number; readonly last: boolean }

export type SealedBatch = {
  readonly sealedLength: number
  /** Of the whole content; with the last batch. */
  readonly sha256: string | undefined
}

/** What the sealing thread is asked. */
export type Asked =
  | {
      readonly kind: 'seal'
      readonly turn: number
      readonly file: number
      readonly key: SymmetricKey
      readonly fileId: string
      readonly batch: Batch
    }
  | { readonly kind: 'leave'; readonly file: number }

export type Sealing = { readonly next: (batch: Batch) => SealedBatch }

/**
 * One file: every batch of it sealed and hashed, in order. What comes out are whole blocks of the disk; what is over
 * stands at the beginning of the next, and the last has all that is left.
 */
export const createSealing = (fileKey: SymmetricKey, fileId: string): Sealing => {
  const seal = createChunkSealer(fileKey, fileId)
  const hash = createHash('sha256')
  let over: Uint8Array = header
  return {
    next: ({ room, length, last }) => {
      const plain = new Uint8Array(room.plain, 0, length)
      hash.update(plain)
      const out = Buffer.from(room.out)
      copyToShared(out, over, 0)
      const filled = over.length + seal(plain, last, out.subarray(over.length))
      const sealedLength = last ? filled : filled - (filled % blockBytes)
      over = Uint8Array.from(out.subarray(sealedLength, filled))
      return { sealedLength, sha256: last ? hash.digest('hex') : undefined }
    },
  }
}
