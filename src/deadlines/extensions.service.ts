import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { LawEntry } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import { openJson, sealJson, openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, OrganisationId } from '../vocabulary/ids'
import type { ClockExtension, Deadline } from './deadline'
import { lockDeadline, moveDeadlines } from './deadlines.repository'
import { nextStretch, type ExtensionRule } from './extension.rules'
import { createExtensionsBoard, type ExtensionsBoard } from './extensions-board.service'
import {
  closeExtension,
  insertExtension,
  listExtensions,
  lockExtension,
  type SealedExtension,
} from './extensions.repository'
import type { Orders } from './orders.service'
import type { Recounting } from './recount.service'

/** What was written; of the words for the reporter only where the rule has them told. */
type ExtensionWords = { readonly reason: string; readonly told: string }

export type OpenExtension = ClockExtension &
  ExtensionWords & {
    /** Why it was not given; of one given by a meeting: what was said there. */
    readonly answer: string
  }

type Who = {
  readonly actor: StaffActor
  readonly caseId: CaseId
  readonly key: SymmetricKey
  /** Whose case it is. */
  readonly organisationId: OrganisationId
}

type Wish = ExtensionWords & { readonly once: string; readonly length: number }

export type Extensions = ExtensionsBoard & {
  /** What may be asked for next; undefined: nothing more. */
  readonly next: (tx: Tx, deadline: Deadline) => Promise<ExtensionRule | undefined>
  readonly list: (
    tx: Tx,
    key: SymmetricKey,
    clocks: readonly Deadline[],
  ) => Promise<OpenExtension[]>
  /**
   * The case waits for an approval from then on. Sent twice it is one request.
   * @throws notFound `deadline`, refused `deadline.done`, `deadline.overdue`, `extension.*`
   */
  readonly ask: (tx: Tx, who: Who, deadlineId: string, wish: Wish) => Promise<void>
  /**
   * By another person than asked. `minutes`: of the meeting, where the rule has one give it.
   * @returns what was given, for those who are told; undefined: it was given before
   * @throws refused `extension.minutes`
   */
  readonly approve: (
    tx: Tx,
    who: Who,
    id: string,
    minutes: string,
  ) => Promise<(OpenExtension & { readonly rule: LawEntry<'deadline-rule'> }) | undefined>
  /** By another person than asked. */
  readonly refuse: (tx: Tx, who: Who, id: string, answer: string) => Promise<void>
  /** By whoever asked. */
  readonly withdraw: (tx: Tx, who: Who, id: string) => Promise<void>
}

export type ExtensionDeps = {
  readonly audit: Audit
  readonly clock: Clock
  readonly cases: Pick<Cases, 'lock' | 'markPending' | 'visibleAmong'>
  readonly recounting: Recounting
  readonly orders: Pick<Orders, 'settle'>
}

const place = (column: 'sealed_reason' | 'sealed_answer', row: string) => ({
  table: 'deadline_extensions',
  column,
  row,
})

const sealedAnswer = (key: SymmetricKey, id: string, answer: string) => ({
  sealedAnswer: sealField(key, place('sealed_answer', id), answer),
})

const open = (key: SymmetricKey, sealed: SealedExtension): OpenExtension => {
  const { sealedReason, sealedAnswer, ...rest } = sealed
  // Sealed by `ask`, in this shape.
  const words = openJson(key, place('sealed_reason', rest.id), sealedReason) as ExtensionWords
  const answer =
    sealedAnswer === null
      ? ''
      : openField(key, place('sealed_answer', rest.id), sealedAnswer).toString('utf8')
  return { ...rest, ...words, answer }
}

const next =
  ({ recounting }: ExtensionDeps): Extensions['next'] =>
  async (tx, deadline) => {
    const { data } = await recounting.ruleOf(tx, deadline)
    const given = (await listExtensions(tx, [deadline.id])).filter(
      ({ state }) => state === 'approved',
    )
    return nextStretch(data.extensions, given.length)
  }

/** @throws notFound('deadline'), refused `deadline.done`, `deadline.overdue` */
const lockLive = async (deps: ExtensionDeps, tx: Tx, { caseId }: Who, id: string) => {
  await deps.cases.lock(tx, caseId)
  const clock = await lockDeadline(tx, caseId, id)
  if (clock === undefined) throw notFound('deadline')
  return clock
}

const assertInTime = (deps: ExtensionDeps, clock: Deadline): void => {
  if (clock.doneOn !== null) throw refused('deadline.done')
  if (clock.pausedOn === null && clock.dueOn < dayOf(deps.clock()))
    throw refused('deadline.overdue')
}

const ask =
  (deps: ExtensionDeps): Extensions['ask'] =>
  async (tx, who, deadlineId, { once, length, reason, told }) => {
    const clock = await lockLive(deps, tx, who, deadlineId)
    const known = await listExtensions(tx, [deadlineId])
    if (known.some(({ id }) => id === once)) return
    assertInTime(deps, clock)
    if (known.some(({ state }) => state === 'asked')) throw refused('extension.waiting')
    const rule = await next(deps)(tx, clock)
    if (rule === undefined) throw refused('extension.none-left')
    if (length < rule.shortest || length > rule.length) throw refused('extension.length')
    const { actor, caseId, organisationId } = who
    await insertExtension(tx, {
      ...{ id: once, deadlineId, caseId, organisationId, length, unit: rule.unit },
      ...{ place: rule.place, askerId: actor.id, askedAt: deps.clock(), dueBefore: clock.dueOn },
      sealedReason: sealJson(who.key, place('sealed_reason', once), { reason, told }),
    })
    await deps.cases.markPending(tx, caseId, 1)
    await record(deps, tx, who, 'extension.asked', clock)
  }

type Deed = 'extension.asked' | 'extension.approved' | 'extension.refused' | 'extension.withdrawn'

const record = async (
  { audit }: ExtensionDeps,
  tx: Tx,
  { actor, caseId, organisationId }: Who,
  ...[deed, { ruleCode }]: readonly [Deed, Deadline]
): Promise<void> => {
  await audit.record(tx, actor, organisationId, { deed, caseId, subject: ruleCode })
}

type Standing = { readonly asked: SealedExtension; readonly clock: Deadline }

/** The request as it waits, held; undefined when this person gave this answer already. */
const lockAsked = async (
  deps: ExtensionDeps,
  tx: Tx,
  who: Who,
  answer: { readonly id: string; readonly state: ClockExtension['state'] },
): Promise<Standing | undefined> => {
  await deps.cases.lock(tx, who.caseId)
  const asked = await lockExtension(tx, answer.id)
  if (asked?.caseId !== who.caseId) throw notFound('extension')
  if (asked.state === answer.state && asked.deciderId === who.actor.id) return undefined
  if (asked.state !== 'asked') throw refused('extension.decided')
  const own = asked.askerId === who.actor.id
  if (own !== (answer.state === 'withdrawn'))
    throw own ? refused('extension.own') : notFound('extension')
  return { asked, clock: await lockLive(deps, tx, who, asked.deadlineId) }
}

const approve =
  (deps: ExtensionDeps): Extensions['approve'] =>
  async (tx, who, id, minutes) => {
    const standing = await lockAsked(deps, tx, who, { id, state: 'approved' })
    if (standing === undefined) return undefined
    const { asked, clock } = standing
    const rule = await deps.recounting.ruleOf(tx, clock)
    const collective = nextStretch(rule.data.extensions, asked.place)?.collective === true
    if (collective && minutes === '') throw refused('extension.minutes')
    const move = await deps.recounting.recountOne(tx, clock, asked)
    await moveDeadlines(tx, [move])
    const end = { state: 'approved', deciderId: who.actor.id, at: deps.clock() } as const
    const kept = collective ? sealedAnswer(who.key, id, minutes) : {}
    await closeExtension(tx, id, { ...end, dueAfter: move.dueOn, ...kept })
    await deps.cases.markPending(tx, who.caseId, -1)
    await deps.orders.settle(tx, who.caseId)
    await record(deps, tx, who, 'extension.approved', clock)
    return { ...open(who.key, asked), rule, state: 'approved', dueAfter: move.dueOn }
  }

const close = async (
  deps: ExtensionDeps,
  tx: Tx,
  who: Who,
  end: { readonly id: string; readonly state: 'refused' | 'withdrawn'; readonly answer?: string },
): Promise<void> => {
  const standing = await lockAsked(deps, tx, who, end)
  if (standing === undefined) return
  const { id, state, answer } = end
  const sealed = answer === undefined ? {} : sealedAnswer(who.key, id, answer)
  await closeExtension(tx, id, { state, deciderId: who.actor.id, at: deps.clock(), ...sealed })
  await deps.cases.markPending(tx, who.caseId, -1)
  await record(deps, tx, who, `extension.${state}`, standing.clock)
}

export const createExtensions = (deps: ExtensionDeps): Extensions => ({
  next: next(deps),
  list: async (tx, key, clocks) =>
    (
      await listExtensions(
        tx,
        clocks.map(({ id }) => id),
      )
    ).map(sealed => open(key, sealed)),
  ...createExtensionsBoard(deps.cases),
  ask: ask(deps),
  approve: approve(deps),
  refuse: (tx, who, id, answer) => close(deps, tx, who, { id, state: 'refused', answer }),
  withdraw: (tx, who, id) => close(deps, tx, who, { id, state: 'withdrawn' }),
})
