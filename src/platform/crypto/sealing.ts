import { createHash } from 'node:crypto'
import { createChunkSealer, sealedBatchBytes } from './chunked'
import type { SymmetricKey } from './keys'

/**
 * Memory that both threads see: content, and room for it sealed. Whoever was asked last has it for himself
 * until he has answered. Handing buffers over instead makes new ones of them each time, and the collector
 * then works as hard as the cipher.
 */
export type Room = { readonly plain: SharedArrayBuffer; readonly out: SharedArrayBuffer }

/** @param bytes whole chunks (batchSizes) */
export const newRoom = (bytes: number): Room => ({
  plain: new SharedArrayBuffer(bytes),
  out: new SharedArrayBuffer(sealedBatchBytes(bytes)),
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

/** One file: every batch of it sealed and hashed, in order. */
export const createSealing = (fileKey: SymmetricKey, fileId: string): Sealing => {
  const seal = createChunkSealer(fileKey, fileId)
  const hash = createHash('sha256')
  return {
    next: ({ room, length, last }) => {
      const plain = new Uint8Array(room.plain, 0, length)
      hash.update(plain)
      const sealedLength = seal(plain, last, new Uint8Array(room.out))
      return { sealedLength, sha256: last ? hash.digest('hex') : undefined }
    },
  }
}
