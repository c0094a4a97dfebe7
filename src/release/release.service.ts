import type { Visitor } from '../accounts'
import type { Audit } from '../audit'
import type { Case } from '../cases'
import type { IdentityRequest, RequestState } from '../identity'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused, unavailable } from '../platform/errors'
import type { Deed } from '../vocabulary/deeds'
import { writeLookGround } from '../vocabulary/identity-fields'
import type { CaseId, IdentityRequestId, OrganisationId, ReportId } from '../vocabulary/ids'
import {
  countBoard,
  labelOf,
  listBoard,
  openRequest,
  otherPrincipals,
  rulesOf,
  type FileDeps,
} from './files.service'
import { areOneHand, askerStands, partIn } from './parts.service'
import type { Asked, AskRules, Look, Part, RequestFile } from './request-file'

type Deps = FileDeps & { readonly audit: Audit }

type Step = (tx: Tx, visitor: Visitor, id: IdentityRequestId) => Promise<void>

/** Every step asks again who the person is to this request, and holds it: two answers take turns. */
export type Release = {
  readonly rules: (tx: Tx, organisationId: OrganisationId) => Promise<AskRules>
  readonly principalsBeside: (tx: Tx, visitor: Visitor) => Promise<string[]>
  readonly reportsOf: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<ReportId[]>
  /** The same form again makes no second request. @throws refused `release.no-desk` */
  readonly ask: (tx: Tx, visitor: Visitor, caseId: CaseId, asked: Asked) => Promise<void>
  readonly find: (tx: Tx, id: IdentityRequestId) => Promise<IdentityRequest | undefined>
  readonly open: (tx: Tx, visitor: Visitor, id: IdentityRequestId) => Promise<RequestFile>
  readonly board: ReturnType<typeof listBoard>
  readonly count: ReturnType<typeof countBoard>
  readonly countReadable: (tx: Tx, visitor: Visitor, cap: number) => Promise<number>
  readonly approve: Step
  readonly answer: Step
  readonly withdraw: Step
  readonly refuse: (
    tx: Tx,
    visitor: Visitor,
    id: IdentityRequestId,
    reason: string,
  ) => Promise<void>
  /** The asker's first look: the minutes begin. */
  readonly begin: Step
  /** Whether this person has done that step already: the same form was sent twice. */
  readonly hasDone: (
    tx: Tx,
    visitor: Visitor,
    id: IdentityRequestId,
    step: 'approve' | 'answer' | 'begin',
  ) => Promise<boolean>
  /** What was given. undefined when it is not open (any more). Every look is recorded. */
  readonly look: (tx: Tx, visitor: Visitor, id: IdentityRequestId) => Promise<Look | undefined>
  /** A step that was turned down, and why: in a transaction of its own, for the step's is gone. */
  readonly recordRefusal: (
    tx: Tx,
    visitor: Visitor,
    id: IdentityRequestId,
    code: string,
  ) => Promise<void>
}

const record = (
  { audit }: Deps,
  tx: Tx,
  { actor }: Visitor,
  { deed, request, ground }: { deed: Deed; request: IdentityRequest; ground?: string },
): Promise<void> =>
  audit.record(tx, actor, request.organisationId, {
    deed,
    caseId: request.caseId,
    subject: request.id,
    ground: ground ?? writeLookGround(request),
  })

const DAY = 86_400_000

const readersOf = async (
  { accounts, desks, identities }: Deps,
  tx: Tx,
  { actor }: Visitor,
  place: { readonly organisationId: OrganisationId; readonly reportId: ReportId },
) => {
  const { organisationId, reportId } = place
  const intake = await desks.findOpen(tx, organisationId, 'intake')
  if (intake === undefined) throw unavailable('desk.missing')
  const identity = await identities.deskFor(tx, organisationId, reportId)
  if (identity === undefined) throw refused('release.no-desk')
  const toReader = (desk: typeof intake) => ({ ...desk, kind: 'desk', id: desk.deskId }) as const
  const asker = await accounts.recipient(tx, actor.id)
  return { deskId: identity.deskId, readers: [asker, toReader(intake), toReader(identity)] }
}

/** The case, and that the report is one of it. @throws notFound('case') */
const caseOf = async (
  deps: Deps,
  tx: Tx,
  visitor: Visitor,
  { caseId, reportId }: { readonly caseId: CaseId; readonly reportId: ReportId },
): Promise<Case> => {
  const found = await deps.cases.findVisible(tx, visitor.actor, caseId)
  if (found === undefined) throw notFound('case')
  const reports = await reportsOf(deps)(tx, visitor, caseId)
  if (!reports.includes(reportId)) throw notFound('case')
  return found
}

const ask =
  (deps: Deps): Release['ask'] =>
  async (tx, visitor, caseId, { once: id, report: reportId, ...asked }) => {
    const { id: askerId } = visitor.actor
    const { organisationId } = await caseOf(deps, tx, visitor, { caseId, reportId })
    const { limits } = await rulesOf(deps, tx, organisationId)
    const { deskId, readers } = await readersOf(deps, tx, visitor, { organisationId, reportId })
    const expiresAt = new Date(deps.clock().getTime() + limits.answerDays * DAY)
    const made = await deps.releases.ask(tx, {
      ...asked,
      ...{ id, caseId, reportId, organisationId, deskId, askerId, expiresAt, readers },
    })
    const request = await deps.releases.find(tx, id)
    if (request?.askerId !== askerId || request.caseId !== caseId) throw notFound('case')
    if (made) await record(deps, tx, visitor, { deed: 'identity.asked', request })
  }

/** Asks for the key first: who cannot open the case has nothing to ask about. */
const reportsOf =
  ({ cases, desks }: Deps): Release['reportsOf'] =>
  async (tx, { keys }, caseId) => {
    const key = (await cases.keysOf(tx, await desks.holdersOf(tx, keys), [caseId])).get(caseId)
    if (key === undefined) throw forbidden('case.no-key')
    return (await cases.contentsOf(tx, key, caseId)).map(({ reportId }) => reportId)
  }

type Held = { readonly request: IdentityRequest; readonly part: Part }

const hold =
  (deps: Deps) =>
  async (tx: Tx, visitor: Visitor, id: IdentityRequestId): Promise<Held> =>
    partIn(deps, tx, visitor, await deps.releases.hold(tx, id))

const notOwn = ({ request }: Held, { actor }: Visitor): void => {
  if (request.askerId === actor.id) throw refused('release.own-request')
}

const approve =
  (deps: Deps): Step =>
  async (tx, visitor, id) => {
    const held = await hold(deps)(tx, visitor, id)
    notOwn(held, visitor)
    if (held.part !== 'principal') throw notFound('request')
    if (await areOneHand(deps, tx, held.request, visitor.actor.id))
      throw refused('release.own-delegate')
    await deps.releases.approve(tx, held.request, visitor.actor.id)
    await askerStands(deps, tx, held.request)
    await record(deps, tx, visitor, { deed: 'identity.approved', request: held.request })
  }

const answer =
  (deps: Deps): Step =>
  async (tx, visitor, id) => {
    const held = await hold(deps)(tx, visitor, id)
    const { request, part } = held
    notOwn(held, visitor)
    if (part !== 'desk') throw notFound('request')
    if (request.approverId === visitor.actor.id) throw refused('release.same-person')
    const { limits } = await rulesOf(deps, tx, request.organisationId)
    // What happened to the request is told first, and only then what became of the asker.
    if (deps.releases.stateOf(request) === 'approved') await askerStands(deps, tx, request)
    const to = await deps.accounts.recipient(tx, request.askerId)
    const holders = await deps.desks.holdersOf(tx, visitor.keys)
    const given = { by: visitor.actor.id, to, keepHours: limits.keepHours }
    await deps.releases.answer(tx, holders, request, given)
    await record(deps, tx, visitor, { deed: 'identity.answered', request })
  }

const refuse =
  (deps: Deps): Release['refuse'] =>
  async (tx, visitor, id, reason) => {
    const held = await hold(deps)(tx, visitor, id)
    const { request, part } = held
    notOwn(held, visitor)
    const holders = await deps.desks.holdersOf(tx, visitor.keys)
    if (part === 'desk' && deps.releases.stateOf(request) === 'asked')
      throw refused('release.not-approved')
    const again = request.state === 'refused' && request.closedBy === visitor.actor.id
    const said = again ? await deps.releases.textsOf(tx, holders, request) : undefined
    // The same form sent twice.
    if (said?.refusal === reason) return
    await deps.releases.refuse(tx, holders, request, { by: visitor.actor.id, reason })
    await record(deps, tx, visitor, { deed: 'identity.refused', request })
  }

const withdraw =
  (deps: Deps): Step =>
  async (tx, visitor, id) => {
    const { request, part } = await hold(deps)(tx, visitor, id)
    if (part !== 'asker') throw notFound('request')
    if (request.state === 'withdrawn') return
    await deps.releases.withdraw(tx, request)
    await record(deps, tx, visitor, { deed: 'identity.withdrawn', request })
  }

const notYet = (state: RequestState): string =>
  state === 'asked' || state === 'approved' ? 'release.not-answered' : `release.already-${state}`

const begin =
  (deps: Deps): Step =>
  async (tx, visitor, id) => {
    const { request, part } = await hold(deps)(tx, visitor, id)
    if (part !== 'asker') throw notFound('request')
    if (request.state !== 'answered') throw refused(notYet(deps.releases.stateOf(request)))
    // Opened before: the minutes go on, they do not begin again.
    if (request.openedAt !== null) {
      if ((await deps.releases.until(tx, request)) === undefined) throw refused('release.over')
      await record(deps, tx, visitor, { deed: 'identity.opened', request })
      return
    }
    if (!(await deps.releases.begin(tx, request))) throw refused('release.over')
    await record(deps, tx, visitor, { deed: 'identity.opened', request })
  }

const look =
  (deps: Deps): Release['look'] =>
  async (tx, visitor, id) => {
    const { request, part } = await partIn(deps, tx, visitor, await deps.releases.find(tx, id))
    if (part !== 'asker') throw notFound('request')
    if (request.openedAt === null) return undefined
    const released = await deps.releases.read(tx, visitor.keys, request)
    const until = await deps.releases.until(tx, request)
    if (released === undefined || until === undefined) return undefined
    const label = await labelOf(deps, tx, request.caseId)
    await record(deps, tx, visitor, { deed: 'identity.viewed', request })
    return { request, label, released, until }
  }

const doneBy = {
  approve: ({ approverId }: IdentityRequest) => approverId,
  answer: ({ answererId }: IdentityRequest) => answererId,
  begin: ({ openedAt, askerId }: IdentityRequest) => (openedAt === null ? null : askerId),
} as const

export const createRelease = (deps: Deps): Release => ({
  rules: (tx, organisationId) => rulesOf(deps, tx, organisationId),
  principalsBeside: (tx, { actor }) =>
    otherPrincipals(deps, tx, { organisationId: actor.organisationId, askerId: actor.id }),
  reportsOf: reportsOf(deps),
  ask: ask(deps),
  find: deps.releases.find,
  open: async (tx, visitor, id) => openRequest(deps)(tx, visitor, await deps.releases.find(tx, id)),
  board: listBoard(deps),
  count: countBoard(deps),
  countReadable: (tx, { actor }, cap) => deps.releases.countReadable(tx, actor.id, cap),
  approve: approve(deps),
  answer: answer(deps),
  withdraw: withdraw(deps),
  refuse: refuse(deps),
  begin: begin(deps),
  hasDone: async (tx, visitor, id, step) => {
    const request = await deps.releases.find(tx, id)
    return request !== undefined && doneBy[step](request) === visitor.actor.id
  },
  look: look(deps),
  recordRefusal: async (tx, visitor, id, code) => {
    const request = await deps.releases.find(tx, id)
    if (request === undefined) return
    await record(deps, tx, visitor, { deed: 'identity.denied', request, ground: code })
  },
})
