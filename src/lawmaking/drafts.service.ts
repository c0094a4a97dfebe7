import type { LawEntry } from '../lawbook'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { LawDraftId } from '../vocabulary/ids'
import type { Decision, DraftState, LawDraft } from './draft'
import { createDrafting, record, type Deps, type Drafting } from './drafting.service'
import { findDraft, listOpen, listRefusedOf, setState } from './drafts.repository'
import { shapeOf } from './shapes.service'
import { stateWords } from './words'

export type LawDrafts = Drafting & {
  /** Whatever is in the book, newest versions first within an entry. */
  readonly entries: (tx: Tx) => Promise<readonly LawEntry[]>
  readonly open: (tx: Tx) => Promise<LawDraft[]>
  /** Of this person, and not written anew since: to be read with why. */
  readonly refused: (tx: Tx, actor: StaffActor) => Promise<LawDraft[]>
  /** @throws notFound('law-draft') */
  readonly find: (tx: Tx, id: LawDraftId) => Promise<LawDraft>
  /** @throws refused('law-draft.faulty'), refused('law-draft.late'), refused('law-draft.moved-on') */
  readonly propose: (tx: Tx, actor: StaffActor, id: LawDraftId) => Promise<void>
  readonly withdraw: (tx: Tx, actor: StaffActor, id: LawDraftId) => Promise<void>
  /** By somebody else than who wrote it: from its day on it is law. @throws refused('law-draft.same-person') */
  readonly decide: (tx: Tx, actor: StaffActor, id: LawDraftId, decision: Decision) => Promise<void>
}

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
  const { lawbook, clock, audit } = deps

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
      await record(audit, tx, actor, { ...draft, deed: 'proposed' })
    },
    withdraw: async (tx, actor, id) => {
      const isDone = ({ state }: LawDraft) => state === 'withdrawn'
      const draft = await hold(tx, id, { from: ['draft', 'proposed'], isDone })
      if (draft === undefined) return
      await setState(tx, id, 'withdrawn')
      await record(audit, tx, actor, { ...draft, deed: 'withdrawn' })
    },
    decide: async (tx, actor, id, wish) => {
      const { decision } = wish
      const why = wish.decision === 'refused' ? wish.why : null
      const isDone = ({ state, decidedBy }: LawDraft) =>
        decidedBy === actor.id && state === decision
      const draft = await hold(tx, id, { from: ['proposed'], isDone })
      if (draft === undefined) return
      if (draft.madeBy === actor.id) throw refused('law-draft.same-person')
      await setState(tx, id, decision, { by: actor.id, at: clock(), why })
      if (decision === 'approved') {
        const { kind, code, place, version, validFrom, source, status } = draft
        const data = dataOf(draft)
        const entry = { code, place, version, validFrom, validTo: null, source, data }
        await lawbook.succeed(tx, { ...entry, kind: kind as LawEntry['kind'], status })
      }
      await record(audit, tx, actor, { ...draft, deed: decision })
    },
  }
}

export const createLawDrafts = (deps: Deps): LawDrafts => ({
  ...createDeciding(deps),
  ...createDrafting(deps),
  entries: deps.lawbook.everything,
  open: listOpen,
  refused: (tx, { id }) => listRefusedOf(tx, id),
  find: async (tx, id) => {
    const draft = await findDraft(tx, id)
    if (draft === undefined) throw notFound('law-draft')
    return draft
  },
})
