import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Log } from '../platform/log'
import type { Entrances } from './entrances'

type Deps = {
  readonly processes: number
  /** As the application role; told to each process by message, so that it stands in no environment. */
  readonly databaseUrl: string
  readonly log: Log
}

const Report = z.union([
  z.object({ asks: z.literal(true) }),
  z.object({ ready: z.literal(true) }),
  z.object({ failed: z.array(z.string()) }),
])

const PATIENCE_MS = 15_000
const RESTART_MS = 1_000

/** Resolves when it listens. @throws Error with the sentences that the process gave */
const untilReady = (worker: Worker, databaseUrl: string): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.on('message', (message: unknown) => {
      const report = Report.parse(message)
      if ('asks' in report) worker.send({ databaseUrl })
      else if ('ready' in report) resolve()
      else reject(new Error(report.failed.join('\n')))
    })
    worker.once('exit', () => {
      reject(new Error('一个服务进程没有起来，原因见上。'))
    })
  })

const end = async (worker: Worker): Promise<void> => {
  if (worker.isDead()) return
  const gone = once(worker, 'exit')
  worker.process.kill('SIGTERM')
  const patience = setTimeout(() => worker.process.kill('SIGKILL'), PATIENCE_MS)
  await gone
  clearTimeout(patience)
}

/**
 * The entrances in processes of their own, which share the ports: one process is one core. A process that dies
 * is replaced; when this one dies, they end by themselves (node:cluster).
 */
export const openListeners = async ({ processes, databaseUrl, log }: Deps): Promise<Entrances> => {
  const workers = new Set<Worker>()
  const state = { ending: false }
  const isEnding = () => state.ending
  cluster.setupPrimary({ exec: path.join(__dirname, '..', `listener${path.extname(__filename)}`) })

  const begin = async (): Promise<void> => {
    const worker = cluster.fork()
    workers.add(worker)
    await untilReady(worker, databaseUrl)
    worker.once('exit', (code, signal) => {
      workers.delete(worker)
      if (state.ending) return
      log.error({ code, signal }, 'a listening process died')
      void revive()
    })
  }

  const revive = async (): Promise<void> => {
    for (;;) {
      await pause(RESTART_MS, undefined, { ref: false })
      if (isEnding()) return
      try {
        await begin()
        return
      } catch (error) {
        log.error({ err: error }, 'a listening process did not start')
      }
    }
  }

  const close = async () => {
    state.ending = true
    await Promise.all([...workers].map(end))
  }
  try {
    await Promise.all(Array.from({ length: processes }, begin))
  } catch (error) {
    await close()
    throw error
  }
  return { close }
}
