import { shortLabel, type Case, type Cases } from '../cases'
import type { Desks, Holder } from '../desks'
import type { CaseMask } from '../masking'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Registry } from '../registry'
import type { CaseId } from '../vocabulary/ids'
import type { Answer, Hit } from './answer'
import { aboutTarget, type Candidate } from './candidates.repository'
import { fewVisible, listCandidates } from './candidates.service'
import { foldText, readCaseNumber, readWords } from './fold.rules'
import { holdsAll, matchIn, type ShownText } from './hit.rules'
import { readCases, type Deps as ReadDeps, type Read } from './reading.service'
import type { SearchKey, Searcher } from './search-keys.service'
import { pairTokens, targetHash } from './tokens.service'

export type FindDeps = ReadDeps & {
  readonly cases: Cases
  readonly desks: Desks
  readonly registry: Registry
  readonly clock: Clock
}

/** Cases of one round, and how many rounds a page may take until it has enough. */
const ROUND = 24
const ROUNDS = 4
const ENOUGH = 20
/** Of those that are found by their target as a whole. */
const ABOUT = 10
/** A handler may see few of many. */
const SAME_TARGET = 200
/** Longer questions are narrowed down enough by the beginning of their words. */
const TOKENS = 48
const INSTITUTIONS = 50

export type Question = {
  readonly q: string
  /** Every version that is in use; none for who has no key. */
  readonly keys: readonly SearchKey[]
  /** Where the page before ended. */
  readonly before: number | undefined
}

const shownOf = ({ pieces }: Read, mask: CaseMask): ShownText[] =>
  pieces.flatMap(({ kind, texts }) =>
    texts.map(text => ({
      place: kind,
      text: kind === 'file' ? mask.fileName(text) : mask.text(text),
    })),
  )

const hitOf = (
  { found, title }: Read,
  mask: CaseMask | undefined,
  how: Pick<Hit, 'by' | 'excerpts' | 'score'>,
): Hit => ({
  found,
  number: shortLabel(found.year, found.serial),
  // Without its mask nothing of a case is shown.
  target: mask?.text(title?.target ?? '') ?? '',
  strict: title?.strict ?? false,
  ...how,
})

/** One answer to one person: what is asked for once, whatever is found. */
type Visit = {
  readonly tx: Tx
  readonly actor: Searcher['actor']
  readonly holders: readonly Holder[]
  /** What the person may see, when that is little. */
  readonly few: readonly CaseId[] | undefined
}

type Opened = {
  readonly reads: readonly Read[]
  readonly masksOf: (reads: readonly Read[]) => Promise<ReadonlyMap<CaseId, CaseMask>>
}

const open = async (
  deps: FindDeps,
  { tx, holders }: Visit,
  found: readonly Case[],
): Promise<Opened> => {
  const none = { reads: [], masksOf: () => Promise.resolve(new Map<CaseId, CaseMask>()) }
  if (found.length === 0) return none
  const ids = found.map(({ id }) => id)
  const keys = await deps.cases.keysOf(tx, holders, ids)
  return {
    reads: await readCases(deps, tx, found, keys),
    masksOf: reads =>
      deps.masking.masksOf(
        tx,
        reads.flatMap(({ found: { id }, contents, letters }) => {
          const key = keys.get(id)
          return key === undefined ? [] : [{ caseId: id, key, contents, letters }]
        }),
      ),
  }
}

/** Of the candidates, those that hold the words as this person may read them. */
const verify = async (
  deps: FindDeps,
  visit: Visit,
  ids: readonly CaseId[],
  words: readonly string[],
): Promise<Hit[]> => {
  const visible = await deps.cases.visibleAmong(visit.tx, visit.actor, ids)
  const { reads, masksOf } = await open(deps, visit, visible)
  const holding = reads.filter(({ pieces }) =>
    holdsAll(
      pieces.flatMap(({ texts }) => texts),
      words,
    ),
  )
  const masks = await masksOf(holding)
  return holding.flatMap(read => {
    const mask = masks.get(read.found.id)
    const match = mask && matchIn(shownOf(read, mask), words)
    return match === undefined ? [] : [hitOf(read, mask, { by: 'words', ...match })]
  })
}

const findAbout = async (
  { registry, cases }: FindDeps,
  { tx, actor }: Visit,
  q: string,
): Promise<Case[]> => {
  if (Array.from(foldText(q)).length < 2) return []
  const { items } = await registry.search(tx, { q, limit: INSTITUTIONS })
  const ids = items.map(({ id }) => id)
  return cases.findAbout(tx, actor, ids, ABOUT)
}

const findNumbered = async (
  { cases, clock }: FindDeps,
  { tx, actor }: Visit,
  q: string,
): Promise<Case[]> => {
  const number = readCaseNumber(q)
  if (number === undefined) return []
  const thisYear = Number(dayOf(clock()).slice(0, 4))
  return cases.findNumbered(tx, actor, { ...number, thisYear })
}

/** Number and public target stand in clear: they are found whether or not anybody has opened the case. */
const findInClear = async (
  deps: FindDeps,
  visit: Visit,
  { q, words }: Pick<Question, 'q'> & { readonly words: readonly string[] },
): Promise<Hit[]> => {
  const numbered = await findNumbered(deps, visit, q)
  const about = await findAbout(deps, visit, q)
  const { reads, masksOf } = await open(deps, visit, [...numbered, ...about])
  const masks = await masksOf(reads)
  return reads.map((read, at) => {
    const mask = masks.get(read.found.id)
    const excerpts = (mask && matchIn(shownOf(read, mask), words)?.excerpts) ?? []
    return at < numbered.length
      ? hitOf(read, mask, { by: 'number', excerpts, score: 2_000 })
      : hitOf(read, mask, { by: 'registry', excerpts, score: 600 })
  })
}

type Sought = { readonly words: readonly string[]; readonly keys: readonly SearchKey[] }

/** The whole name of a typed target: found however many others merely mention it. */
const findNamed = async (
  deps: FindDeps,
  visit: Visit,
  { q, keys, words }: Sought & Pick<Question, 'q'>,
): Promise<Hit[]> => {
  const candidates: Candidate[] = []
  for (const { key } of keys) {
    const target = targetHash(key, q)
    if (target !== undefined)
      candidates.push(...(await aboutTarget(visit.tx, { target, limit: SAME_TARGET })))
  }
  const visible = await deps.cases.visibleAmong(
    visit.tx,
    visit.actor,
    candidates.map(({ caseId }) => caseId),
  )
  const ids = visible.slice(0, ABOUT).map(({ id }) => id)
  return verify(deps, visit, ids, words)
}

/** A single character is no pair: it narrows what the longer words find. */
const tokensOf = ({ key }: SearchKey, words: readonly string[]): string[] => {
  const longer = words.filter(word => Array.from(word).length > 1)
  return [...new Set(longer.flatMap(word => pairTokens(key, word)))].slice(0, TOKENS)
}

type Round = Sought & { readonly before: number | undefined }

/** The newest of all versions of the key: while it is renewed, a case is under one or the other. */
const nextRound = async (
  { tx, few }: Visit,
  { keys, words, before }: Round,
): Promise<Candidate[]> => {
  const found: Candidate[] = []
  for (const key of keys) {
    const asked = { keyId: key.id, tokens: tokensOf(key, words), before, limit: ROUND }
    if (asked.tokens.length > 0) found.push(...(await listCandidates(tx, asked, few)))
  }
  return found.sort((one, other) => other.arrival - one.arrival).slice(0, ROUND)
}

const findByWords = async (
  deps: FindDeps,
  visit: Visit,
  { before: from, ...sought }: Round,
): Promise<Answer> => {
  const hits: Hit[] = []
  let before = from
  for (let round = 0; round < ROUNDS && hits.length < ENOUGH; round += 1) {
    const candidates = await nextRound(visit, { ...sought, before })
    const ids = candidates.map(({ caseId }) => caseId)
    hits.push(...(await verify(deps, visit, ids, sought.words)))
    before = candidates.at(-1)?.arrival
    if (candidates.length < ROUND) return { hits, next: undefined }
  }
  return { hits, next: before }
}

const once = (hits: readonly Hit[]): Hit[] => {
  const seen = new Set<CaseId>()
  return hits.filter(({ found: { id } }) => {
    const isNew = !seen.has(id)
    seen.add(id)
    return isNew
  })
}

/** What is found, the best first. Nothing is recorded here, and the words go no further than this. */
export const find = async (
  deps: FindDeps,
  tx: Tx,
  { actor, keys }: Searcher,
  { q, keys: searchKeys, before }: Question,
): Promise<Answer> => {
  const holders = await deps.desks.holdersOf(tx, keys)
  const visit = { tx, actor, holders, few: await fewVisible(deps, tx, actor) }
  const words = readWords(q)
  const isFirst = before === undefined
  const clear = isFirst ? await findInClear(deps, visit, { q, words }) : []
  const sought = { words, keys: searchKeys }
  const named = isFirst ? await findNamed(deps, visit, { q, ...sought }) : []
  const { hits, next } = await findByWords(deps, visit, { ...sought, before })
  const ranked = once([...clear, ...named, ...hits]).sort(
    (one, other) => other.score - one.score || other.found.arrival - one.found.arrival,
  )
  return { hits: ranked, next }
}
