import type { Audit } from '../audit'
import type { Lawbook, LawEntry } from '../lawbook'
import { addDays, dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { LawDraftId } from '../vocabulary/ids'
import type { Decision, DraftState, DraftWish, LawDraft } from './draft'
import { findDraft, findOpenOf, insertDraft, listOpen, setState } from './drafts.repository'
import { shapeOf } from './shapes.service'
import { stateWords } from './words'

type Deps = { readonly lawbook: Lawbook; readonly audit: Audit; readonly clock: Clock }
type Which = Pick<LawEntry, 'kind' | 'code' | 'place' | 'version'>

export type LawDrafts = {
  /** Whatever is in the book, newest versions first within an entry. */
  readonly entries: (tx: Tx) => Promise<readonly LawEntry[]>
  /** @throws notFound('law') */
  readonly entry: (tx: Tx, which: Omit<Which, 'kind'> & { kind: string }) => Promise<LawEntry>
  readonly open: (tx: Tx) => Promise<LawDraft[]>
  /** @throws notFound('law-draft') */
  readonly find: (tx: Tx, id: LawDraftId) => Promise<LawDraft>
  /** Whether an entry of this kind has this code already, wherever it holds. */
  readonly isTaken: (tx: Tx, wish: Pick<DraftWish, 'id' | 'kind' | 'code'>) => Promise<boolean>
  /**
   * A draft takes the place of another draft of the entry.
   * @param base the entry that it was begun from; none for a new one
   * @throws refused('law-draft.open')
   */
  readonly draft: (
    tx: Tx,
    actor: StaffActor,
    wish: DraftWish,
    base: Which | undefined,
  ) => Promise<void>
  /** @throws refused('law-draft.faulty'), refused('law-draft.late'), refused('law-draft.moved-on') */
  readonly propose: (tx: Tx, actor: StaffActor, id: LawDraftId) => Promise<void>
  readonly withdraw: (tx: Tx, actor: StaffActor, id: LawDraftId) => Promise<void>
  /** By somebody else than who wrote it: from its day on it is law. @throws refused('law-draft.same-person') */
  readonly decide: (tx: Tx, actor: StaffActor, id: LawDraftId, decision: Decision) => Promise<void>
}

type Done = Pick<LawDraft, 'id' | 'kind' | 'code'>
type Deed = 'drafted' | 'proposed' | 'withdrawn' | Decision

const record = (
  { audit }: Deps,
  tx: Tx,
  actor: StaffActor,
  { id, kind, code, deed }: Done & { readonly deed: Deed },
): Promise<void> =>
  audit.record(tx, actor, actor.organisationId, {
    ...{ deed: `law.${deed}` as const, subject: id, ground: `${kind} ${code}` },
  })

/** Held, and still in one of these states; the same deed sent twice is no fault: undefined. */
const hold = async (
  tx: Tx,
  id: LawDraftId,
  { from, isDone }: { from: readonly DraftState[]; isDone: (draft: LawDraft) => boolean },
): Promise<LawDraft | undefined> => {
  const draft = await findDraft(tx, id, 'wait')
  if (draft === undefined) throw notFound('law-draft')
  if (from.includes(draft.state)) return draft
  if (isDone(draft)) return undefined
  throw refused('law-draft.moved-on', { state: stateWords[draft.state] })
}

const createDeciding = (deps: Deps): Pick<LawDrafts, 'propose' | 'withdraw' | 'decide'> => {
  const { lawbook, clock } = deps

  /** Its data, if it may become law. */
  const dataOf = ({ kind, words, validFrom }: LawDraft): unknown => {
    const read = shapeOf(kind)?.read(words)
    const [fault] = read?.faults ?? []
    if (fault !== undefined) throw refused('law-draft.faulty', { fault })
    if (validFrom <= dayOf(clock())) throw refused('law-draft.late')
    return read?.data
  }

  return {
    propose: async (tx, actor, id) => {
      const isDone = ({ state }: LawDraft) => state === 'proposed'
      const draft = await hold(tx, id, { from: ['draft'], isDone })
      if (draft === undefined) return
      dataOf(draft)
      await setState(tx, id, 'proposed')
      await record(deps, tx, actor, { ...draft, deed: 'proposed' })
    },
    withdraw: async (tx, actor, id) => {
      const isDone = ({ state }: LawDraft) => state === 'withdrawn'
      const draft = await hold(tx, id, { from: ['draft', 'proposed'], isDone })
      if (draft === undefined) return
      await setState(tx, id, 'withdrawn')
      await record(deps, tx, actor, { ...draft, deed: 'withdrawn' })
    },
    decide: async (tx, actor, id, decision) => {
      const isDone = ({ state, decidedBy }: LawDraft) =>
        decidedBy === actor.id && state === decision
      const draft = await hold(tx, id, { from: ['proposed'], isDone })
      if (draft === undefined) return
      if (draft.madeBy === actor.id) throw refused('law-draft.same-person')
      await setState(tx, id, decision, { by: actor.id, at: clock() })
      if (decision === 'approved') {
        const { kind, code, place, version, validFrom, source, status } = draft
        const data = dataOf(draft)
        const entry = { code, place, version, validFrom, validTo: null, source, data }
        await lawbook.succeed(tx, { ...entry, kind: kind as LawEntry['kind'], status })
      }
      await record(deps, tx, actor, { ...draft, deed: decision })
    },
  }
}

/** What there is to begin from. */
const createReading = ({ lawbook }: Pick<Deps, 'lawbook'>) => {
  const entry: LawDrafts['entry'] = async (tx, which) => {
    const found = (await lawbook.everything(tx)).find(
      one =>
        one.kind === which.kind &&
        one.code === which.code &&
        one.place === which.place &&
        one.version === which.version,
    )
    if (found === undefined) throw notFound('law')
    return found
  }

  /** What holds until a new one begins, in its words. */
  const wordsUntil = async (tx: Tx, { kind, place, validFrom }: DraftWish): Promise<string> => {
    const at = { place, on: addDays(validFrom, -1) }
    const shape = shapeOf(kind)
    const before = shape?.until?.(await lawbook.list(tx, kind as LawEntry['kind'], at))
    return before === undefined ? '' : (shape?.toWords(before.data) ?? '')
  }

  return {
    entry,
    /** What it is compared with; '' where there is nothing. */
    wordsBefore: async (tx: Tx, wish: DraftWish, base: Which | undefined): Promise<string> =>
      base === undefined
        ? wordsUntil(tx, wish)
        : (shapeOf(wish.kind)?.toWords((await entry(tx, base)).data) ?? ''),
    nextVersion: async (tx: Tx, wish: DraftWish): Promise<number> => {
      const versions = (await lawbook.everything(tx))
        .filter(({ kind, code, place }) =>
          [kind === wish.kind, code === wish.code, place === wish.place].every(Boolean),
        )
        .map(({ version }) => version)
      return Math.max(0, ...versions) + 1
    },
  }
}

export const createLawDrafts = (deps: Deps): LawDrafts => {
  const { lawbook, clock } = deps
  const { entry, wordsBefore, nextVersion } = createReading(deps)

  return {
    ...createDeciding(deps),
    entries: lawbook.everything,
    entry,
    isTaken: async (tx, { id, kind, code }) => {
      // The same form sent twice.
      if ((await findDraft(tx, id)) !== undefined) return false
      return (await lawbook.everything(tx)).some(one => one.kind === kind && one.code === code)
    },
    open: listOpen,
    find: async (tx, id) => {
      const draft = await findDraft(tx, id)
      if (draft === undefined) throw notFound('law-draft')
      return draft
    },
    draft: async (tx, actor, wish, base) => {
      if (shapeOf(wish.kind) === undefined) throw notFound('law')
      // The same form sent twice.
      if ((await findDraft(tx, wish.id)) !== undefined) return
      const open = await findOpenOf(tx, wish)
      if (open !== undefined && open.state !== 'draft') throw refused('law-draft.open')
      if (open !== undefined) await setState(tx, open.id, 'withdrawn')
      const beforeWords = await wordsBefore(tx, wish, base)
      const version = await nextVersion(tx, wish)
      const made = { ...wish, version, beforeWords, madeBy: actor.id, madeAt: clock() }
      if (!(await insertDraft(tx, made))) throw refused('law-draft.open')
      await record(deps, tx, actor, { ...wish, deed: 'drafted' })
    },
  }
}
