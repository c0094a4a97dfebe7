import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from './errors'

/**
 * How many bytes this process may still write where the folder lies, or will lie once it is made. Endless
 * where the system does not tell: whoever asks must not stop work for want of an answer.
 */
export const freeBytes = async (folder: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    const parent = path.dirname(folder)
    if (codeOf(error) === 'ENOENT' && parent !== folder) return freeBytes(parent)
    return Number.POSITIVE_INFINITY
  }
}
