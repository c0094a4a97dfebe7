import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ReadEnd, ReadLimits, ReadRow } from './table.rules'

const isSource = path.extname(__filename) === '.ts'
const program = path.join(__dirname, `reading-program${path.extname(__filename)}`)
// From sources (tests, development) the thread has to understand TypeScript as well.
const loader = isSource ? ['--require', 'tsx/cjs'] : []

/** The strings of the largest sheet that is taken, and room to read them. */
const MEGABYTES = 640

type Said = { readonly rows?: readonly ReadRow[]; readonly end?: ReadEnd }

const open = (bytes: Uint8Array, limits: ReadLimits): Worker =>
  new Worker(program, {
    ...{ execArgv: loader, env: {} },
    workerData: { bytes, limits },
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  })

/**
 * Reads a sheet in a thread of its own; `take` gets its rows in order, the line of headers first, and is waited
 * for. A thread that takes too long or too much memory is ended. What `take` throws ends the reading.
 */
export const readTable = async (
  bytes: Uint8Array,
  limits: ReadLimits,
  take: (rows: readonly ReadRow[]) => Promise<void> | void,
): Promise<ReadEnd> => {
  const worker = open(bytes, limits)
  const state: { timer?: NodeJS.Timeout } = {}
  try {
    return await new Promise<ReadEnd>((resolve, reject) => {
      state.timer = setTimeout(() => {
        resolve({ ok: false, trouble: 'time' })
      }, limits.milliseconds)
      worker.on('message', ({ rows, end }: Said) => {
        if (end !== undefined) resolve(end)
        if (rows === undefined) return
        const taken = async () => take(rows)
        taken().then(() => {
          // The clock runs for the reading, not for whoever stores what was read.
          state.timer?.refresh()
          worker.postMessage('more')
        }, reject)
      })
      worker.once('error', () => {
        resolve({ ok: false, trouble: 'packed' })
      })
      worker.once('exit', () => {
        resolve({ ok: false, trouble: 'broken' })
      })
    })
  } finally {
    clearTimeout(state.timer)
    await worker.terminate()
  }
}
