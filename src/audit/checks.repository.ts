import { z } from 'zod'
import type { Tx } from '../platform/db/transaction'
import { ask, type Head } from './audit.repository'
import type { Fault, FaultKind } from './fault'

export type Verified = Head & {
  readonly mac: Buffer
  readonly checkedAt: Date
  readonly fault: Fault | undefined
}

const kind = z.custom<FaultKind>(value => typeof value === 'string')

const VerifiedRow = z
  .object({
    chain: z.string(),
    seq: z.number(),
    hash: z.instanceof(Buffer),
    mac: z.instanceof(Buffer),
    checked_at: z.date(),
    fault: kind.nullable(),
    fault_seq: z.number().nullable(),
  })
  .transform(({ checked_at, fault, fault_seq, ...row }): Verified => ({
    ...row,
    checkedAt: checked_at,
    fault: fault === null ? undefined : { chain: row.chain, seq: fault_seq ?? 0, fault },
  }))

export const listVerified = async (tx: Tx): Promise<Verified[]> =>
  VerifiedRow.array().parse(await ask(tx, 'select * from audit_verified order by chain', []))

export const findVerified = async (tx: Tx, chain: string): Promise<Verified | undefined> => {
  const [row] = await ask(tx, 'select * from audit_verified where chain = ?', [chain])
  return row === undefined ? undefined : VerifiedRow.parse(row)
}

export const saveVerified = async (tx: Tx, verified: Verified): Promise<void> => {
  const { chain, seq, hash, mac, checkedAt, fault } = verified
  await ask(
    tx,
    `insert into audit_verified (chain, seq, hash, mac, checked_at, fault, fault_seq)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (chain) do update set seq = excluded.seq, hash = excluded.hash, mac = excluded.mac,
       checked_at = excluded.checked_at, fault = excluded.fault, fault_seq = excluded.fault_seq`,
    [chain, seq, hash, mac, checkedAt, fault?.fault ?? null, fault?.seq ?? null],
  )
}

/** Where a check has come to. Without a hash the chain is finished. */
type CheckPosition = {
  readonly chain: string
  readonly at: { readonly seq: number; readonly hash: Buffer; readonly mac: Buffer } | undefined
}

export type Check = {
  readonly id: string
  readonly whole: boolean
  readonly startedAt: Date
  readonly endedAt: Date | undefined
  readonly position: CheckPosition | undefined
  readonly done: number
  readonly total: number
  readonly faults: number
}

const CheckRow = z
  .object({
    id: z.string(),
    whole: z.boolean(),
    started_at: z.date(),
    ended_at: z.date().nullable(),
    chain: z.string().nullable(),
    seq: z.number().nullable(),
    hash: z.instanceof(Buffer).nullable(),
    mac: z.instanceof(Buffer).nullable(),
    done: z.number(),
    total: z.number(),
    faults: z.number(),
  })
  .transform(({ started_at, ended_at, chain, seq, hash, mac, ...row }): Check => ({
    ...row,
    startedAt: started_at,
    endedAt: ended_at ?? undefined,
    position:
      chain === null
        ? undefined
        : {
            chain,
            at: seq === null || hash === null || mac === null ? undefined : { seq, hash, mac },
          },
  }))

type NewCheck = Pick<Check, 'id' | 'whole' | 'startedAt' | 'total'> & {
  readonly askedBy: string | null
}

/** @returns false when another one is under way */
export const insertCheck = async (tx: Tx, check: NewCheck): Promise<boolean> => {
  const rows = await ask(
    tx,
    `insert into audit_checks (id, whole, asked_by, started_at, total) values (?, ?, ?, ?, ?)
     on conflict ((true)) where ended_at is null do nothing returning id`,
    [check.id, String(check.whole), check.askedBy, check.startedAt, check.total],
  )
  return rows.length > 0
}

/** Held: two workers on one check would walk the same way twice. */
export const lockCheck = async (tx: Tx, id: string): Promise<Check | undefined> => {
  const text = 'select * from audit_checks where id = ? and ended_at is null for update'
  const [row] = await ask(tx, text, [id])
  return row === undefined ? undefined : CheckRow.parse(row)
}

const cellsOf = (position: CheckPosition | undefined) => {
  const { seq = null, hash = null, mac = null } = position?.at ?? {}
  return [position?.chain ?? null, seq, hash, mac]
}

export const moveCheck = async (tx: Tx, check: Check): Promise<void> => {
  const { id, position, done, faults, endedAt = null } = check
  await ask(
    tx,
    `update audit_checks set chain = ?, seq = ?, hash = ?, mac = ?, done = ?, faults = ?, ended_at = ?
     where id = ?`,
    [...cellsOf(position), done, faults, endedAt, id],
  )
}

export const listChecks = async (tx: Tx, limit: number): Promise<Check[]> =>
  CheckRow.array().parse(
    await ask(tx, 'select * from audit_checks order by ended_at desc nulls first limit ?', [limit]),
  )

export const findLastWhole = async (tx: Tx): Promise<Check | undefined> => {
  const text = 'select * from audit_checks where whole order by started_at desc limit 1'
  const [row] = await ask(tx, text, [])
  return row === undefined ? undefined : CheckRow.parse(row)
}
