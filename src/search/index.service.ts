import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { bucketOf } from './bucket.rules'
import { addToEntry, dropStaleEntry, findMarks, insertPairs, listLike } from './entries.repository'
import { foldText } from './fold.rules'
import { bandsOf, nearness, printOf } from './print.rules'
import { readCases, type Deps as ReadDeps } from './reading.service'
import { holdKey } from './search-keys.repository'
import type { SearchKey, SearchKeys, Searcher } from './search-keys.service'
import { markOf, pairTokens, shortTokens, targetHash, tokenOf } from './tokens.service'
import type { OpenedCase, Piece } from './words'

type Deps = Pick<ReadDeps, 'cases' | 'dialogue' | 'evidence'> & {
  readonly searchKeys: SearchKeys
}

/** How many cases with a common band are compared; more are about one target than anybody reads. */
const COMPARED = 200

export type Indexing = {
  /**
   * Makes what is in a case findable, for an officer who has just opened it. Called with every opening, and does
   * something only when there is something new. Whoever has no search key leaves it to the next who has one.
   */
  readonly note: (tx: Tx, searcher: Searcher, opened: OpenedCase) => Promise<void>
}

const textsOf = (pieces: readonly Piece[], kind: Piece['kind']): readonly string[] =>
  pieces.filter(piece => piece.kind === kind).flatMap(({ texts }) => texts)

const pieceTokens = (key: SymmetricKey, pieces: readonly Piece[]): string[] =>
  pieces.flatMap(({ texts }) => texts.flatMap(text => pairTokens(key, foldText(text))))

type Likeness = { readonly print: readonly number[]; readonly bands: readonly string[] }
const nothingAlike: Likeness = { print: [], bands: [] }

/** The fingerprint of the first account, and what other cases about the same target would share of it. */
const likenessOf = (key: SymmetricKey, pieces: readonly Piece[]): Likeness => {
  const [target = ''] = textsOf(pieces, 'target')
  const [text = ''] = textsOf(pieces, 'report')
  const print = printOf(shortTokens(pairTokens(key, foldText(text))))
  const name = foldText(target)
  if (print === undefined || name === '') return nothingAlike
  const bands = bandsOf(print).map(band => tokenOf(key, 'band', `${name} ${band}`))
  return { print, bands }
}

const seekAlike = async (
  tx: Tx,
  { found }: OpenedCase,
  { print, bands }: Likeness,
): Promise<void> => {
  if (bands.length === 0) return
  const others = await listLike(tx, { not: found.id, bands, limit: COMPARED })
  await insertPairs(
    tx,
    others.flatMap(other => {
      const percent = nearness(print, other.print)
      return percent === undefined ? [] : [{ caseId: found.id, otherId: other.case_id, percent }]
    }),
  )
}

type Fresh = { readonly pieces: readonly Piece[]; readonly marks: readonly string[] }

/** What has not been indexed yet. */
const freshOf = async (
  tx: Tx,
  { found, caseKey, keyId }: OpenedCase & { readonly keyId: SearchKey['id'] },
  pieces: readonly Piece[],
): Promise<Fresh> => {
  const known = new Set(await findMarks(tx, { caseId: found.id, keyId }))
  const fresh = pieces
    .map(piece => ({ piece, mark: markOf(caseKey, piece.kind, piece.id, ...piece.texts) }))
    .filter(({ mark }) => !known.has(mark))
  return { pieces: fresh.map(one => one.piece), marks: fresh.map(one => one.mark) }
}

const write = async (
  tx: Tx,
  { found: { id: caseId, arrival } }: OpenedCase,
  { pieces, marks }: Fresh,
  { id: keyId, key }: SearchKey,
): Promise<Likeness> => {
  const likeness = likenessOf(key, pieces)
  const [name = ''] = textsOf(pieces, 'target')
  const tokens = [bucketOf(arrival), ...pieceTokens(key, pieces), ...likeness.bands]
  await dropStaleEntry(tx, { caseId, keyId })
  await addToEntry(tx, {
    ...{ caseId, keyId, arrival, marks, print: likeness.print },
    target: targetHash(key, name),
    tokens: [...new Set(tokens)],
  })
  return likeness
}

/** Under this key: what of it has not been indexed yet. */
export const indexPieces = async (
  tx: Tx,
  opened: OpenedCase,
  pieces: readonly Piece[],
  searchKey: SearchKey,
): Promise<void> => {
  const fresh = await freshOf(tx, { ...opened, keyId: searchKey.id }, pieces)
  if (fresh.pieces.length === 0) return
  await seekAlike(tx, opened, await write(tx, opened, fresh, searchKey))
}

export const createIndexing = (deps: Deps): Indexing => ({
  note: async (tx, searcher, opened) => {
    const { found, caseKey } = opened
    if (searcher.actor.organisationId !== found.organisationId) return
    if (await deps.cases.isIndexed(tx, found.id)) return
    const searchKey = await deps.searchKeys.open(tx, searcher)
    if (searchKey === undefined || !(await holdKey(tx, searchKey.id))) return
    await deps.cases.markIndexed(tx, found.id)
    const [read] = await readCases(deps, tx, [found], new Map([[found.id, caseKey]]))
    await indexPieces(tx, opened, read?.pieces ?? [], searchKey)
  },
})
