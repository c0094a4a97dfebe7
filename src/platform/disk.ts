import { statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from './config'
import { codeOf } from './errors'

/**
 * How many bytes this process may still write where the folder lies, or will lie once it is made. Endless
 * where the system does not tell: whoever asks must not stop work for want of an answer.
 */
const freeBytes = async (folder: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    const parent = path.dirname(folder)
    if (codeOf(error) === 'ENOENT' && parent !== folder) return freeBytes(parent)
    return Number.POSITIVE_INFINITY
  }
}

/** Where files are kept: what is free there, and how much of it stays free. */
export const diskOf = ({
  dataDir,
  diskReserveBytes,
}: Pick<Config, 'dataDir' | 'diskReserveBytes'>) => ({
  free: () => freeBytes(path.join(dataDir, 'blobs')),
  reserveBytes: diskReserveBytes,
})
