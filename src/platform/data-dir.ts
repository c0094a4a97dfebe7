import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, refused } from './errors'

type Use = { readonly demonstration: boolean; readonly service: boolean }

const MARK = 'real-installation'
const WORDS = '这里存着正式环境的文件，演示环境不会打开这个目录。请不要删除。\n'

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/**
 * Files that no row names are swept away. A demonstration on the directory of a real installation, whose
 * settings this shell happens not to have, knows none of its rows: so it never opens one. Real files are told
 * by the mark that a real service leaves, and, older than the mark, by lying there without a demonstration's
 * database. To be asked before anything is made there.
 * @throws refused 'demonstration.real-files'
 */
export const refuseRealFiles = async (dataDir: string, { demonstration }: Use): Promise<void> => {
  if (!demonstration) return
  const names = await namesIn(dataDir)
  const hasFiles = (await namesIn(path.join(dataDir, 'blobs'))).length > 0
  if (names.includes(MARK) || (hasFiles && !names.includes('postgres')))
    throw refused('demonstration.real-files', { dataDir })
}

export const markRealFiles = async (dataDir: string, use: Use): Promise<void> => {
  if (use.demonstration || !use.service) return
  await writeFile(path.join(dataDir, MARK), WORDS, { mode: 0o600 })
}
