import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { dayOf, systemClock, type Clock } from './clock'
import { behindBytes, openDirect, type DirectFile } from './direct-io'
import { codeOf, notFound } from './errors'

/**
 * Sealed bytes under random names. What `write` has answered for survives a power cut; what it has
 * not answered for leaves nothing.
 */
export type Blobs = {
  /**
   * A piece of the source has to stay as it is until the next one is asked for; one of `behindBytes` and more until the
   * next but one is, for it is on its way to the disk meanwhile.
   */
  readonly write: (id: string, source: AsyncIterable<Buffer>) => Promise<{ readonly size: number }>
  /** @throws KnownError not-found */
  readonly read: (id: string, start: number, endInclusive: number) => AsyncIterable<Buffer>
  /** @throws KnownError not-found */
  readonly size: (id: string) => Promise<number>
  /** Removing what is not there is no error: sweeps and retries meet. */
  readonly remove: (id: string) => Promise<void>
  readonly list: () => AsyncIterable<{ readonly id: string; readonly mtime: Date }>
  /** Takes away what a crash left half written before the given moment. */
  readonly removePartial: (before: Date) => Promise<number>
}

const wellFormed = /^[0-9a-f][0-9a-f-]{15,63}$/

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** A file that grows is on its way to the disk long before its end: then nobody waits there for all of it. */
const SYNC_EVERY = 32 * 1024 * 1024

const createEarlySync = (file: FileHandle) => {
  let unsynced = 0
  let running: Promise<void> | undefined
  let failure: unknown
  return {
    after: (written: number): void => {
      unsynced += written
      if (unsynced < SYNC_EVERY || running !== undefined) return
      unsynced = 0
      running = file
        .datasync()
        .catch((error: unknown) => {
          // A disk tells of a lost page once: the sync at the end may not hear of it again.
          failure ??= error
        })
        .finally(() => {
          running = undefined
        })
    },
    /** Nothing is under way any more. */
    idle: () => running,
    /** @throws what an early sync met */
    check: (): void => {
      if (failure !== undefined) throw failure as Error
    },
  }
}

type Poured = { readonly file: FileHandle; readonly direct: DirectFile }

/** A direct write may end early, on whichever block the disk was full at: the rest goes the usual way, and fails there. */
const writePiece = async (
  { file, direct }: Poured,
  piece: Buffer,
  position: number,
): Promise<{ readonly cached: number }> => {
  const past = await direct.write(piece, position)
  for (let at = past; at < piece.length;)
    at += (await file.write(piece, at, piece.length - at, position + at)).bytesWritten
  return { cached: piece.length - past }
}

const pour = async (source: AsyncIterable<Buffer>, poured: Poured): Promise<number> => {
  const { file } = poured
  const early = createEarlySync(file)
  let size = 0
  let written: Promise<void> | undefined
  try {
    for await (const piece of source) {
      await written
      written = writePiece(poured, piece, size).then(({ cached }) => {
        early.after(cached)
      })
      // Heard of at the next turn, or at the end.
      written.catch(() => undefined)
      size += piece.length
      if (piece.length < behindBytes) await written
    }
    await written
  } finally {
    await written?.catch(() => undefined)
    await early.idle()
  }
  early.check()
  return size
}

/** A blob's time is the midnight of its day: when a reporter sent it is not to be read off the disk. */
const midnight = (clock: Clock): Date => new Date(`${dayOf(clock())}T00:00:00+08:00`)

const layout = (root: string) => {
  const partial = path.join(root, 'partial')
  const place = (id: string): string => {
    if (!wellFormed.test(id)) throw notFound('blob')
    return path.join(root, id.slice(0, 2), id)
  }
  return { partial, place }
}

/** Folders carry the time of the last change inside them: set back as well. Nobody waits for a missing one. */
const forget = async (clock: Clock, ...folders: readonly string[]): Promise<void> => {
  const day = midnight(clock)
  for (const folder of folders) {
    await utimes(folder, day, day).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error
    })
  }
}

const folderCount = 256

/** All folders at once, so that the birth of one tells nothing of the first file in it. */
const makeFolders = async (root: string, partial: string, clock: Clock): Promise<void> => {
  await mkdir(partial, { recursive: true, mode: 0o700 })
  for (let at = 0; at < folderCount; at += 1) {
    const folder = path.join(root, at.toString(16).padStart(2, '0'))
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    if (made !== undefined) await forget(clock, folder)
  }
  await syncFolder(root)
  await forget(clock, root)
}

const createWriter = (root: string, clock: Clock): Blobs['write'] => {
  const { partial, place } = layout(root)
  let prepared: Promise<void> | undefined
  return async (id, source) => {
    const final = place(id)
    const folder = path.dirname(final)
    prepared ??= makeFolders(root, partial, clock)
    await prepared.catch((error: unknown) => {
      prepared = undefined
      throw error
    })
    const temporary = path.join(partial, id)
    const file = await open(temporary, 'wx', 0o600)
    const direct = openDirect(temporary)
    let lies = temporary
    try {
      const size = await pour(source, { file, direct }).finally(() => direct.close())
      await utimes(temporary, midnight(clock), midnight(clock))
      // Named before it is synced: one journal entry then holds file, name and times, and the folder's own sync finds it
      // written. What a power cut leaves of it bears a name that no row knows, and the sweep takes it.
      await rename(temporary, final)
      lies = final
      await forget(clock, folder, partial)
      await file.sync()
      await syncFolder(folder)
      return { size }
    } catch (error) {
      await rm(lies, { force: true })
      await forget(clock, folder, partial)
      throw error
    } finally {
      await file.close()
    }
  }
}

async function* listBlobs(root: string): ReturnType<Blobs['list']> {
  const folders = await readdir(root).catch(() => [])
  for (const folder of folders.filter(name => name.length === 2)) {
    for (const id of await readdir(path.join(root, folder))) {
      const found = await stat(path.join(root, folder, id)).catch(() => undefined)
      if (found !== undefined) yield { id, mtime: found.mtime }
    }
  }
}

const removePartial = async (folder: string, before: Date): Promise<number> => {
  let removed = 0
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name)
    const found = await stat(file).catch(() => undefined)
    if (found === undefined || found.mtime >= before) continue
    await rm(file, { force: true })
    removed += 1
  }
  return removed
}

export const createDiskBlobs = (root: string, clock: Clock = systemClock): Blobs => {
  const { partial, place } = layout(root)
  const named = (error: unknown): never => {
    throw codeOf(error) === 'ENOENT' ? notFound('blob') : error
  }

  return {
    write: createWriter(root, clock),
    async *read(id, start, endInclusive) {
      const stream = createReadStream(place(id), { start, end: endInclusive })
      try {
        for await (const piece of stream) yield piece as Buffer
      } catch (error) {
        named(error)
      }
    },
    size: async id => (await stat(place(id)).catch(named)).size,
    remove: async id => {
      await rm(place(id), { force: true })
      await forget(clock, path.dirname(place(id)))
    },
    list: () => listBlobs(root),
    removePartial: before => removePartial(partial, before),
  }
}
