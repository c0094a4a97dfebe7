import { EventEmitter } from 'node:events'
import { setInterval } from 'node:timers'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger, parseCronItems, run, type Runner, type WorkerEvents } from 'graphile-worker'
import type { Db } from '../db/database'
import type { Log } from '../log'
import { beat, freeJobsOfDeadWorkers, removeFailedJobs, removeHeartbeat } from './jobs.repository'

type Task = (payload: unknown) => Promise<void>

/** What a room can do later, by name, and what of it happens by the clock (UTC, cron's five fields). */
export type JobList = {
  readonly tasks: Readonly<Record<string, Task>>
  readonly cron: readonly { readonly task: string; readonly match: string }[]
}

/** The lists of several rooms as one. A task has one name and one room. */
export const joinJobs = (...lists: readonly JobList[]): JobList => ({
  tasks: Object.assign({}, ...lists.map(({ tasks }) => tasks)) as JobList['tasks'],
  cron: lists.flatMap(({ cron }) => cron),
})

type Deps = {
  /** As the application role. */
  readonly databaseUrl: string
  readonly db: Db
  readonly log: Log
  /** How often a worker shows that it lives; silent four times as long, it is dead. */
  readonly beatMs?: number
}

const BEAT_MS = 10_000
const SILENT_BEATS = 4
const POLL_MS = 5_000
const RESTART_MS = 5_000

/** Errors quote what they choked on; a job's row keeps them. It gets to know that there was one. */
const guard =
  (log: Log, name: string, task: Task): Task =>
  async payload => {
    try {
      await task(payload)
    } catch (error) {
      log.error({ err: error, task: name }, 'job failed')
      throw new Error('failed, see the log', { cause: error })
    }
  }

/** The queue's own words quote rows and errors; of a failed job `guard` has written already. */
const toLogger = (log: Log): Logger =>
  new Logger(() => (_level, _message, meta) => {
    if (meta?.['error'] !== undefined && meta['failure'] !== true)
      log.error({ err: meta['error'] }, 'job queue')
  })

const createOpen = ({ databaseUrl, log }: Deps, { tasks, cron }: JobList) => {
  const guarded = Object.entries(tasks).map(([name, task]) => [name, guard(log, name, task)])
  return async (): Promise<{ readonly runner: Runner; readonly workerId: string }> => {
    const events = new EventEmitter() as WorkerEvents
    let workerId = ''
    events.on('pool:create', ({ workerPool }) => {
      workerId = workerPool.id
    })
    const runner = await run({
      connectionString: databaseUrl,
      maxPoolSize: 4,
      concurrency: 2,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      // Without these the row of the last job is still locked after an orderly stop: only the batched ways of
      // writing its end are waited for (graphile-worker 0.17.3).
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger: toLogger(log),
      events,
      taskList: Object.fromEntries(guarded) as Record<string, Task>,
      // One row for each, whatever becomes of the last one.
      parsedCronItems: parseCronItems(
        cron.map(item => ({ ...item, options: { jobKey: item.task, maxAttempts: 1 } })),
      ),
    })
    return { runner, workerId }
  }
}

/**
 * Runs the jobs of this process until `stop`, which waits for those under way. What happens to the database
 * meanwhile stops nothing for good. Jobs of a process that was killed are taken over after some beats.
 */
export const startWorker = async (
  deps: Deps,
  jobs: JobList,
): Promise<{ readonly stop: () => Promise<void> }> => {
  const { db, log, beatMs = BEAT_MS } = deps
  const open = createOpen(deps, jobs)
  let stopping = false
  const isStopping = () => stopping
  let current = await open()

  const pulse = () =>
    db
      .inTransaction(async tx => {
        await beat(tx, current.workerId)
        await freeJobsOfDeadWorkers(tx, beatMs * SILENT_BEATS)
        await removeFailedJobs(tx)
      })
      .catch((error: unknown) => {
        if (!stopping) log.error({ err: error }, 'heartbeat failed')
      })
  await pulse()
  const timer = setInterval(() => void pulse(), beatMs)
  timer.unref()

  const ended = async () => {
    await current.runner.promise.catch((error: unknown) => {
      log.error({ err: error }, 'job queue ended')
    })
    return isStopping()
  }
  const watch = async (): Promise<void> => {
    while (!(await ended())) {
      await pause(RESTART_MS, undefined, { ref: false })
      if (isStopping()) return
      current = await open().catch((error: unknown) => {
        log.error({ err: error }, 'job queue not opened')
        return current
      })
    }
  }
  void watch()

  return {
    stop: async () => {
      stopping = true
      clearInterval(timer)
      await current.runner.stop().catch(() => undefined)
      await db.inTransaction(tx => removeHeartbeat(tx, current.workerId)).catch(() => undefined)
    },
  }
}
