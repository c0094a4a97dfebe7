import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { lawStatuses, type NewLawEntry } from './law-entry'

const day = z.string().transform(asDay)
const LawRow = z.object({
  kind: z.string(),
  code: z.string(),
  place: z.string(),
  version: z.number(),
  valid_from: day,
  valid_to: day.nullable(),
  data: z.unknown(),
  source: z.string(),
  status: z.enum(lawStatuses),
})

/** As stored: the kind and the shape of the data are not yet checked. */
export type StoredEntry = Omit<NewLawEntry, 'kind'> & { readonly kind: string }

export const listLawEntries = async (tx: Tx): Promise<StoredEntry[]> => {
  const rows: unknown[] = await sql(tx)('law_entries').orderBy(['kind', 'code', 'place', 'version'])
  return rows.map(row => {
    const { valid_from, valid_to, ...read } = LawRow.parse(row)
    return { ...read, validFrom: valid_from, validTo: valid_to }
  })
}

/** One statement for all of them. @throws pg 23P01 when two versions would hold on one day */
export const insertLawEntries = async (tx: Tx, entries: readonly NewLawEntry[]): Promise<void> => {
  if (entries.length === 0) return
  await sql(tx)('law_entries').insert(
    entries.map(({ validFrom, validTo, data, ...rest }) => ({
      ...rest,
      valid_from: validFrom,
      valid_to: validTo,
      data: JSON.stringify(data),
    })),
  )
}

type Key = Pick<StoredEntry, 'kind' | 'code' | 'place' | 'version'>

/** Ends an entry that was open. */
export const endLawEntry = async (tx: Tx, key: Key, lastDay: string): Promise<void> => {
  const { kind, code, place, version } = key
  await sql(tx)('law_entries')
    .where({ kind, code, place, version, valid_to: null })
    .update({ valid_to: lastDay })
}
