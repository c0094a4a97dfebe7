import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { codeOf } from './errors'

/**
 * Large files go to the disk past the page cache (open(2), O_DIRECT): copying into pages that nobody reads again costs
 * as much as sealing them, several times that on a virtual machine whose memory is new. The system asks for whole
 * blocks at whole places of the file, from memory that begins on a page.
 */
export const blockBytes = 4096

/** From so many bytes on a piece is worth being written while the next one is made. */
export const behindBytes = 512 * 1024

/** What is used of it here; TypeScript knows it as part of browsers only. It counts in pages of 64 KiB. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    readonly initial: number
    readonly maximum: number
    readonly shared: true
  }) => { readonly buffer: SharedArrayBuffer }
}
const pageBytes = 64 * 1024

/** Memory for several threads that begins on a page, and is at least so long. */
export const newPages = (bytes: number): SharedArrayBuffer => {
  const count = Math.ceil(bytes / pageBytes)
  try {
    return new WebAssembly.Memory({ initial: count, maximum: count, shared: true }).buffer
  } catch (error) {
    // Each takes much address space, of which there may be none left: other memory serves, a little more slowly.
    if (error instanceof RangeError) return new SharedArrayBuffer(bytes)
    throw error
  }
}

/** A disk, a folder in memory or a system that can't: everything is written the usual way then. */
const cannot = (error: unknown): boolean =>
  ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')

export type DirectFile = {
  /** @returns how many bytes were written; 0 where they have to be written the usual way */
  readonly write: (piece: Buffer, position: number) => Promise<number>
  readonly close: () => Promise<void>
}

const FEWEST_BYTES = 64 * blockBytes

const fits = (piece: Buffer, position: number): boolean =>
  piece.length >= FEWEST_BYTES && piece.length % blockBytes === 0 && position % blockBytes === 0

/** The other way into a file that is open for writing already; opened when the first large piece comes. */
export const openDirect = (path: string): DirectFile => {
  let file: Promise<FileHandle> | undefined
  let able = typeof constants.O_DIRECT === 'number'
  return {
    write: async (piece, position) => {
      if (!able || !fits(piece, position)) return 0
      try {
        file ??= open(path, constants.O_WRONLY | constants.O_DIRECT)
        const { bytesWritten } = await (await file).write(piece, 0, piece.length, position)
        return bytesWritten
      } catch (error) {
        if (!cannot(error)) throw error
        able = false
        return 0
      }
    },
    close: async () => {
      await file?.then(
        opened => opened.close(),
        () => undefined,
      )
    },
  }
}
