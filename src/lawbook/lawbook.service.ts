import { addDays, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import { lawDataSchemas } from './law-data'
import {
  endLawEntry,
  insertLawEntries,
  listLawEntries,
  type StoredEntry,
} from './law-entries.repository'
import { type LawEntry, type LawKind, type LawPoint, type NewLawEntry } from './law-entry'
import { checkPack, isFollowed, isLawKind, isSameEntry, missingFrom } from './law-pack'
import { chooseFor } from './law.rules'
import { limitNames, type LimitName } from './limits.rules'
import { shippedLaw } from './shipped-law'

type Deps = { readonly clock: Clock }

export type Lawbook = {
  /** What holds there on that day, in the order in which lists show it. One entry a code. */
  readonly list: <K extends LawKind>(
    tx: Tx,
    kind: K,
    at: LawPoint,
  ) => Promise<readonly LawEntry<K>[]>
  readonly find: <K extends LawKind>(
    tx: Tx,
    kind: K,
    code: string,
    at: LawPoint,
  ) => Promise<LawEntry<K> | undefined>
  /** @throws not-found `law` */
  readonly get: <K extends LawKind>(
    tx: Tx,
    kind: K,
    code: string,
    at: LawPoint,
  ) => Promise<LawEntry<K>>
  /** One version of an entry, whenever it held. @throws not-found `law` */
  readonly exact: <K extends LawKind>(
    tx: Tx,
    kind: K,
    which: Pick<LawEntry, 'code' | 'place' | 'version'>,
  ) => Promise<LawEntry<K>>
  /** Every limit as a number. */
  readonly limits: (tx: Tx, at: LawPoint) => Promise<Limits>
  /** @throws refused `law.malformed`, `law.length`, `law.unit`, `law.no-source`, `law.exists`, `law.overlap` */
  readonly add: (tx: Tx, entry: NewLawEntry) => Promise<void>
  /** A pack of them: all or none. The refusal names the entry. @throws as add */
  readonly addAll: (tx: Tx, pack: readonly NewLawEntry[]) => Promise<void>
  /** Whatever was ever in the book, by kind, code, place and version. */
  readonly everything: (tx: Tx) => Promise<readonly LawEntry[]>
  /** The next version of an entry: the one that holds until then ends on the day before. @throws as add */
  readonly succeed: (tx: Tx, entry: NewLawEntry) => Promise<void>
  /** Brings the shipped entries in; those already there stay as they are. Safe to repeat. */
  readonly seed: (tx: Tx) => Promise<Seeding>
}

type Limits = Readonly<Record<LimitName, number>>
type Seeding = { readonly added: number; readonly kept: number }

/** A change made by another process is seen after this time at the latest. */
const CACHE_MILLISECONDS = 30_000

const KEPT_LISTS = 500

type Entries = ReadonlyMap<LawKind, readonly LawEntry[]>
type Book = {
  readonly entries: Entries
  /** Lists that were asked for, by kind, place and day. They go with the book. */
  readonly chosen: Map<string, readonly LawEntry[]>
}

export const createLawbook = ({ clock }: Deps): Lawbook => {
  const { read, forget } = createCache(clock)
  const numbers = new WeakMap<readonly LawEntry<'limit'>[], Limits>()

  // The book keeps every entry under its own kind.
  const ofKind = async <K extends LawKind>(tx: Tx, kind: K) =>
    ((await read(tx)).entries.get(kind) ?? []) as unknown as readonly LawEntry<K>[]

  const list = async <K extends LawKind>(tx: Tx, kind: K, at: LawPoint) => {
    const { chosen } = await read(tx)
    const question = `${kind} ${at.place} ${at.on}`
    const known = chosen.get(question) as unknown as readonly LawEntry<K>[] | undefined
    if (known !== undefined) return known
    const entries = chooseFor(await ofKind(tx, kind), at.place, at.on).sort(inOrder)
    // Places and days come from whoever asks: what a book keeps of them is bounded.
    if (chosen.size < KEPT_LISTS) chosen.set(question, entries)
    return entries
  }

  const find = async <K extends LawKind>(tx: Tx, kind: K, code: string, at: LawPoint) => {
    const entries = (await ofKind(tx, kind)).filter(entry => entry.code === code)
    return chooseFor(entries, at.place, at.on)[0]
  }

  const addAll = async (tx: Tx, pack: readonly NewLawEntry[]) => {
    checkPack(pack, await listLawEntries(tx))
    await insertLawEntries(tx, pack)
    forget()
  }

  return {
    list,
    find,
    get: async (tx, kind, code, at) => {
      const entry = await find(tx, kind, code, at)
      if (entry === undefined) throw notFound('law')
      return entry
    },
    exact: async (tx, kind, { code, place, version }) => {
      const entry = (await ofKind(tx, kind)).find(
        one => one.code === code && one.place === place && one.version === version,
      )
      if (entry === undefined) throw notFound('law')
      return entry
    },
    limits: async (tx, at) => {
      const entries = await list(tx, 'limit', at)
      const read = numbers.get(entries) ?? toLimits(entries)
      numbers.set(entries, read)
      return read
    },
    add: (tx, entry) => addAll(tx, [entry]),
    everything: async tx => [...(await read(tx)).entries.values()].flat(),
    succeed: async (tx, entry) => {
      const before = (await listLawEntries(tx)).find(other => isFollowed(other, entry))
      if (before !== undefined) await endLawEntry(tx, before, addDays(entry.validFrom, -1))
      await addAll(tx, [entry])
    },
    addAll,
    seed: async tx => {
      const seeding = await seed(tx)
      forget()
      return seeding
    },
  }
}

const createCache = (clock: Clock) => {
  let kept: { readonly book: Book; readonly at: number } | undefined
  return {
    read: async (tx: Tx): Promise<Book> => {
      const now = clock().getTime()
      if (kept !== undefined && Math.abs(now - kept.at) < CACHE_MILLISECONDS) return kept.book
      const book = { entries: bind(await listLawEntries(tx)), chosen: new Map() }
      // An empty book is a database that is not seeded yet: ask again next time.
      if (book.entries.size > 0) kept = { book, at: now }
      return book
    },
    forget: () => {
      kept = undefined
    },
  }
}

/** Kinds that this version of the programme does not know are left aside. */
const bind = (stored: readonly StoredEntry[]): Entries => {
  const book = new Map<LawKind, LawEntry[]>()
  for (const { kind, data, ...rest } of stored) {
    if (!isLawKind(kind)) continue
    const entries = book.get(kind) ?? []
    entries.push({ ...rest, kind, data: lawDataSchemas[kind].parse(data) })
    book.set(kind, entries)
  }
  return book
}

const orderOf = ({ data }: LawEntry): number => ('order' in data ? data.order : 0)

const inOrder = (one: LawEntry, other: LawEntry): number =>
  orderOf(one) - orderOf(other) || (one.code < other.code ? -1 : 1)

/** @throws not-found `law` when a limit that the code asks for is in no entry */
const toLimits = (entries: readonly LawEntry<'limit'>[]): Limits => {
  const values = new Map(entries.map(({ code, data }) => [code, data.value]))
  const pairs = limitNames.map((name): [LimitName, number] => {
    const value = values.get(name)
    if (value === undefined) throw notFound('law')
    return [name, value]
  })
  return Object.fromEntries(pairs) as Limits
}

/**
 * What an administrator has entered comes first: a shipped entry that would overlap it is left out.
 * A shipped entry that got an end since is ended, if nobody ended it before.
 */
const seed = async (tx: Tx): Promise<Seeding> => {
  const shipped = shippedLaw()
  checkPack(shipped)
  await endOutdated(tx, shipped)
  const missing = missingFrom(await listLawEntries(tx), shipped)
  await insertLawEntries(tx, missing)
  return { added: missing.length, kept: shipped.length - missing.length }
}

const endOutdated = async (tx: Tx, shipped: readonly NewLawEntry[]): Promise<void> => {
  const open = (await listLawEntries(tx)).filter(({ validTo }) => validTo === null)
  for (const entry of shipped) {
    if (entry.validTo === null || !open.some(other => isSameEntry(other, entry))) continue
    await endLawEntry(tx, entry, entry.validTo)
  }
}
