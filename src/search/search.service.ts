import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Session, Sessions } from '../sessions'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Answer, Reach } from './answer'
import { createQuestions } from './asked.service'
import { deleteEntry } from './entries.repository'
import { find, type FindDeps } from './find.service'
import { createIndexing, type Indexing } from './index.service'
import { createRelated, type Related } from './related.service'
import { createSearchRenewal, type SearchRenewal } from './renewal.service'
import { createSearchKeys, type SearchKeys, type Searcher } from './search-keys.service'

type Deps = FindDeps & {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly organisations: Organisations
  readonly lawbook: Lawbook
  readonly installation: Installation
  readonly random: Random
  readonly sessions: Sessions
  readonly clock: Clock
}

type Asked = { readonly q: string; readonly before: number | undefined }

export type Search = Indexing &
  Related & {
    readonly limit: (tx: Tx, actor: StaffActor) => Promise<number>
    /** Keeps the question in the session and records that something was asked, never what. */
    readonly ask: (tx: Tx, actor: StaffActor, session: Session, q: string) => Promise<string>
    readonly asked: (session: Session, id: string) => string | undefined
    readonly reach: (tx: Tx, searcher: Searcher) => Promise<Reach>
    /** One page of what is found; whose excerpt is shown is recorded, as a reading of that case. */
    readonly answer: (tx: Tx, searcher: Searcher, asked: Asked) => Promise<Answer & Reach>
    /** Hands the search key to who should have it and has not; nothing for who has none himself. */
    readonly handOn: (tx: Tx, searcher: Searcher) => Promise<void>
    /** The case is erased: nothing of it is found or compared any more. */
    readonly forget: (tx: Tx, caseId: CaseId) => Promise<void>
    /** Somebody who leaves holds the search key no more. */
    readonly release: (tx: Tx, staffId: StaffId) => Promise<void>
    readonly renewal: SearchRenewal
  }

/** Counting stops there: «1,000 and more». */
export const UNINDEXED_CAP = 1_000

const recordExcerpts = async (
  { audit }: Deps,
  tx: Tx,
  { actor }: Searcher,
  { hits }: Answer,
): Promise<void> => {
  const read = hits.filter(({ excerpts }) => excerpts.some(({ place }) => place !== 'target'))
  if (read.length === 0) return
  const { organisationId } = actor
  await audit.recordMany(
    tx,
    actor,
    read.map(({ found }) => ({ organisationId, deed: 'case.excerpt-viewed', caseId: found.id })),
  )
}

const reachWith = async (
  { cases }: Deps,
  tx: Tx,
  { actor }: Searcher,
  keys: Awaited<ReturnType<SearchKeys['openAll']>>,
): Promise<Reach> => ({
  hasKey: keys.length > 0,
  unindexed: await cases.countUnindexed(tx, actor, UNINDEXED_CAP),
})

export const createSearch = (deps: Deps): Search => {
  const searchKeys = createSearchKeys(deps)
  const questions = createQuestions(deps)
  return {
    ...createIndexing({ ...deps, searchKeys }),
    ...createRelated(deps),

    limit: async (tx, actor) => {
      const { regionCode } = await deps.organisations.get(tx, actor.organisationId)
      const at = { place: regionCode, on: dayOf(deps.clock()) }
      return (await deps.lawbook.limits(tx, at))['search.text']
    },

    ask: async (tx, actor, session, q) => {
      const id = await questions.keep(tx, session, q)
      await deps.audit.record(tx, actor, actor.organisationId, { deed: 'search.asked' })
      return id
    },
    asked: questions.find,

    reach: async (tx, searcher) =>
      reachWith(deps, tx, searcher, await searchKeys.openAll(tx, searcher)),

    answer: async (tx, searcher, { q, before }) => {
      const keys = await searchKeys.openAll(tx, searcher)
      const answer = await find(deps, tx, searcher, { q, before, keys })
      const reach = await reachWith(deps, tx, searcher, keys)
      await recordExcerpts(deps, tx, searcher, answer)
      return { ...answer, ...reach }
    },

    handOn: async (tx, searcher) => {
      await searchKeys.openAll(tx, searcher)
    },
    forget: deleteEntry,
    release: searchKeys.release,
    renewal: createSearchRenewal({ ...deps, searchKeys }),
  }
}
