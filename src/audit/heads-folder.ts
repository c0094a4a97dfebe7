import { mkdir, open, readdir, rename } from 'node:fs/promises'
import path from 'node:path'
import type { HeadFile } from './head-file'

const nameOf = (day: string) => `heads-${day}.json`

/**
 * One file for a day, the first that was made: what came later on that day cannot replace it. Whole and on the
 * disk before it has its name.
 * @returns false when the day has its file already
 */
export const keepHeadFile = async (dataDir: string, heads: HeadFile): Promise<boolean> => {
  const folder = path.join(dataDir, 'audit-heads')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = nameOf(heads.day)
  if ((await readdir(folder)).includes(name)) return false
  const file = path.join(folder, `${name}.part`)
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(heads, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(file, path.join(folder, name))
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
  return true
}
