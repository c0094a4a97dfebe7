import { sql } from '../db/sql'
import type { Tx } from '../db/transaction'

export type Job = {
  readonly task: string
  /** Ids only. */
  readonly payload: Readonly<Record<string, string>>
  /** A job with this key that is still there is left as it is. */
  readonly key: string
}

const TRIES = 5

/**
 * Joins the caller's transaction: rolled back, there is no job. Its row carries the time to the microsecond,
 * so it is never added by what a reporter's request does.
 */
export const addJob = async (tx: Tx, { task, payload, key }: Job): Promise<void> => {
  await sql(tx).raw(
    `SELECT FROM graphile_worker.add_job(identifier => ?::text, payload => ?::json, job_key => ?::text,
       max_attempts => ?::int, job_key_mode => 'unsafe_dedupe')`,
    [task, JSON.stringify(payload), key, TRIES],
  )
}

export const beat = async (tx: Tx, workerId: string): Promise<void> => {
  await sql(tx).raw(
    `INSERT INTO worker_heartbeats (worker_id, seen_at) VALUES (?, now())
     ON CONFLICT (worker_id) DO UPDATE SET seen_at = now()`,
    [workerId],
  )
}

export const removeHeartbeat = async (tx: Tx, workerId: string): Promise<void> => {
  await sql(tx)('worker_heartbeats').where({ worker_id: workerId }).delete()
}

/** Jobs in the hands of a worker that has shown no life so long are free again. */
export const freeJobsOfDeadWorkers = async (tx: Tx, silentMs: number): Promise<void> => {
  await sql(tx).raw(
    `DELETE FROM worker_heartbeats WHERE seen_at < now() - ? * interval '1 millisecond'`,
    [silentMs],
  )
  await sql(tx).raw(
    `SELECT graphile_worker.force_unlock_workers(dead) FROM (
       SELECT array_agg(DISTINCT locked_by) AS dead FROM graphile_worker._private_jobs AS job
       WHERE locked_at < now() - ? * interval '1 millisecond'
         AND NOT EXISTS (SELECT 1 FROM worker_heartbeats WHERE worker_id = job.locked_by)
     ) AS found WHERE dead IS NOT NULL`,
    [silentMs],
  )
}

/** Finished jobs are deleted by the queue; those that failed for good an hour ago, here. */
export const removeFailedJobs = async (tx: Tx): Promise<void> => {
  await sql(tx).raw(
    `DELETE FROM graphile_worker._private_jobs
     WHERE attempts >= max_attempts AND locked_at IS NULL AND run_at < now() - interval '1 hour'`,
  )
}
