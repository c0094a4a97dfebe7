import type { Visitor } from '../accounts'
import { isOpen, keyOfAdmitted, rewardClocks, type Case } from '../cases'
import type { LawEntry } from '../lawbook'
import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import { chooseRewardRule } from '../rewards'
import type { CaseId } from '../vocabulary/ids'
import type { Award, AwardShare } from './award'
import { isDecided } from './award.rules'
import type { AwardDeps, FindingSeen, OpenMatter } from './awards-deps'
import { listOfMatter } from './awards.repository'
import type { ProposalBar, ProposalFrame, RewardDay } from './proposal'

/** @throws notFound('case'), forbidden('case.no-key') */
export const openMatter = async (
  deps: AwardDeps,
  tx: Tx,
  { actor, keys }: Visitor,
  caseId: CaseId,
): Promise<OpenMatter> => {
  const { cases, desks } = deps
  const found = await cases.findVisible(tx, actor, caseId)
  if (found === undefined) throw notFound('case')
  const lead = found.mergedInto === null ? found : await cases.get(tx, found.mergedInto)
  const opened = await cases.keysOf(tx, await desks.holdersOf(tx, keys), [caseId, lead.id])
  const key = opened.get(caseId) ?? (await keyOfAdmitted(cases, tx, [], caseId))
  return { found, lead, key, finding: await findingOf(deps, tx, lead, opened.get(lead.id)) }
}

const findingOf = async (
  { seeFinding }: AwardDeps,
  tx: Tx,
  lead: Case,
  key: SymmetricKey | undefined,
): Promise<FindingSeen | undefined> =>
  key === undefined || !isDecided(lead.state) ? undefined : seeFinding(tx, key, lead.id)

type Rules = {
  readonly rule: LawEntry<'reward-rule'> | undefined
  readonly passedOver: readonly LawEntry<'reward-rule'>[]
}

/** By the law of the report's day or of the decision's, as each rule says of itself. */
export const rulesFor = async (
  { lawbook }: Pick<AwardDeps, 'lawbook'>,
  tx: Tx,
  { place, reported, decided }: { place: string; reported: Day; decided: Day },
): Promise<Rules> => {
  const then = await lawbook.list(tx, 'reward-rule', { place, on: reported })
  const now = await lawbook.list(tx, 'reward-rule', { place, on: decided })
  return chooseRewardRule([
    ...then.filter(({ data }) => data.chosenBy === 'report'),
    ...now.filter(({ data }) => data.chosenBy === 'decision'),
  ])
}

export const placeOf = async (
  { organisations }: Pick<AwardDeps, 'organisations'>,
  tx: Tx,
  { regionCode, organisationId }: Case,
): Promise<string> => regionCode ?? (await organisations.get(tx, organisationId)).regionCode

type MatterAwards = { readonly reports: readonly Case[]; readonly awards: readonly Award[] }

/** The reports of a matter in the order of acceptance, and what was awarded for any of them. */
export const awardsOfMatter = async (
  { cases }: Pick<AwardDeps, 'cases'>,
  tx: Tx,
  lead: CaseId,
): Promise<MatterAwards> => {
  const reports = await cases.byRank(tx, lead)
  const ids = reports.map(({ id }) => id)
  return { reports, awards: await listOfMatter(tx, lead, ids) }
}

type Rank = {
  readonly rank: number
  readonly reports: number
  readonly share: AwardShare
  /** Somebody who was accepted earlier has no answer yet. */
  readonly waitsForEarlier: boolean
}

const rankIn = (group: readonly Case[], caseId: CaseId, awards: readonly Award[]): Rank => {
  const at = group.findIndex(({ id }) => id === caseId)
  const earlier = group.slice(0, Math.max(at, 0))
  const first = awards.some(
    one => one.kind === 'grant' && one.share === 'first' && one.caseId !== caseId,
  )
  return {
    ...{ rank: at + 1, reports: group.length, share: first ? 'further' : 'first' },
    waitsForEarlier: earlier.some(({ id }) => !awards.some(one => one.caseId === id)),
  }
}

const mayPropose = async (
  { cases }: AwardDeps,
  tx: Tx,
  { actor }: Visitor,
  caseId: CaseId,
): Promise<boolean> => {
  if (actor.duties.includes('principal')) return true
  const officers = await cases.officersOf(tx, [caseId])
  return officers.some(({ staffId, handling }) => handling && staffId === actor.id)
}

type Facts = Pick<ProposalFrame, 'found' | 'lead' | 'finding' | 'rule'> & {
  readonly mine: boolean
  readonly awards: readonly Award[]
  readonly waitsForEarlier: boolean
  readonly desk: boolean
}

/** What speaks against a proposal, the most telling first. */
const barOf = ({ found, lead, finding, rule, awards, ...facts }: Facts): ProposalBar => {
  const undecided = !isDecided(lead.state) || (finding?.decidedOn ?? null) === null
  const bars: readonly (readonly [boolean, ProposalBar])[] = [
    [awards.some(({ caseId }) => caseId === found.id), 'award.running'],
    [undecided && !isOpen(lead.state), 'award.ended'],
    [undecided, 'award.not-decided'],
    [!facts.mine, 'award.not-yours'],
    [facts.waitsForEarlier, 'award.earlier-first'],
    [!facts.desk, 'award.no-finance'],
    [rule === undefined, 'award.no-rule'],
  ]
  return bars.find(([holds]) => holds)?.[1] ?? ''
}

type Decided = {
  readonly lead: CaseId
  readonly rule: LawEntry<'reward-rule'> | undefined
  readonly decidedOn: Day | null
}

/** By the rule of today: for what was decided before there were clocks. */
const dayByRule = async (
  { deadlines }: AwardDeps,
  tx: Tx,
  { rule, decidedOn }: Decided,
): Promise<readonly RewardDay[]> => {
  const term = rule?.data.start ?? null
  if (term === null || decidedOn === null) return []
  const { dueOn, provisional } = await deadlines.dueAfter(tx, term, decidedOn)
  return [{ what: 'start', dueOn, provisional, doneOn: null }]
}

/** As the clocks of the case that leads have it. */
const daysOf = async (deps: AwardDeps, tx: Tx, decided: Decided): Promise<readonly RewardDay[]> => {
  // One that ended and was begun again is shown as it runs.
  const latest = new Map<RewardDay['what'], RewardDay>()
  for (const { ruleCode, ...clock } of await deps.deadlines.forCase(tx, decided.lead)) {
    const what = whatOf(ruleCode)
    if (what !== undefined && latest.get(what)?.doneOn !== null)
      latest.set(what, { what, ...clock })
  }
  return latest.size > 0 ? [...latest.values()] : dayByRule(deps, tx, decided)
}

const whatOf = (ruleCode: string): RewardDay['what'] | undefined =>
  (['start', 'notice'] as const).find(what => rewardClocks[what] === ruleCode)

const sumOf = (awards: readonly Award[]): bigint =>
  awards.reduce((sum, { basis }) => sum + basis, 0n)

export const frameOf = async (
  deps: AwardDeps,
  tx: Tx,
  visitor: Visitor,
  { found, lead, key, finding }: OpenMatter,
): Promise<ProposalFrame> => {
  const { cases, desks, lawbook, amendments } = deps
  const { reportId } = await cases.recipientIn(tx, found.id)
  const decidedOn = finding?.decidedOn ?? null
  const place = await placeOf(deps, tx, found)
  const on = decidedOn ?? found.receivedOn
  const rules = await rulesFor(deps, tx, { place, reported: found.receivedOn, decided: on })
  const { reports, awards } = await awardsOfMatter(deps, tx, lead.id)
  const { waitsForEarlier, ...rank } = rankIn(reports, found.id, awards)
  const facts = {
    mine: await mayPropose(deps, tx, visitor, found.id),
    desk: (await desks.nearestWith(tx, found.organisationId, 'finance')) !== undefined,
  }
  return {
    ...{ found, lead, finding, ...rules, ...rank },
    standing: await amendments.standingOf(tx, key, { caseId: found.id, reportId }),
    tests: await lawbook.list(tx, 'reward-test', { place, on }),
    others: awards.filter(({ caseId }) => caseId !== found.id),
    left: (finding?.loss ?? 0n) - sumOf(awards),
    days: await daysOf(deps, tx, { lead: lead.id, rule: rules.rule, decidedOn }),
    bar: barOf({ found, lead, finding, rule: rules.rule, awards, waitsForEarlier, ...facts }),
  }
}
