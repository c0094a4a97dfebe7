import type { Visitor } from '../accounts'
import { caseLabel } from '../cases'
import type { LawEntry } from '../lawbook'
import { assertUnmasking } from '../masking'
import { dayOf } from '../platform/clock'
import { newSymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused, unavailable } from '../platform/errors'
import { calculateReward, type TraceLine } from '../rewards'
import type { AwardId, CaseId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'
import { rewardFaults } from '../vocabulary/reward-words'
import type { AwardSummary, SummaryLine } from './award'
import { againstReward, basisFault } from './award.rules'
import type { AwardDeps, OpenMatter } from './awards-deps'
import { findOnce, insertAward, type SealedAward } from './awards.repository'
import { createRewardClocks } from './clocks.service'
import { frameOf, openMatter } from './matter.service'
import type { ProposalFrame, ProposalSum, ProposalWish } from './proposal'
import { sealAwardKey, sealGrounds, sealSummary } from './sealed-award'
import { tellDuty } from './telling.service'

type Rule = LawEntry<'reward-rule'>

const toLine = ({ of, amount, ...line }: TraceLine): SummaryLine => ({
  ...line,
  ...(of === undefined ? {} : { of: of.toString() }),
  amount: amount.toString(),
})

const YUAN = 100n
/** Hundred-millionths of a fen, as the calculator counts. */
const EXACT = 100_000_000n

/** A fixed sum where the fund lost nothing: only where the rule has one and somebody turned it on. */
const withoutLoss = ({ data: { withoutLoss: fixed } }: Rule, wanted: Fen): ProposalSum => {
  if (fixed?.on !== true) throw refused('award.no-loss')
  const from = BigInt(fixed.from) * YUAN
  const to = BigInt(fixed.to) * YUAN
  if (wanted < from || wanted > to)
    throw refused('award.fixed-range', { from: fixed.from, to: fixed.to })
  return { fen: wanted, lines: [{ what: 'fixed', amount: (wanted * EXACT).toString() }] }
}

const optionsOf = ({ grade, subject, insider, rate }: ProposalWish) => ({
  insider,
  ...(grade === '' ? {} : { grade }),
  ...(subject === '' ? {} : { subject }),
  ...(rate === '' ? {} : { rate }),
})

const basisFaults = { 'more-than-loss': 'award.basis', taken: 'award.basis-taken' } as const

/** @throws refused `award.*` with what is missing or too much */
const sumFor = (frame: ProposalFrame, wish: ProposalWish): ProposalSum => {
  const { rule, finding, left } = frame
  if (rule === undefined || finding === undefined) throw refused('award.no-rule')
  if (finding.match === 'no') throw refused('award.no-match')
  if (finding.loss === 0n) return withoutLoss(rule, wish.basis)
  const taken = finding.loss - left
  const fault = basisFault({ loss: finding.loss, taken, wanted: wish.basis })
  if (fault !== undefined) throw refused(basisFaults[fault])
  const found = calculateReward(rule.data, wish.basis, optionsOf(wish))
  if (!found.ok) {
    const why = rewardFaults[found.fault.code].replace('{named}', found.fault.named)
    throw refused('award.figures', { why })
  }
  if (found.reward === 0n) throw refused('award.nothing')
  return { fen: found.reward, lines: found.lines.map(toLine) }
}

const titleOf = (rule: Rule | undefined) => ({
  ruleTitle: rule?.data.title ?? '',
  ruleDocument: rule?.data.document ?? '',
})

const toSummary = (
  { found, finding, rule }: ProposalFrame,
  wish: ProposalWish,
  { against, basis, lines }: { against: string; basis: Fen; lines: readonly SummaryLine[] },
): AwardSummary => ({
  version: 1,
  caseNumber: caseLabel(found.year, found.serial),
  decision: wish.decision,
  ...titleOf(rule),
  ...{ grade: wish.grade, subject: wish.subject, insider: wish.insider, rate: wish.rate },
  match: finding?.match ?? 'no',
  loss: (finding?.loss ?? 0n).toString(),
  basis: basis.toString(),
  ...{ lines, against },
})

const ruleColumns = (rule: Rule | undefined) => ({
  rule_code: rule?.code ?? null,
  rule_place: rule?.place ?? null,
  rule_version: rule?.version ?? null,
})

type Outcome = { readonly against: string | undefined; readonly sum: ProposalSum }

const outcomeOf = (frame: ProposalFrame, wish: ProposalWish): Outcome => {
  const against = againstReward(wish.conditions, wish.exclusions)
  if (against !== undefined) return { against, sum: { fen: 0n, lines: [] } }
  if (frame.standing.reward !== 'wished') throw refused('award.no-wish')
  return { against, sum: sumFor(frame, wish) }
}

/** A refusal of a reward needs no rule: what is missing is said by the tests. */
const checkBar = ({ bar }: ProposalFrame, wish: ProposalWish): void => {
  const isRefusal = againstReward(wish.conditions, wish.exclusions) !== undefined
  if (bar === '' || (bar === 'award.no-rule' && isRefusal)) return
  throw refused(bar)
}

type Proposal = {
  readonly visitor: Visitor
  readonly matter: OpenMatter
  readonly frame: ProposalFrame
  readonly wish: ProposalWish
}

const seals = async (
  { cases, desks, random }: AwardDeps,
  tx: Tx,
  { matter: { found, key: caseKey }, frame, wish }: Proposal,
  { against, sum }: Outcome,
) => {
  const finance = await desks.nearestWith(tx, found.organisationId, 'finance')
  if (finance === undefined) throw unavailable('award.no-finance')
  const id = random.uuid() as AwardId
  const key = newSymmetricKey(random)
  const reporter = await cases.recipientIn(tx, found.id)
  const basis = against === undefined && frame.finding?.loss !== 0n ? wish.basis : 0n
  const summary = toSummary(frame, wish, { against: against ?? '', basis, lines: sum.lines })
  const { conditions, exclusions, conditionsWhy, exclusionsWhy } = wish
  const grounds = { version: 1, conditions, exclusions, conditionsWhy, exclusionsWhy } as const
  return {
    ...{ id, report_id: reporter.reportId, finance_body: finance.organisationId },
    basis_fen: basis.toString(),
    ...sealAwardKey(id, key, { caseKey, desk: finance.desk, reporter }),
    sealed_summary: sealSummary(key, id, summary),
    sealed_grounds: sealGrounds(caseKey, id, grounds),
  }
}

const put = async (deps: AwardDeps, tx: Tx, proposal: Proposal): Promise<SealedAward> => {
  const { visitor, matter, frame, wish } = proposal
  const outcome = outcomeOf(frame, wish)
  const isGrant = outcome.against === undefined
  const now = deps.clock()
  return insertAward(tx, {
    ...(await seals(deps, tx, proposal, outcome)),
    ...{ once: wish.once, case_id: matter.found.id, matter_id: matter.lead.id },
    organisation_id: matter.found.organisationId,
    year: Number(dayOf(now).slice(0, 4)),
    kind: isGrant ? 'grant' : 'refusal',
    share: frame.share,
    decided_on: matter.finding?.decidedOn ?? dayOf(now),
    ...ruleColumns(isGrant ? frame.rule : undefined),
    fen: outcome.sum.fen.toString(),
    budget_subject: deps.random.uuid(),
    ...{ proposed_by: visitor.actor.id, proposed_at: now },
  })
}

/** Nothing is kept. @returns undefined where the tests speak against a reward. @throws refused `award.*` */
export type Reckon = (
  tx: Tx,
  visitor: Visitor,
  caseId: CaseId,
  wish: ProposalWish,
) => Promise<ProposalSum | undefined>

export const reckon =
  (deps: AwardDeps): Reckon =>
  async (tx, visitor, caseId, wish) => {
    const matter = await openMatter(deps, tx, visitor, caseId)
    const frame = await frameOf(deps, tx, visitor, matter)
    checkBar(frame, wish)
    const { against, sum } = outcomeOf(frame, wish)
    return against === undefined ? sum : undefined
  }

export type Propose = (
  tx: Tx,
  visitor: Visitor,
  caseId: CaseId,
  wish: ProposalWish,
) => Promise<AwardId>

/** The case is held first: two proposals for one matter take turns. Sent twice it is one. */
export const propose =
  (deps: AwardDeps): Propose =>
  async (tx, visitor, caseId, wish) => {
    const { mergedInto } = await deps.cases.get(tx, caseId)
    await deps.cases.lock(tx, mergedInto ?? caseId)
    const matter = await openMatter(deps, tx, visitor, caseId)
    const made = await findOnce(tx, wish.once)
    if (made?.caseId === caseId) return made.id
    const frame = await frameOf(deps, tx, visitor, matter)
    checkBar(frame, wish)
    await assertUnmasking(
      deps.masking,
      tx,
      { caseId, key: matter.key },
      { decision: wish.decision },
    )
    const award = await put(deps, tx, { visitor, matter, frame, wish })
    await createRewardClocks(deps).answered(tx, matter.lead.id)
    await tellDuty(deps, tx, matter.found.organisationId, 'principal')
    await deps.audit.record(tx, visitor.actor, matter.found.organisationId, {
      ...{ deed: 'award.proposed', caseId, subject: award.id, ground: award.kind },
    })
    return award.id
  }
