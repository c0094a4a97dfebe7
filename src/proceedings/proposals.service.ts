import { clockWhileAsked, decisionMark, transitionOf, type Case, type Transition } from '../cases'
import { assertUnmasking } from '../masking'
import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { OpenProposal, Proposal, StepWish, Visitor, Who } from './proceedings'
import {
  answerProposal,
  findProposal,
  insertProposal,
  latestProposal,
  lockProposal,
  type SealedProposal,
} from './proposals.repository'
import {
  assertNeeds,
  endAsked,
  keyFor,
  lockVisible,
  outcomeIn,
  takeStep,
  type TakingDeps,
} from './taking.service'
import { pointOf } from './telling.service'

type SealedColumn = 'sealed_reason' | 'sealed_answer'

const place = (id: string, column: SealedColumn) => ({ table: 'case_proposals', column, row: id })

const opened = (key: SymmetricKey, found: SealedProposal): OpenProposal => {
  const { sealedReason, sealedAnswer, ...rest } = found
  const read = (column: SealedColumn, sealed: Buffer) =>
    openField(key, place(found.id, column), sealed).toString('utf8')
  return {
    ...rest,
    reason: read('sealed_reason', sealedReason),
    answer: sealedAnswer === null ? '' : read('sealed_answer', sealedAnswer),
  }
}

/** @throws refused `step.incomplete` */
const reasonIn = ({ needs }: Transition, wish: StepWish): string => {
  const { reason, ground, outcome } = wish
  const gaps = [
    needs.includes('ground') && ground === undefined,
    needs.includes('outcome') && outcome === undefined,
  ]
  if (reason === undefined || gaps.includes(true)) throw refused('step.incomplete')
  return reason
}

/** @throws refused `case.moved-on` for a step that is not there or needs nobody else, forbidden */
const proposable = (found: Case, { actor }: Who, { action }: StepWish): Transition => {
  const transition = transitionOf(found.state, action)
  if (transition.approval === undefined) throw refused('case.moved-on')
  if (!isAllowed(actor, transition.permission)) throw forbidden('permission')
  return transition
}

/** true: it was sent before. @throws refused `step.pending` */
const waits = (latest: SealedProposal | undefined, { actor }: Who, wish: StepWish): boolean => {
  if (latest?.state !== 'asked') return false
  if (latest.askedBy === actor.id && latest.action === wish.action) return true
  throw refused('step.pending')
}

const propose =
  (deps: TakingDeps) =>
  async (tx: Tx, who: Who, wish: StepWish): Promise<void> => {
    const { cases, audit, clock, random } = deps
    const found = await lockVisible(deps, tx, who)
    if (waits(await latestProposal(tx, found.id), who, wish)) return
    const seen = decisionMark((await cases.decisionsOf(tx, found.id))[0])
    if (who.seen !== undefined && who.seen !== seen) throw refused('case.moved-on')
    const transition = proposable(found, who, wish)
    const reason = reasonIn(transition, wish)
    const key = await keyFor(deps, tx, who)
    await assertNeeds(deps, tx, { ...who, key }, { found, transition, wish })
    await assertUnmasking(deps.masking, tx, { caseId: found.id, key }, { reason })
    const id = random.uuid()
    await insertProposal(tx, {
      ...{ id, caseId: found.id, organisationId: found.organisationId },
      ...{ action: wish.action, from: found.state, seen },
      ...{ askedBy: who.actor.id, askedAt: clock() },
      ...{ ground: wish.ground ?? null, detail: wish.outcome ?? null },
      sealedReason: sealField(key, place(id, 'sealed_reason'), reason),
    })
    await cases.markPending(tx, found.id, 1)
    const running = clockWhileAsked(found.state, wish.action, wish.outcome)
    if (running !== undefined)
      await deps.deadlines.start(tx, found.id, running, await pointOf(deps, tx, found))
    await audit.record(tx, who.actor, found.organisationId, {
      ...{ deed: 'step.asked', caseId: found.id, subject: wish.action },
    })
  }

/** The proposal and its case, both held: first the case, as every step does. */
const hold = async (deps: TakingDeps, tx: Tx, { actor, keys }: Visitor, id: string) => {
  const unheld = await findProposal(tx, id)
  if (unheld === undefined) throw notFound('approval')
  const who: Who = { actor, keys, caseId: unheld.caseId }
  const found = await lockVisible(deps, tx, who)
  const proposal = await lockProposal(tx, id)
  if (proposal === undefined) throw notFound('approval')
  return { who, found, proposal }
}

/** true: answered so by this person before. @throws refused `step.answered` */
const isAnswered = (proposal: Proposal, { actor }: Visitor, as: Proposal['state']): boolean => {
  if (proposal.state === 'asked') return false
  if (proposal.state === as && proposal.answeredBy === actor.id) return true
  throw refused('step.answered')
}

/** @throws forbidden, refused `step.own-approval` */
const assertMayAnswer = ({ from, action, askedBy }: Proposal, { actor }: Visitor): void => {
  const { approval } = transitionOf(from, action)
  if (approval === undefined || !isAllowed(actor, approval)) throw forbidden('permission')
  if (askedBy === actor.id) throw refused('step.own-approval')
}

const approve =
  (deps: TakingDeps) =>
  async (tx: Tx, visitor: Visitor, id: string): Promise<CaseId> => {
    const { who, found, proposal } = await hold(deps, tx, visitor, id)
    if (isAnswered(proposal, visitor, 'approved')) return found.id
    assertMayAnswer(proposal, visitor)
    if (found.state !== proposal.from) throw refused('case.moved-on')
    const { action, ground, detail, askedBy } = proposal
    const { reason } = opened(await keyFor(deps, tx, who), proposal)
    const by = visitor.actor.id
    await answerProposal(tx, id, { state: 'approved', by, at: deps.clock() })
    await deps.cases.markPending(tx, found.id, -1)
    const wish = { action, reason, ground: ground ?? undefined }
    const outcome = outcomeIn(detail)
    await takeStep(deps, tx, { ...who, askedBy }, { ...wish, outcome })
    return found.id
  }

type Ending = { readonly as: 'turned-down' | 'taken-back'; readonly words?: string }

const end = async (
  deps: TakingDeps,
  tx: Tx,
  { visitor, id }: { readonly visitor: Visitor; readonly id: string },
  { as, words }: Ending,
): Promise<CaseId> => {
  const { who, found, proposal } = await hold(deps, tx, visitor, id)
  if (isAnswered(proposal, visitor, as)) return found.id
  const { actor } = visitor
  if (as === 'turned-down') assertMayAnswer(proposal, visitor)
  else if (proposal.askedBy !== actor.id) throw forbidden('permission')
  const key = await keyFor(deps, tx, who)
  await assertUnmasking(deps.masking, tx, { caseId: found.id, key }, { reason: words })
  const sealed =
    words === undefined ? {} : { sealed: sealField(key, place(id, 'sealed_answer'), words) }
  await answerProposal(tx, id, { state: as, by: actor.id, at: deps.clock(), ...sealed })
  await deps.cases.markPending(tx, found.id, -1)
  await endAsked(deps, tx, found.id, proposal)
  const deed = as === 'turned-down' ? 'step.turned-down' : 'step.taken-back'
  const subject = proposal.action
  await deps.audit.record(tx, actor, found.organisationId, { deed, caseId: found.id, subject })
  return found.id
}

export type Proposals = {
  /** Lays a step before a second person. @throws refused `step.*`, `case.moved-on`, forbidden */
  readonly propose: (tx: Tx, who: Who, wish: StepWish) => Promise<void>
  /** Takes the step in this person's name. @throws refused `step.answered`, `step.own-approval`, forbidden */
  readonly approve: (tx: Tx, visitor: Visitor, id: string) => Promise<CaseId>
  readonly turnDown: (tx: Tx, visitor: Visitor, id: string, words: string) => Promise<CaseId>
  /** By who asked for it. */
  readonly takeBack: (tx: Tx, visitor: Visitor, id: string) => Promise<CaseId>
  /** Unopened, to ask who may know of its case. */
  readonly findProposal: (tx: Tx, id: string) => Promise<Proposal | undefined>
  readonly openProposal: (
    tx: Tx,
    key: SymmetricKey,
    id: string,
  ) => Promise<OpenProposal | undefined>
  /** The one that waits in the case, else the last. */
  readonly latestProposal: (
    tx: Tx,
    key: SymmetricKey,
    caseId: CaseId,
  ) => Promise<OpenProposal | undefined>
}

export const createProposals = (deps: TakingDeps): Proposals => ({
  propose: propose(deps),
  approve: approve(deps),
  turnDown: (tx, visitor, id, words) =>
    end(deps, tx, { visitor, id }, { as: 'turned-down', words }),
  takeBack: (tx, visitor, id) => end(deps, tx, { visitor, id }, { as: 'taken-back' }),
  findProposal,
  openProposal: async (tx, key, id) => {
    const found = await findProposal(tx, id)
    return found && opened(key, found)
  },
  latestProposal: async (tx, key, caseId) => {
    const found = await latestProposal(tx, caseId)
    return found && opened(key, found)
  },
})
