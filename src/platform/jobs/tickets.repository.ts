import { z } from 'zod'
import { sql } from '../db/sql'
import type { Tx } from '../db/transaction'

const Worker = z.object({
  id: z.string(),
  public_key: z.instanceof(Buffer),
  public_key_mac: z.instanceof(Buffer),
})
export type WorkerKey = z.output<typeof Worker>

export const announceKey = async (tx: Tx, key: WorkerKey, at: Date): Promise<void> => {
  await sql(tx)('worker_keys')
    .insert({ ...key, seen_at: at })
    .onConflict('id')
    .merge(['seen_at'])
}

export const liveKeys = async (tx: Tx, since: Date): Promise<WorkerKey[]> => {
  const rows: unknown[] = await sql(tx)('worker_keys').where('seen_at', '>=', since)
  return rows.map(row => Worker.parse(row))
}

export const dropSilentKeys = async (tx: Tx, before: Date): Promise<void> => {
  await sql(tx)('worker_keys').where('seen_at', '<', before).delete()
}

export const putTickets = async (
  tx: Tx,
  tickets: readonly {
    readonly job: string
    readonly worker_id: string
    readonly sealed: Buffer
    readonly made_at: Date
  }[],
): Promise<void> => {
  await sql(tx)('job_tickets').insert(tickets).onConflict(['job', 'worker_id']).merge()
}

const Sealed = z.object({ sealed: z.instanceof(Buffer) })

export const findTicket = async (
  tx: Tx,
  job: string,
  worker: string,
  since: Date,
): Promise<Buffer | undefined> => {
  const row: unknown = await sql(tx)('job_tickets')
    .where({ job, worker_id: worker })
    .where('made_at', '>=', since)
    .first('sealed')
  return row === undefined ? undefined : Sealed.parse(row).sealed
}

export const hasTicketAmong = async (
  tx: Tx,
  job: string,
  workers: readonly string[],
): Promise<boolean> =>
  (await sql(tx)('job_tickets').where({ job }).whereIn('worker_id', workers).first('job')) !==
  undefined

export const dropTickets = async (tx: Tx, job: string): Promise<void> => {
  await sql(tx)('job_tickets').where({ job }).delete()
}

export const dropOldTickets = async (tx: Tx, before: Date): Promise<void> => {
  await sql(tx)('job_tickets').where('made_at', '<', before).delete()
}
