import { behindBytes } from '../direct-io'
import { createSweep } from '../heap'
import { batchSizes } from './chunked'
import type { SymmetricKey } from './keys'
import { createSealing, newRoom, type Batch, type Room, type SealedBatch } from './sealing'
import { sealApart, type ApartSealing } from './sealing-thread'
import { copyToShared } from './shared-copy'

type Bytes = AsyncIterable<Buffer>

export type SealedStream = {
  /** The file form. How long a piece is good, for its room is used again: see Blobs.write. */
  readonly bytes: Bytes
  /** Of the content; known when `bytes` has ended. */
  readonly sha256: () => string
}

/**
 * While one batch of a file is written, the next ones are being sealed. Where many files come at once, those of
 * others are: one room for each is enough then.
 */
const FEW_FILES = 4
let files = 0
const ahead = (): number => (files > FEW_FILES ? 0 : 2)

/** A file that comes alone goes over in large batches once it is longer than a small one: fewer messages. */
const sizeOf = (isFirst: boolean): number =>
  isFirst || files > 1 ? batchSizes.small : batchSizes.large

/** Small rooms that no file uses just now, emptied. A few serve a file from its beginning to its end. */
const spare: Room[] = []
const SPARE_ROOMS = 8

const giveBack = (rooms: readonly Room[]): void => {
  const small = rooms.filter(({ plain }) => plain.byteLength === batchSizes.small)
  for (const room of small.slice(0, SPARE_ROOMS - spare.length)) {
    // One memset: a typed array over shared memory is filled byte by byte.
    Buffer.from(room.plain).fill(0)
    spare.push(room)
  }
}

const pick = (rooms: Room[], size: number): Room | undefined => {
  const at = rooms.findIndex(({ plain }) => plain.byteLength === size)
  return at === -1 ? undefined : rooms.splice(at, 1)[0]
}

/** What came off the line was copied by then, and comes in memory of its own each time. */
const sweep = createSweep(8 * 1024 * 1024)

/** Cuts the content into batches, by copying; `free` are rooms of this file that may be filled again. */
async function* inBatches(source: Bytes, free: Room[]): AsyncIterable<Batch> {
  const take = (isFirst: boolean): Room => {
    const size = sizeOf(isFirst)
    return pick(free, size) ?? pick(spare, size) ?? newRoom(size)
  }
  let room = take(true)
  let length = 0
  for await (const part of source) {
    for (let at = 0; at < part.length;) {
      if (length === room.plain.byteLength) {
        // More comes: this one was not the last.
        yield { room, length, last: false }
        sweep(length)
        room = take(false)
        length = 0
      }
      const count = Math.min(part.length - at, room.plain.byteLength - length)
      copyToShared(Buffer.from(room.plain), part.subarray(at, at + count), length)
      length += count
      at += count
    }
  }
  yield { room, length, last: true }
}

/** What is longer than one batch is sealed on the other thread; a short file is not worth the way. */
const createSealer = (fileKey: SymmetricKey, fileId: string) => {
  let apart: ApartSealing | undefined
  return {
    next: (batch: Batch): Promise<SealedBatch> => {
      if (batch.last && apart === undefined)
        return Promise.resolve(createSealing(fileKey, fileId).next(batch))
      apart ??= sealApart(fileKey, fileId)
      const sealed = apart.next(batch)
      // Whoever stopped asking hears of no failure any more.
      sealed.catch(() => undefined)
      return sealed
    },
    leave: () => apart?.leave(),
  }
}

/** A room whose piece was handed out is free at once, a large one when the next was handed out as well. */
const inTurn = (free: Room[]): ((room: Room) => void) => {
  let before: Room | undefined
  return room => {
    if (room.plain.byteLength < behindBytes) {
      free.push(room)
      return
    }
    if (before !== undefined) free.push(before)
    before = room
  }
}

type Coming = { readonly batch: Batch; readonly sealed: Promise<SealedBatch> }

/** What is sealed, in order, until only so many are under way. */
async function* untilLeft(
  coming: Coming[],
  left: number,
): AsyncIterable<SealedBatch & { readonly room: Room }> {
  while (coming.length > left) {
    const next = coming.shift()
    if (next !== undefined) yield { room: next.batch.room, ...(await next.sealed) }
  }
}

/**
 * A file's content in the file form, hashed on its way, in constant memory; a large one on another thread,
 * so that the service answers others meanwhile.
 */
export const sealFile = (fileKey: SymmetricKey, fileId: string, source: Bytes): SealedStream => {
  const sealer = createSealer(fileKey, fileId)
  let hash: string | undefined

  async function* seal(): Bytes {
    const free: Room[] = []
    const coming: Coming[] = []
    const giveUp = inTurn(free)
    files += 1
    try {
      for await (const batch of inBatches(source, free)) {
        coming.push({ batch, sealed: sealer.next(batch) })
        for await (const { room, sealedLength, sha256 } of untilLeft(
          coming,
          batch.last ? 0 : ahead(),
        )) {
          hash = sha256
          yield Buffer.from(room.out, 0, sealedLength)
          giveUp(room)
        }
      }
    } finally {
      files -= 1
      sealer.leave()
      // Not those that the other thread may still be writing to, nor what is on its way to the disk.
      giveBack(free)
    }
  }

  return {
    bytes: seal(),
    sha256: () => {
      if (hash === undefined) throw new Error('the file has not ended yet')
      return hash
    },
  }
}
