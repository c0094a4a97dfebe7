import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import type { Tree } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { Sessions } from '../sessions'
import type { StaffActor } from '../vocabulary/actor'
import type { FactorResetId, StaffId } from '../vocabulary/ids'
import { findKeys, openFactorReset } from './credentials.repository'
import type { FactorReset } from './factor-reset'
import {
  countWaiting,
  expireResets,
  findOpenReset,
  findReset,
  holdReset,
  insertReset,
  listResets,
  saveAnswer,
  type Place,
} from './factor-resets.repository'
import type { Passkeys } from './passkeys.service'
import type { RecoveryCodes } from './recovery-codes.service'
import { findStaff } from './staff.repository'

type Deps = {
  readonly audit: Audit
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly sessions: Sessions
  readonly tree: Pick<Tree, 'within'>
  readonly recoveryCodes: RecoveryCodes
  readonly passkeys: Pick<Passkeys, 'end'>
}

/** Why nothing was done; recorded, so the caller's transaction must be allowed to commit. */
type Denied =
  | 'factor-reset.own'
  | 'factor-reset.same-person'
  | 'factor-reset.not-yours'
  | 'factor-reset.answered'
  | 'factor-reset.expired'
  | 'factor-reset.no-keys'
type Outcome = { readonly kind: 'done' } | { readonly kind: 'denied'; readonly code: Denied }

type Wanted = { readonly staffId: StaffId; readonly ground: string }

/**
 * A second factor that is lost: one administrator asks, another approves, neither is the person. Password and key
 * pair stay; app, passkeys and recovery codes count no longer, the sessions end, and the person enrols a new
 * app after the password, within a day.
 */
export type FactorResets = {
  /**
   * Asking again while the request waits changes nothing. undefined: nobody of the actor's own body or of those
   * below it.
   */
  readonly ask: (tx: Tx, actor: StaffActor, wanted: Wanted) => Promise<Outcome | undefined>
  /** The route has asked for a fresh code. @throws notFound('factor-reset') */
  readonly answer: (
    tx: Tx,
    actor: StaffActor,
    id: FactorResetId,
    answer: 'approved' | 'refused',
  ) => Promise<Outcome>
  /** Taken back by whoever asked; a second time changes nothing. @throws notFound('factor-reset') */
  readonly withdraw: (tx: Tx, actor: StaffActor, id: FactorResetId) => Promise<Outcome>
  /** undefined also for whoever's person is none of the actor's affair. */
  readonly find: (tx: Tx, actor: StaffActor, id: FactorResetId) => Promise<FactorReset | undefined>
  readonly list: (
    tx: Tx,
    actor: StaffActor,
    page: { readonly before?: Place; readonly limit: number },
  ) => Promise<FactorReset[]>
  /** How many this person can answer. */
  readonly waiting: (tx: Tx, actor: StaffActor) => Promise<number>
}

const done: Outcome = { kind: 'done' }

/** Somebody of the actor's own body or of those below it; anybody else does not exist for them. */
const findOwn = async ({ tree }: Deps, tx: Tx, actor: StaffActor, id: StaffId) => {
  const staff = await findStaff(tx, id)
  const bodies = await tree.within(tx, actor.organisationId)
  return staff && bodies.includes(staff.organisationId) ? staff : undefined
}

const limitsOf = ({ lawbook, clock }: Deps, tx: Tx) =>
  lawbook.limits(tx, { place: '*', on: dayOf(clock()) })

const later = (from: Date, hours: number): Date => new Date(from.getTime() + hours * 3_600_000)

const deny = async (
  { audit }: Deps,
  tx: Tx,
  actor: StaffActor,
  { staffId, code }: { readonly staffId: StaffId; readonly code: Denied },
): Promise<Outcome> => {
  const deed = { deed: 'factor-reset.denied', subject: staffId, ground: code } as const
  await audit.record(tx, actor, actor.organisationId, deed)
  return { kind: 'denied', code }
}

const ask = async (
  deps: Deps,
  tx: Tx,
  actor: StaffActor,
  { staffId, ground }: Wanted,
): Promise<Outcome | undefined> => {
  const staff = await findOwn(deps, tx, actor, staffId)
  if (staff === undefined) return undefined
  if (staffId === actor.id) return deny(deps, tx, actor, { staffId, code: 'factor-reset.own' })
  if ((await findKeys(tx, staffId)) === undefined)
    return deny(deps, tx, actor, { staffId, code: 'factor-reset.no-keys' })
  const now = deps.clock()
  await expireResets(tx, now)
  if ((await findOpenReset(tx, staffId)) !== undefined) return done

  const days = (await limitsOf(deps, tx))['factor-reset.answer-days']
  const made = await insertReset(tx, {
    id: deps.random.uuid() as FactorResetId,
    ...{ staffId, ground, askedBy: actor.id, askedAt: now, expiresAt: later(now, days * 24) },
  })
  // The quicker of two at once has asked.
  if (!made) return done
  const deed = { deed: 'factor-reset.asked', subject: staffId, ground } as const
  await deps.audit.record(tx, actor, staff.organisationId, deed)
  return done
}

const whyOver = ({ answer, expiresAt }: FactorReset, now: Date): Denied | undefined => {
  if (answer === 'expired') return 'factor-reset.expired'
  if (answer !== undefined) return 'factor-reset.answered'
  return expiresAt <= now ? 'factor-reset.expired' : undefined
}

const whyNot = (actor: StaffActor, reset: FactorReset, now: Date): Denied | undefined => {
  if (reset.staffId === actor.id) return 'factor-reset.own'
  if (reset.askedBy === actor.id) return 'factor-reset.same-person'
  return whyOver(reset, now)
}

/** Held until the transaction ends. @throws notFound('factor-reset') */
const holdOwn = async (deps: Deps, tx: Tx, actor: StaffActor, id: FactorResetId) => {
  const reset = await holdReset(tx, id)
  const staff = reset && (await findOwn(deps, tx, actor, reset.staffId))
  if (reset === undefined || staff === undefined) throw notFound('factor-reset')
  return { reset, staff }
}

const withdraw = async (
  deps: Deps,
  tx: Tx,
  actor: StaffActor,
  id: FactorResetId,
): Promise<Outcome> => {
  const { reset, staff } = await holdOwn(deps, tx, actor, id)
  const { staffId } = reset
  const now = deps.clock()
  if (reset.askedBy !== actor.id)
    return deny(deps, tx, actor, { staffId, code: 'factor-reset.not-yours' })
  if (reset.answer === 'withdrawn') return done
  const code = whyOver(reset, now)
  if (code !== undefined) return deny(deps, tx, actor, { staffId, code })
  await saveAnswer(tx, id, { answer: 'withdrawn', by: actor.id, at: now })
  const deed = { deed: 'factor-reset.withdrawn', subject: staffId } as const
  await deps.audit.record(tx, actor, staff.organisationId, deed)
  return done
}

/** What was a second factor is none any more, and whoever is in goes out. */
const open = async (deps: Deps, tx: Tx, staffId: StaffId): Promise<boolean> => {
  const hours = (await limitsOf(deps, tx))['factor-reset.hours']
  if (!(await openFactorReset(tx, staffId, later(deps.clock(), hours)))) return false
  await deps.recoveryCodes.end(tx, staffId)
  await deps.passkeys.end(tx, staffId)
  await deps.sessions.endAllOf(tx, staffId)
  return true
}

const answer = async (
  deps: Deps,
  tx: Tx,
  actor: StaffActor,
  given: { readonly id: FactorResetId; readonly answer: 'approved' | 'refused' },
): Promise<Outcome> => {
  const { reset, staff } = await holdOwn(deps, tx, actor, given.id)
  const { staffId } = reset
  const now = deps.clock()
  const code = whyNot(actor, reset, now)
  if (code !== undefined) return deny(deps, tx, actor, { staffId, code })
  if (given.answer === 'approved' && !(await open(deps, tx, staffId)))
    return deny(deps, tx, actor, { staffId, code: 'factor-reset.no-keys' })
  await saveAnswer(tx, reset.id, { answer: given.answer, by: actor.id, at: now })
  const deed = `factor-reset.${given.answer}` as const
  await deps.audit.record(tx, actor, staff.organisationId, { deed, subject: staffId })
  return done
}

export const createFactorResets = (deps: Deps): FactorResets => ({
  ask: (tx, actor, wanted) => ask(deps, tx, actor, wanted),
  answer: (tx, actor, id, given) => answer(deps, tx, actor, { id, answer: given }),
  withdraw: (tx, actor, id) => withdraw(deps, tx, actor, id),
  find: async (tx, actor, id) => {
    const reset = await findReset(tx, id)
    return reset && (await findOwn(deps, tx, actor, reset.staffId)) ? reset : undefined
  },
  list: async (tx, actor, page) => {
    const bodies = await deps.tree.within(tx, actor.organisationId)
    return listResets(tx, { ...page, bodies })
  },
  waiting: async (tx, actor) => {
    const bodies = await deps.tree.within(tx, actor.organisationId)
    return countWaiting(tx, { viewer: actor.id, bodies, now: deps.clock() })
  },
})
