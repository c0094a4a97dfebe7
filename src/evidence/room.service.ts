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
