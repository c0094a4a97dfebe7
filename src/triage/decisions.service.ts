import type { Accounts, StaffKeys } from '../accounts'
import { keyOfAdmitted, type Case, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { LawEntry, Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Proceedings } from '../proceedings'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { listCandidates, type CandidateDeps } from './candidates.service'
import type { Candidate } from './decisions'

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
   * Handlers of the organisation who can be given a key, with how much each has in hand and what speaks against
   * giving them this case; who must keep away is among them and comes last.
   */
  readonly candidates: (tx: Tx, who: Omit<Who, 'seen'>) => Promise<Candidate[]>
  /** @throws refused `case.moved-on` when a colleague decided in between */
  readonly accept: (tx: Tx, who: Who) => Promise<void>
  /** The reporter is told the ground's words in a message. @throws refused `case.moved-on` */
  readonly refuse: (
    tx: Tx,
    who: Who,
    why: { readonly ground: string; readonly reason: string },
  ) => Promise<void>
  /**
   * Seals the case key to both in the actor's session. The reason answers what speaks against one of them; it is
   * sealed with the decision.
   * @throws refused `assign.two-handlers`, `assign.not-a-handler`, `case.excluded`, `assign.warned`,
   *   `case.moved-on`
   */
  readonly assign: (
    tx: Tx,
    who: Who,
    handlers: readonly StaffId[],
    reason?: string,
  ) => Promise<void>
}

type Deps = CandidateDeps & {
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly proceedings: Pick<Proceedings, 'take'>
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

const keyOf = async (
  deps: Deps,
  tx: Tx,
  { keys, caseId }: Omit<Who, 'seen'>,
): Promise<SymmetricKey> =>
  keyOfAdmitted(deps.cases, tx, await deps.desks.holdersOf(tx, keys), caseId)

/** What the two are given, where nothing speaks against it that was not answered with a reason. */
const recipients = async (
  deps: Deps,
  tx: Tx,
  who: Who & { readonly key: SymmetricKey },
  { ids, reason }: { readonly ids: readonly StaffId[]; readonly reason: string },
): Promise<{ readonly staffId: StaffId; readonly publicKey: Buffer }[]> => {
  const known = await listCandidates(deps, tx, who)
  const chosen = ids.map(id => known.find(candidate => candidate.id === id))
  if (chosen.includes(undefined)) throw refused('assign.not-a-handler')
  if (chosen.some(one => one?.conflict !== '')) throw refused('case.excluded')
  if (reason === '' && chosen.some(one => one?.warning !== '')) throw refused('assign.warned')
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

  candidates: async (tx, who) =>
    listCandidates(deps, tx, { ...who, key: await keyOf(deps, tx, who) }),

  accept: async (tx, who) => {
    await deps.proceedings.take(tx, who, { action: 'accept' })
  },

  refuse: async (tx, who, why) => {
    await deps.proceedings.take(tx, who, { action: 'refuse', ...why })
  },

  assign: async (tx, who, ids, reason = '') => {
    await visible(deps, tx, who)
    const key = await keyOf(deps, tx, who)
    const [first, second, ...more] = await recipients(deps, tx, { ...who, key }, { ids, reason })
    if (first === undefined || second === undefined || more.length > 0)
      throw refused('assign.two-handlers')
    await deps.proceedings.take(tx, who, {
      action: 'assign',
      handlers: [first, second],
      ...(reason === '' ? {} : { reason }),
    })
  },
})
