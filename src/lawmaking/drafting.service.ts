import type { Audit } from '../audit'
import type { Lawbook, LawEntry } from '../lawbook'
import { addDays, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { DraftWish, LawDraft } from './draft'
import {
  findDraft,
  findOpenOf,
  insertDraft,
  listOpenOfCode,
  setState,
  updateDraft,
} from './drafts.repository'
import { shapeOf } from './shapes.service'

export type Deps = { readonly lawbook: Lawbook; readonly audit: Audit; readonly clock: Clock }
type Which = Pick<LawEntry, 'kind' | 'code' | 'place' | 'version'>

/** Why a wish cannot be kept as it is: whoever typed it can do something about it. */
export type Obstacle = 'code-taken' | 'code-drafted' | 'moved-on'

export type Drafting = {
  /** @throws notFound('law') */
  readonly entry: (tx: Tx, which: Omit<Which, 'kind'> & { kind: string }) => Promise<LawEntry>
  /** @param base the entry that it is begun from; none for a new one, whose code nobody may have or be about to have */
  readonly obstacle: (
    tx: Tx,
    actor: StaffActor,
    wish: DraftWish,
    base: Which | undefined,
  ) => Promise<Obstacle | undefined>
  /**
   * A draft takes the place of another draft of the entry; sent again with other words it is amended.
   * @param base the entry that it was begun from; none for a new one
   * @throws refused('law-draft.open')
   */
  readonly draft: (
    tx: Tx,
    actor: StaffActor,
    wish: DraftWish,
    base: Which | undefined,
  ) => Promise<void>
}

type Done = Pick<LawDraft, 'id' | 'kind' | 'code'>
type Deed = 'drafted' | 'proposed' | 'withdrawn' | 'approved' | 'refused'

export const record = (
  audit: Audit,
  tx: Tx,
  actor: StaffActor,
  { id, kind, code, deed }: Done & { readonly deed: Deed },
): Promise<void> =>
  audit.record(tx, actor, actor.organisationId, {
    ...{ deed: `law.${deed}` as const, subject: id, ground: `${kind} ${code}` },
  })

/** What there is to begin from. */
const createReading = ({ lawbook }: Pick<Deps, 'lawbook'>) => {
  const entry: Drafting['entry'] = async (tx, which) => {
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

const typed = ['kind', 'code', 'place', 'validFrom', 'words', 'source', 'status'] as const

/** The same form sent twice says the same. */
const saysSame = (draft: LawDraft, wish: DraftWish): boolean =>
  typed.every(name => draft[name] === wish[name])

const mayAmend = ({ state, madeBy }: LawDraft, actor: StaffActor): boolean =>
  state === 'draft' && madeBy === actor.id

/** One that this wish would take the place of is in nobody's way. */
const isInTheWay = (open: LawDraft, wish: DraftWish, actor: StaffActor): boolean =>
  open.id !== wish.id && !(mayAmend(open, actor) && open.place === wish.place)

const createObstacle =
  ({ lawbook }: Deps): Drafting['obstacle'] =>
  async (tx, actor, wish, base) => {
    const known = await findDraft(tx, wish.id)
    if (known !== undefined && saysSame(known, wish)) return undefined
    if (known !== undefined && !mayAmend(known, actor)) return 'moved-on'
    if (base !== undefined) return undefined
    const isOfCode = ({ kind, code }: LawEntry) => kind === wish.kind && code === wish.code
    if ((await lawbook.everything(tx)).some(isOfCode)) return 'code-taken'
    const others = await listOpenOfCode(tx, wish)
    return others.some(one => isInTheWay(one, wish, actor)) ? 'code-drafted' : undefined
  }

/** @throws refused('law-draft.open') */
const makeRoom = async (tx: Tx, wish: DraftWish): Promise<void> => {
  const open = await findOpenOf(tx, wish)
  if (open === undefined || open.id === wish.id) return
  if (open.state !== 'draft') throw refused('law-draft.open')
  await setState(tx, open.id, 'withdrawn')
}

export const createDrafting = (deps: Deps): Drafting => {
  const { entry, wordsBefore, nextVersion } = createReading(deps)
  return {
    entry,
    obstacle: createObstacle(deps),
    draft: async (tx, actor, wish, base) => {
      if (shapeOf(wish.kind) === undefined) throw notFound('law')
      const known = await findDraft(tx, wish.id, 'wait')
      if (known !== undefined && saysSame(known, wish)) return
      await makeRoom(tx, wish)
      const beforeWords = await wordsBefore(tx, wish, base)
      const version = await nextVersion(tx, wish)
      const made = { ...wish, version, beforeWords, madeBy: actor.id, madeAt: deps.clock() }
      const isKept = known === undefined ? insertDraft(tx, made) : updateDraft(tx, made)
      if (!(await isKept)) throw refused('law-draft.open')
      await record(deps.audit, tx, actor, { ...wish, deed: 'drafted' })
    },
  }
}
