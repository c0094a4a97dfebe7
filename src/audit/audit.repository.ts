import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { Deed } from '../vocabulary/deeds'
import type { AuditRow } from './chain.rules'

export type Head = { readonly chain: string; readonly seq: number; readonly hash: Buffer }
export type LinkedRow = AuditRow & { readonly hash: Buffer }

export type CaseQuery = {
  readonly deeds?: readonly Deed[]
  readonly before?: Pick<AuditRow, 'onDay' | 'chain' | 'seq'>
  readonly limit: number
}

const HeadRow = z.object({ chain: z.string(), seq: z.number(), hash: z.instanceof(Buffer) })

export const EntryRow = z
  .object({
    chain: z.string(),
    seq: z.number(),
    at: z.date().nullable(),
    on_day: z.string(),
    actor_id: z.string().nullable(),
    // Not checked against the list: a deed that a later version no longer knows stays readable.
    deed: z.custom<Deed>(value => typeof value === 'string'),
    case_id: z.string().nullable(),
    subject: z.string().nullable(),
    ground: z.string().nullable(),
    hash: z.instanceof(Buffer),
  })
  .transform(({ on_day, actor_id, case_id, ...row }): LinkedRow => ({
    ...row,
    onDay: on_day,
    actorId: actor_id,
    caseId: case_id,
  }))

type Value = string | number | Buffer | Date | null | readonly (string | number)[]

export const ask = async (tx: Tx, text: string, values: readonly Value[]): Promise<unknown[]> => {
  // knex types the bindings of raw() without null, which pg takes as it should.
  const { rows } = await sql(tx).raw<{ rows: unknown[] }>(text, values as string[])
  return rows
}

/** Locks the head until the transaction ends; the next deed on this chain waits here. */
export const lockHead = async (tx: Tx, chain: string): Promise<Head | undefined> => {
  const text = 'select chain, seq, hash from audit_heads where chain = ? for update'
  const [head] = await ask(tx, text, [chain])
  return head === undefined ? undefined : HeadRow.parse(head)
}

/** The first deed of a chain. Two may come at once: one makes the head, the other finds it. */
export const makeHead = async (tx: Tx, head: Head): Promise<void> => {
  const text =
    'insert into audit_heads (chain, seq, hash) values (?, ?, ?) on conflict (chain) do nothing'
  await ask(tx, text, [head.chain, head.seq, head.hash])
}

/** Entries and the moved head in one statement: it is sent while the head is locked. */
export const append = async (tx: Tx, rows: readonly LinkedRow[]): Promise<void> => {
  const last = rows.at(-1)
  if (last === undefined) return
  const places = rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')
  await ask(
    tx,
    `with moved as (update audit_heads set seq = ?, hash = ? where chain = ?)
     insert into audit_entries
       (chain, seq, at, on_day, actor_id, deed, case_id, subject, ground, hash)
     values ${places}`,
    [
      ...[last.seq, last.hash, last.chain],
      ...rows.flatMap(row => [
        ...[row.chain, row.seq, row.at, row.onDay, row.actorId],
        ...[row.deed, row.caseId, row.subject, row.ground, row.hash],
      ]),
    ],
  )
}

/** The head, and the first and last entry's numbers seen in the same moment: entries beyond are no accident. */
export type ChainEnds = Head & { readonly first: number; readonly last: number }

const EndsRow = HeadRow.extend({ first: z.number(), last: z.number() })

const ends = `select h.chain, h.seq, h.hash,
  coalesce((select min(e.seq) from audit_entries e where e.chain = h.chain), 0) as first,
  coalesce((select max(e.seq) from audit_entries e where e.chain = h.chain), 0) as last
  from audit_heads h`

export const listHeads = async (tx: Tx): Promise<ChainEnds[]> =>
  EndsRow.array().parse(await ask(tx, `${ends} order by h.chain`, []))

export const findHead = async (tx: Tx, chain: string): Promise<ChainEnds | undefined> => {
  const [row] = await ask(tx, `${ends} where h.chain = ?`, [chain])
  return row === undefined ? undefined : EndsRow.parse(row)
}

const ChainRow = z.object({ chain: z.string() })

/** Chains that have entries, whether they have a head or not. One look into the index for each. */
export const listChains = async (tx: Tx): Promise<string[]> => {
  const rows = await ask(
    tx,
    `with recursive found as (
       (select chain from audit_entries order by chain limit 1)
       union all
       select (select e.chain from audit_entries e where e.chain > found.chain order by e.chain limit 1)
       from found where found.chain is not null
     ) select chain from found where chain is not null order by chain`,
    [],
  )
  return rows.map(row => ChainRow.parse(row).chain)
}

export const listEntries = async (
  tx: Tx,
  chain: string,
  after: number,
  limit: number,
): Promise<LinkedRow[]> => {
  const text = 'select * from audit_entries where chain = ? and seq > ? order by seq limit ?'
  return EntryRow.array().parse(await ask(tx, text, [chain, after, limit]))
}

/** An officer's own sign-ins, newest first. */
export const listSignIns = async (tx: Tx, actorId: string, limit: number): Promise<LinkedRow[]> => {
  const text = `select * from audit_entries where actor_id = ? and deed = 'staff.signed-in'
    order by at desc, seq desc limit ?`
  return EntryRow.array().parse(await ask(tx, text, [actorId, limit]))
}

/** Newest first. Within a day each chain keeps its own order; reporters' deeds have no time to sort by. */
export const listOfCase = async (
  tx: Tx,
  caseId: string,
  { deeds, before, limit }: CaseQuery,
): Promise<LinkedRow[]> => {
  const query = sql(tx)('audit_entries').where({ case_id: caseId })
  if (deeds !== undefined) query.whereIn('deed', [...deeds])
  if (before !== undefined)
    query.whereRaw('(on_day, chain, seq) < (?, ?, ?)', [before.onDay, before.chain, before.seq])
  const rows: unknown[] = await query
    .orderBy([
      { column: 'on_day', order: 'desc' },
      { column: 'chain', order: 'desc' },
      { column: 'seq', order: 'desc' },
    ])
    .limit(limit)
  return EntryRow.array().parse(rows)
}
