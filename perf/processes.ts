import { readdirSync, readFileSync } from 'node:fs'

// Linux counts processor time in hundredths of a second, whatever the machine.
const TICK_MS = 10

const statOf = (pid: number) => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name stands in brackets and may hold blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * TICK_MS }
}

/** A process and all that it started, and what those started. */
const familyOf = (root: number): Map<number, ReturnType<typeof statOf>> => {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const all = new Map<number, ReturnType<typeof statOf>>()
  for (const pid of pids.map(Number)) {
    try {
      all.set(pid, statOf(pid))
    } catch {
      // It ended meanwhile.
    }
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || isOurs(all.get(pid)?.parent))
  return new Map([...all].filter(([pid]) => isOurs(pid)))
}

/** Processor time that a process and those it started have used so far, in milliseconds. */
export const processorMs = (root: number): number =>
  [...familyOf(root).values()].reduce((sum, { ms }) => sum + ms, 0)

const residentOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** What a process and those it started hold in memory, but for one of them and its own. */
export const residentMb = (root: number, except: number): number => {
  const others = familyOf(except)
  const pids = [...familyOf(root).keys()].filter(pid => !others.has(pid))
  return Math.round(pids.reduce((sum, pid) => sum + residentOf(pid), 0))
}
