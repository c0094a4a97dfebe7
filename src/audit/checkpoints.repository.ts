import { z } from 'zod'
import type { Tx } from '../platform/db/transaction'
import { ask } from './audit.repository'

/** Where a chain begins since a purge: everything up to `seq` is gone, and `hash` is the link it ended with. */
export type Checkpoint = {
  readonly chain: string
  readonly seq: number
  readonly hash: Buffer
  readonly beforeDay: string
  readonly mac: Buffer
}

const Row = z
  .object({
    chain: z.string(),
    seq: z.number(),
    hash: z.instanceof(Buffer),
    before_day: z.string(),
    mac: z.instanceof(Buffer),
  })
  .transform(({ before_day, ...row }): Checkpoint => ({ ...row, beforeDay: before_day }))

export const listCheckpoints = async (tx: Tx): Promise<Checkpoint[]> =>
  Row.array().parse(await ask(tx, 'select * from audit_checkpoints order by chain', []))

export const findCheckpoint = async (tx: Tx, chain: string): Promise<Checkpoint | undefined> => {
  const [row] = await ask(tx, 'select * from audit_checkpoints where chain = ?', [chain])
  return row === undefined ? undefined : Row.parse(row)
}

/** As the owner: the application role may only read them. */
export const saveCheckpoint = async (tx: Tx, point: Checkpoint, madeOn: string): Promise<void> => {
  await ask(
    tx,
    `insert into audit_checkpoints (chain, seq, hash, before_day, made_on, mac) values (?, ?, ?, ?, ?, ?)
     on conflict (chain) do update set seq = excluded.seq, hash = excluded.hash,
       before_day = excluded.before_day, made_on = excluded.made_on, mac = excluded.mac`,
    [point.chain, point.seq, point.hash, point.beforeDay, madeOn, point.mac],
  )
}

const LastRow = z.object({ seq: z.number(), hash: z.instanceof(Buffer) })

/** The last of the entries that all lie before the day: one that lies later, and all after it, stay. */
export const findLastBefore = async (tx: Tx, chain: string, day: string) => {
  const [row] = await ask(
    tx,
    `select seq, hash from audit_entries where chain = ? and seq < coalesce(
       (select min(seq) from audit_entries where chain = ? and on_day >= ?), 9007199254740991)
     order by seq desc limit 1`,
    [chain, chain, day],
  )
  return row === undefined ? undefined : LastRow.parse(row)
}

/** As the owner: the application role may delete nothing here. @returns how many went */
export const deleteUpTo = async (tx: Tx, chain: string, seq: number): Promise<number> => {
  const text = `with gone as (delete from audit_entries where chain = ? and seq <= ? returning 1)
    select count(*) as count from gone`
  const [row] = await ask(tx, text, [chain, seq])
  return z.object({ count: z.number() }).parse(row).count
}
