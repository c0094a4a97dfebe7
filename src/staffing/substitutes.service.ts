import type { Accounts, StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { addDays, dayOf, type Clock, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Actor, StaffActor } from '../vocabulary/actor'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import {
  findSubstitution,
  holdPlansOf,
  holdSubstitution,
  insertSubstitution,
  listOpenIn,
  listOpenOf,
  listOver,
  markEnded,
} from './substitutes.repository'
import type { Substitution } from './substitution'

type Deps = {
  readonly accounts: Accounts
  readonly cases: Cases
  readonly desks: Desks
  readonly organisations: Organisations
  readonly lawbook: Lawbook
  readonly audit: Audit
  readonly clock: Clock
}

type Wanted = Omit<Substitution, 'organisationId'>

/** Who handles whose cases during a leave. Keys come from whoever holds them, and go when the leave ends. */
export type Substitutes = {
  readonly longest: (tx: Tx, actor: StaffActor) => Promise<number>
  readonly listOpen: (
    tx: Tx,
    actor: StaffActor,
    page: { readonly after?: string | undefined; readonly limit: number },
  ) => Promise<readonly Substitution[]>
  /**
   * How many cases still wait for their key; 0 before the first day. Counts to `most`, and only what the actor may
   * know of.
   */
  readonly waiting: (tx: Tx, actor: StaffActor, one: Substitution, most: number) => Promise<number>
  /**
   * Cases that are waiting get their key when this person holds it.
   * @throws refused('substitute.not-a-handler'), .away, .taken, .days
   */
  readonly name: (tx: Tx, actor: StaffActor, keys: StaffKeys, wanted: Wanted) => Promise<void>
  /** Gives the keys of cases that came since. How many. @throws notFound('substitute'), broken('public-key.broken') */
  readonly give: (tx: Tx, actor: StaffActor, keys: StaffKeys, id: string) => Promise<number>
  /** @throws notFound('substitute') for one of another body; one that has ended stays as it is */
  readonly end: (tx: Tx, actor: StaffActor, id: string) => Promise<void>
  /** Of somebody who leaves, whichever side they are on. */
  readonly endAllBy: (tx: Tx, actor: Actor, staffId: StaffId) => Promise<void>
  /** Those whose last day has passed. */
  readonly endOver: (tx: Tx) => Promise<void>
}

const AT_ONCE = 50

const overlaps = (one: Pick<Substitution, 'fromOn' | 'untilOn'>, other: Wanted): boolean =>
  one.fromOn <= other.untilOn && other.fromOn <= one.untilOn

/** Both handle cases of this body; nobody whose duties are kept apart from that can be named. */
const refuseUnlessHandlers = async (
  { accounts }: Deps,
  tx: Tx,
  actor: StaffActor,
  { staffId, substituteId }: Wanted,
): Promise<void> => {
  const able = (await accounts.listActive(tx, actor.organisationId, 'handler')).map(({ id }) => id)
  const both = able.includes(staffId) && able.includes(substituteId)
  if (!both || staffId === substituteId) throw refused('substitute.not-a-handler')
}

const refuseDays = (wanted: Wanted, today: Day, longest: number): void => {
  const { fromOn, untilOn } = wanted
  if (fromOn < today || untilOn < fromOn || untilOn >= addDays(fromOn, longest))
    throw refused('substitute.days', { days: longest })
}

const refuseAway = async (tx: Tx, wanted: Wanted): Promise<void> => {
  const others = (await listOpenOf(tx, wanted.substituteId)).filter(({ id }) => id !== wanted.id)
  if (others.some(one => one.staffId === wanted.substituteId && overlaps(one, wanted)))
    throw refused('substitute.away')
}

const give = async (
  { accounts, cases, desks, audit }: Deps,
  tx: Tx,
  { actor, keys, one }: { actor: StaffActor; keys: StaffKeys; one: Substitution },
): Promise<number> => {
  const { staffId: handler, substituteId: other } = one
  const viewer = actor.id
  const waiting = await cases.notShared(tx, { handler, other, viewer, limit: AT_ONCE })
  const held = await cases.keysOf(tx, await desks.holdersOf(tx, keys), waiting)
  const { publicKey } = await accounts.recipient(tx, other)
  for (const [caseId, key] of held)
    await cases.standIn(tx, caseId, key, { staffId: other, publicKey, standsInFor: handler })
  const { organisationId } = one
  const deed = { organisationId, deed: 'substitute.given', subject: other } as const
  await audit.recordMany(
    tx,
    actor,
    [...held.keys()].map(caseId => ({ ...deed, caseId })),
  )
  return held.size
}

const endOne = async (
  { cases, audit, clock }: Deps,
  tx: Tx,
  actor: Actor,
  one: Substitution,
): Promise<void> => {
  if (!(await markEnded(tx, one.id, dayOf(clock())))) return
  const { organisationId, substituteId: subject } = one
  const ended = await cases.endStandIns(tx, subject, one.staffId)
  const deed = { organisationId, deed: 'substitute.ended', subject } as const
  await audit.recordMany(tx, actor, [deed, ...ended.map(caseId => ({ ...deed, caseId }))])
}

/** @throws notFound('substitute') */
const ofOwnBody = <One extends { readonly organisationId: OrganisationId }>(
  one: One | undefined,
  actor: StaffActor,
): One => {
  if (one?.organisationId !== actor.organisationId) throw notFound('substitute')
  return one
}

export const createSubstitutes = (deps: Deps): Substitutes => {
  const { organisations, lawbook, audit, clock, cases } = deps
  const today = () => dayOf(clock())
  const longest: Substitutes['longest'] = async (tx, actor) => {
    const { regionCode } = await organisations.get(tx, actor.organisationId)
    return (await lawbook.limits(tx, { place: regionCode, on: today() }))['substitute.days']
  }

  return {
    longest,

    listOpen: async (tx, actor, { after, limit }) => {
      const last = after === undefined ? undefined : await findSubstitution(tx, after)
      return listOpenIn(tx, actor.organisationId, { after: last, limit })
    },

    waiting: async (tx, { id: viewer }, { fromOn, ...one }, limit) => {
      if (fromOn > today()) return 0
      const question = { handler: one.staffId, other: one.substituteId, viewer, limit }
      return (await cases.notShared(tx, question)).length
    },

    name: async (tx, actor, keys, wanted) => {
      await holdPlansOf(tx, wanted.staffId)
      const known = await findSubstitution(tx, wanted.id)
      // The same form sent twice.
      if (known?.staffId === wanted.staffId && known.substituteId === wanted.substituteId) return
      await refuseUnlessHandlers(deps, tx, actor, wanted)
      refuseDays(wanted, today(), await longest(tx, actor))
      await refuseAway(tx, wanted)
      const { organisationId } = actor
      const one = { ...wanted, organisationId }
      await insertSubstitution(tx, { ...one, madeBy: actor.id, madeAt: clock() })
      await audit.record(tx, actor, organisationId, {
        deed: 'substitute.named',
        subject: wanted.substituteId,
        ground: `${wanted.staffId} ${wanted.fromOn} ${wanted.untilOn}`,
      })
      if (one.fromOn <= today()) await give(deps, tx, { actor, keys, one })
    },

    give: async (tx, actor, keys, id) => {
      const one = ofOwnBody(await holdSubstitution(tx, id), actor)
      return one.fromOn > today() ? 0 : give(deps, tx, { actor, keys, one })
    },

    end: async (tx, actor, id) => {
      ofOwnBody(await findSubstitution(tx, id), actor)
      const one = await holdSubstitution(tx, id)
      if (one !== undefined) await endOne(deps, tx, actor, one)
    },

    endAllBy: async (tx, actor, staffId) => {
      for (const one of await listOpenOf(tx, staffId)) await endOne(deps, tx, actor, one)
    },

    endOver: async tx => {
      for (const one of await listOver(tx, today())) await endOne(deps, tx, { side: 'system' }, one)
    },
  }
}
