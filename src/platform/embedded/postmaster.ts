import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf } from '../errors'

export type Postmaster = { readonly pid: number; readonly port: number; readonly ready: boolean }

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** A process id may have been given to somebody else since; a postmaster names its folder. */
const serves = (pid: number, cluster: string): boolean => {
  if (!isAlive(pid)) return false
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return (command[0] ?? '').endsWith('postgres') && command.includes(cluster)
  } catch {
    return process.platform !== 'linux'
  }
}

/** The postmaster that serves this cluster now, if one does. Removes the note of a dead one. */
export const findPostmaster = (cluster: string): Postmaster | undefined => {
  const note = path.join(cluster, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(note, 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (serves(pid, cluster))
    return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  rmSync(note, { force: true })
  return undefined
}

/** @throws Error when it ends, or takes longer than two minutes of recovery, before it is ready */
export const untilReady = async (cluster: string, pid: number): Promise<Postmaster> => {
  for (let tries = 0; tries < 2400; tries += 1) {
    const found = findPostmaster(cluster)
    if (found?.ready === true) return found
    if (!isAlive(pid)) break
    await pause(50)
  }
  throw new Error('the embedded database did not start')
}

/** SIGINT is PostgreSQL's fast shutdown: sessions end, data is written, nothing is lost. */
export const stopPostmaster = async (pid: number): Promise<void> => {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  for (let tries = 0; tries < 600 && isAlive(pid); tries += 1) await pause(20)
}
