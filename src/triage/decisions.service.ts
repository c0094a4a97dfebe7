import type { Accounts, StaffKeys } from '../accounts'
import { decisionMark, keyOfAdmitted, type Case, type Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Dialogue } from '../dialogue'
import type { LawEntry, Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Search } from '../search'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Candidate } from './decisions'

/** The clock that runs until the report is turned down or the check is decided. */
const CLUE_VERIFY = 'CLUE_VERIFY'

type Who = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  readonly caseId: CaseId
  /** The decision that the form was drawn after. */
  readonly seen: string
}

export type Decisions = {
  readonly grounds: (tx: Tx, actor: StaffActor) => Promise<readonly LawEntry<'refusal-ground'>[]>
  readonly reasonLimits: (tx: Tx, actor: StaffActor) => Promise<{ min: number; max: number }>
  /**
   * Handlers of the organisation who can be given a key, with how much each is handling; none who must keep
   * away from the case.
   */
  readonly candidates: (
    tx: Tx,
    who: { readonly actor: StaffActor; readonly caseId: CaseId },
  ) => Promise<Candidate[]>
  /** @throws refused `case.moved-on` when a colleague decided in between */
  readonly accept: (tx: Tx, who: Who) => Promise<void>
  /** The reporter is told the ground's words in a message. @throws refused `case.moved-on` */
  readonly refuse: (
    tx: Tx,
    who: Who,
    why: { readonly ground: string; readonly reason: string },
  ) => Promise<void>
  /**
   * Seals the case key to both in the actor's session.
   * @throws refused `assign.two-handlers`, `assign.not-a-handler`, `case.moved-on`
   */
  readonly assign: (tx: Tx, who: Who, handlers: readonly StaffId[]) => Promise<void>
}

type Deps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly deadlines: Deadlines
  readonly dialogue: Dialogue
  readonly search: Pick<Search, 'handOn'>
  readonly clock: Clock
}

const pointOf = async ({ organisations, clock }: Deps, tx: Tx, actor: StaffActor) => {
  const { regionCode } = await organisations.get(tx, actor.organisationId)
  return { place: regionCode, on: dayOf(clock()) }
}

/** Asked again inside the transaction that decides: the person may have lost the case meanwhile. */
const visible = async (deps: Deps, tx: Tx, { actor, caseId }: Who): Promise<Case> => {
  const found = await deps.cases.findVisible(tx, actor, caseId)
  if (found === undefined) throw notFound('case')
  return found
}

const keyOf = async (deps: Deps, tx: Tx, { keys, caseId }: Who): Promise<SymmetricKey> =>
  keyOfAdmitted(deps.cases, tx, await deps.desks.holdersOf(tx, keys), caseId)

/**
 * One message a report, in the words of the ground. The decision's own id numbers the message, so that
 * a form sent twice tells the reporter once.
 */
const tellReporters = async (
  deps: Deps,
  tx: Tx,
  { actor, caseId }: Who,
  told: { readonly key: SymmetricKey; readonly body: string },
): Promise<void> => {
  const [decision] = await deps.cases.decisionsOf(tx, caseId)
  const reports = await deps.cases.contentsOf(tx, told.key, caseId)
  for (const { reportId } of reports)
    await deps.dialogue.fromStaff(tx, actor, {
      caseId,
      reportId,
      key: told.key,
      body: told.body,
      once: decisionMark(decision),
    })
}

const stopClock = async (deps: Deps, tx: Tx, caseId: CaseId): Promise<void> => {
  await deps.deadlines.finish(tx, caseId, CLUE_VERIFY, dayOf(deps.clock()))
  const next = await deps.deadlines.nextDue(tx, caseId)
  await deps.cases.setNextDue(tx, caseId, next?.dueOn ?? null)
}

const listCandidates = async (
  { accounts, cases }: Deps,
  tx: Tx,
  { actor, caseId }: Pick<Who, 'actor' | 'caseId'>,
): Promise<Candidate[]> => {
  const away = new Set((await cases.exclusionsOf(tx, caseId)).map(({ staffId }) => staffId))
  const people = (await accounts.listActive(tx, actor.organisationId, 'handler')).filter(
    ({ id }) => !away.has(id),
  )
  const loads = await cases.handlerLoads(tx, actor.organisationId, actor.id)
  return people
    .map(({ id, displayName }) => ({ id, name: displayName, load: loads.get(id) ?? 0 }))
    .sort((one, other) => one.load - other.load)
}

const recipients = async (
  deps: Deps,
  tx: Tx,
  who: Who,
  ids: readonly StaffId[],
): Promise<{ readonly staffId: StaffId; readonly publicKey: Buffer }[]> => {
  const able = await listCandidates(deps, tx, who)
  if (ids.some(id => !able.some(candidate => candidate.id === id)))
    throw refused('assign.not-a-handler')
  return Promise.all(
    ids.map(async staffId => {
      const { publicKey } = await deps.accounts.recipient(tx, staffId)
      return { staffId, publicKey }
    }),
  )
}

export const createDecisions = (deps: Deps): Decisions => ({
  grounds: async (tx, actor) =>
    deps.lawbook.list(tx, 'refusal-ground', await pointOf(deps, tx, actor)),

  reasonLimits: async (tx, actor) => {
    const limits = await deps.lawbook.limits(tx, await pointOf(deps, tx, actor))
    return { min: limits['reason.min'], max: limits['reason.max'] }
  },

  candidates: (tx, who) => listCandidates(deps, tx, who),

  accept: async (tx, who) => {
    const { state } = await visible(deps, tx, who)
    await deps.cases.act(tx, who.actor, who.caseId, { action: 'accept', seen: who.seen })
    // Taken up again after a refusal: the clock starts anew with the day of the decision.
    if (state === 'refused') await restartClock(deps, tx, who)
  },

  refuse: async (tx, who, { ground, reason }) => {
    await visible(deps, tx, who)
    const key = await keyOf(deps, tx, who)
    const law = await deps.lawbook.get(
      tx,
      'refusal-ground',
      ground,
      await pointOf(deps, tx, who.actor),
    )
    await deps.cases.act(tx, who.actor, who.caseId, {
      action: 'refuse',
      seen: who.seen,
      ground,
      reason,
      key,
    })
    await stopClock(deps, tx, who.caseId)
    await tellReporters(deps, tx, who, {
      key,
      body: `这次举报没有受理。原因：${law.data.name}。${law.data.told}`,
    })
  },

  assign: async (tx, who, handlers) => {
    await visible(deps, tx, who)
    const key = await keyOf(deps, tx, who)
    const [first, second, ...more] = await recipients(deps, tx, who, handlers)
    if (first === undefined || second === undefined || more.length > 0)
      throw refused('assign.two-handlers')
    await deps.search.handOn(tx, who)
    await deps.cases.act(tx, who.actor, who.caseId, {
      action: 'assign',
      seen: who.seen,
      handlers: [first, second],
      key,
    })
  },
})

const restartClock = async (deps: Deps, tx: Tx, { actor, caseId }: Who): Promise<void> => {
  const at = await pointOf(deps, tx, actor)
  const { dueOn } = await deps.deadlines.start(tx, caseId, CLUE_VERIFY, at)
  await deps.cases.setNextDue(tx, caseId, dueOn)
}
