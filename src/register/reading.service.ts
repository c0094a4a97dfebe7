import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import { isHopeless } from '../registry'
import type { Entry, Place, PublicFilter } from './entry'
import { type Draft, isPublic } from './entry.rules'
import { idsMatching, listAmong, listPublic, oldestDay } from './public.repository'
import { findEntry, readDraft } from './register.repository'

type Wish = {
  readonly filter: PublicFilter
  /** A part of an institution's name or of a number; '' for none. */
  readonly q: string
  readonly after: Place | undefined
}

type Found = {
  readonly entries: readonly Entry[]
  readonly next: Place | undefined
  /** More bear such a name than are looked at: a longer word is needed. */
  readonly tooMany: boolean
}

/** What anybody may read. Nobody is known here, and what is asked leaves no deed. */
export type Reading = {
  readonly page: (tx: Tx, wish: Wish) => Promise<Found>
  /** Published, with its text; or withdrawn, without. @throws notFound('decision') */
  readonly one: (
    tx: Tx,
    id: string,
  ) => Promise<{ readonly entry: Entry; readonly draft: Draft | undefined }>
  /** The years of which there are decisions, the newest first. */
  readonly years: (tx: Tx, now: number) => Promise<readonly number[]>
}

const PAGE = 20
const LOOKED_AT = 2000

const pageOf = (found: readonly Entry[]): Found => {
  const entries = found.slice(0, PAGE)
  const last = entries.at(-1)
  const hasMore = found.length > PAGE && last !== undefined
  return {
    entries,
    next: hasMore ? { on: last.decidedOn, id: last.id } : undefined,
    tooMany: false,
  }
}

const page: Reading['page'] = async (tx, { filter, q, after }) => {
  const limit = PAGE + 1
  if (q === '') return pageOf(await listPublic(tx, filter, { after, limit }))
  if (isHopeless(q)) return pageOf([])
  const ids = await idsMatching(tx, filter, { q, cap: LOOKED_AT + 1 })
  if (ids.length > LOOKED_AT) return { entries: [], next: undefined, tooMany: true }
  return pageOf(await listAmong(tx, ids, { after, limit }))
}

export const createReading = (): Reading => ({
  page,
  one: async (tx, id) => {
    const entry = await findEntry(tx, id)
    if (entry === undefined) throw notFound('decision')
    if (isPublic(entry)) return { entry, draft: await readDraft(tx, entry) }
    if (entry.state !== 'withdrawn') throw notFound('decision')
    return { entry, draft: undefined }
  },
  years: async (tx, now) => {
    const oldest = await oldestDay(tx)
    const first = oldest === null ? now : Number(oldest.slice(0, 4))
    return Array.from({ length: Math.max(1, now - first + 1) }, (_, back) => now - back)
  },
})
