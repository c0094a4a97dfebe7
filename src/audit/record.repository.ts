import { z } from 'zod'
import type { Tx } from '../platform/db/transaction'
import type { Deed } from '../vocabulary/deeds'
import { ask, EntryRow, type LinkedRow } from './audit.repository'

export type RecordPlace = { readonly onDay: string; readonly chain: string; readonly seq: number }

/** Up to which deed of a chain; without a number, all of it. */
export type Stretch = { readonly chain: string; readonly upTo?: number }

export type RecordQuestion = {
  readonly stretches: readonly Stretch[]
  /** Both included. */
  readonly from: string
  readonly until: string
  readonly deeds?: readonly Deed[] | undefined
  readonly actorId?: string | undefined
  readonly caseIds?: readonly string[] | undefined
}

const LAST = Number.MAX_SAFE_INTEGER
const asked = `unnest(?::text[], ?::bigint[]) as c (chain, up_to)`
const arraysOf = (stretches: readonly Stretch[]) => [
  stretches.map(({ chain }) => chain),
  stretches.map(({ upTo }) => upTo ?? LAST),
]

/**
 * In each chain the entries come from an index in the order in which they are wanted, so a page costs the same
 * in a record of ten and of ten million.
 */
const listByChain = async (
  tx: Tx,
  { stretches, from, until, deeds }: RecordQuestion,
  before: RecordPlace | undefined,
  limit: number,
): Promise<unknown[]> => {
  const kinds = deeds === undefined ? '' : 'cross join unnest(?::text[]) as d (deed)'
  const text = `select e.* from ${asked} ${kinds} cross join lateral (
      select * from audit_entries a where a.chain = c.chain ${deeds === undefined ? '' : 'and a.deed = d.deed'}
        and a.seq <= c.up_to and a.on_day between ?::date and ?::date
        and (a.on_day, a.seq) < (?::date, case when c.chain < ? then ?::bigint when c.chain = ? then ?::bigint else 0::bigint end)
      order by a.on_day desc, a.seq desc limit ?
    ) as e order by e.on_day desc, e.chain desc, e.seq desc limit ?`
  const { onDay, chain, seq } = before ?? { onDay: 'infinity', chain: '', seq: 0 }
  return ask(tx, text, [
    ...arraysOf(stretches),
    ...(deeds === undefined ? [] : [deeds]),
    ...[from, until, onDay, chain, LAST, chain, seq, limit, limit],
  ])
}

const conditions = ({ from, until, deeds, actorId, caseIds }: RecordQuestion) => {
  const parts: (readonly [string, string | readonly string[]])[] = [
    ['and e.on_day >= ?::date', from],
    ['and e.on_day <= ?::date', until],
  ]
  if (deeds !== undefined) parts.push(['and e.deed = any(?::text[])', deeds])
  // An officer's deeds have a time; reporters' rows are left out of that index.
  if (actorId !== undefined) parts.push(['and e.at is not null and e.actor_id = ?::uuid', actorId])
  if (caseIds !== undefined) parts.push(['and e.case_id = any(?::uuid[])', caseIds])
  return { text: parts.map(([text]) => text).join(' '), values: parts.map(([, value]) => value) }
}

const listByWhom = async (
  tx: Tx,
  question: RecordQuestion,
  before: RecordPlace | undefined,
  limit: number,
): Promise<unknown[]> => {
  const { text, values } = conditions(question)
  const place = before === undefined ? '' : 'and (e.on_day, e.chain, e.seq) < (?::date, ?, ?)'
  return ask(
    tx,
    `select e.* from audit_entries e join ${asked} on c.chain = e.chain and e.seq <= c.up_to
     where true ${text} ${place} order by e.on_day desc, e.chain desc, e.seq desc limit ?`,
    [
      ...arraysOf(question.stretches),
      ...values,
      ...(before === undefined ? [] : [before.onDay, before.chain, before.seq]),
      limit,
    ],
  )
}

/** Newest first; within a day each chain keeps its own order. */
export const listRecord = async (
  tx: Tx,
  question: RecordQuestion,
  { before, limit }: { readonly before?: RecordPlace | undefined; readonly limit: number },
): Promise<LinkedRow[]> => {
  const { actorId, caseIds } = question
  const list = actorId === undefined && caseIds === undefined ? listByChain : listByWhom
  return EntryRow.array().parse(await list(tx, question, before, limit))
}

const CountRow = z.object({ count: z.number() })

/** How many there are, counted no further than `most`. */
export const countRecord = async (
  tx: Tx,
  question: RecordQuestion,
  most: number,
): Promise<number> => {
  const { text, values } = conditions(question)
  const [row] = await ask(
    tx,
    `select count(*) as count from (
       select 1 from audit_entries e join ${asked} on c.chain = e.chain and e.seq <= c.up_to
       where true ${text} limit ?) as found`,
    [...arraysOf(question.stretches), ...values, most],
  )
  return CountRow.parse(row).count
}

export const findEntry = async (
  tx: Tx,
  chain: string,
  seq: number,
): Promise<LinkedRow | undefined> => {
  const text = 'select * from audit_entries where chain = ? and seq = ?'
  const [row] = await ask(tx, text, [chain, seq])
  return row === undefined ? undefined : EntryRow.parse(row)
}

const TallyRow = z.object({
  actor_id: z.string().nullable(),
  month: z.string(),
  deed: z.custom<Deed>(value => typeof value === 'string'),
  count: z.number(),
})

export type Tally = {
  readonly actorId: string | null
  /** 'YYYY-MM' */
  readonly month: string
  readonly deed: Deed
  readonly count: number
}

/** Who did these deeds how often in each month. */
export const tallyRecord = async (
  tx: Tx,
  { stretches, from, until }: RecordQuestion,
  deeds: readonly Deed[],
): Promise<Tally[]> => {
  const rows = await ask(
    tx,
    `select actor_id, to_char(on_day, 'YYYY-MM') as month, deed, count(*) as count from audit_entries
     where chain = any(?::text[]) and deed = any(?::text[]) and on_day between ?::date and ?::date
     group by actor_id, month, deed`,
    [stretches.map(({ chain }) => chain), deeds, from, until],
  )
  return rows
    .map(row => TallyRow.parse(row))
    .map(({ actor_id, ...row }) => ({ ...row, actorId: actor_id }))
}
