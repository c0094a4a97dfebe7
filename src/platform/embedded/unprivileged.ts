import { spawnSync } from 'node:child_process'
import { accessSync, chownSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * PostgreSQL refuses to run as root. Root therefore steps down, by the first of these ways that the
 * machine allows. Files must belong to whom the programs run as, seen from outside.
 */
export type Way = {
  readonly name: 'itself' | 'namespace' | 'capabilities'
  readonly prefix: readonly string[]
  readonly owner: number
}

const NOBODY = 65_534

const itself: Way = { name: 'itself', prefix: [], owner: process.getuid?.() ?? 0 }

/** Unprivileged inside a user namespace, and still the owner of root's files outside. */
const namespace: Way = {
  name: 'namespace',
  prefix: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'],
  owner: process.getuid?.() ?? 0,
}

/** Where namespaces are refused (most containers): nobody, who may still reach a folder inside /root. */
const capabilities: Way = {
  name: 'capabilities',
  prefix: [
    'setpriv',
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_override,+dac_read_search',
    '--ambient-caps=-all,+dac_override,+dac_read_search',
    '--',
  ],
  owner: NOBODY,
}

const works = ({ prefix: [program = '', ...args] }: Way): boolean =>
  spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status === 0

const hasName = (): boolean => {
  try {
    return os.userInfo().username !== ''
  } catch {
    return false
  }
}

/** @throws Error when root finds no way to step down */
export const findWay = (only?: Way['name']): Way => {
  // initdb wants a user with a name; a container may run as a bare number.
  if (process.getuid?.() !== 0 && hasName()) return itself
  const ways = [namespace, capabilities].filter(way => only === undefined || way.name === only)
  const way = ways.find(works)
  if (way === undefined)
    throw new Error(
      '内置数据库不能以 root 身份运行，这台机器又不允许降低权限（unshare 和 setpriv 都不行）。请改用普通用户运行，或者设置 DATABASE_URL。',
    )
  return way
}

const giveAll = (place: string, owner: number): void => {
  chownSync(place, owner, owner)
  if (!statSync(place).isDirectory()) return
  for (const name of readdirSync(place)) giveAll(path.join(place, name), owner)
}

/** Files written under one way are handed over when the next start has to take another. */
export const handOver = (folder: string, way: Way): void => {
  if (!existsSync(folder) || statSync(folder).uid === way.owner) return
  accessSync(folder, constants.W_OK)
  giveAll(folder, way.owner)
}
