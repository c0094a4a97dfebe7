import { unavailable } from '../platform/errors'
import type { EvidenceDeps } from './evidence'

/** A form as long as this may hold words alone: it is read, and only its files are not taken. */
const WORDS = 256 * 1024

/**
 * Keeps the reserve of the disk free: the database, the record and the words of reports need room when
 * files have taken the rest. What running uploads have announced counts as taken.
 * @throws unavailable `database.full` before a byte of the request is read
 */
export const createRoom = ({ disk }: EvidenceDeps) => {
  let announced = 0
  const hasRoom = async (): Promise<boolean> =>
    disk.reserveBytes === 0 || (await disk.free()) - announced >= disk.reserveBytes
  return async <T>(bytes: number, work: (room: boolean) => Promise<T>): Promise<T> => {
    announced += bytes
    try {
      const room = await hasRoom()
      if (!room && bytes > WORDS) throw unavailable('database.full')
      return await work(room)
    } finally {
      announced -= bytes
    }
  }
}

/** How often a growing file asks what is left. */
const ASK_EVERY = 4 * 1024 * 1024

/**
 * The disk as full as its reserve allows, while a file grows: not everybody says beforehand how much will come,
 * and others write there too. The file then ends as on a disk that is full.
 */
export const keepReserve = ({ blobs, disk }: EvidenceDeps): EvidenceDeps['blobs'] => {
  async function* watched(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let unasked = 0
    for await (const piece of source) {
      unasked += piece.length
      if (unasked >= ASK_EVERY) {
        unasked = 0
        if ((await disk.free()) < disk.reserveBytes)
          throw Object.assign(new Error('the reserve of the disk is reached'), { code: 'ENOSPC' })
      }
      yield piece
    }
  }
  return { ...blobs, write: (id, source) => blobs.write(id, watched(source)) }
}
