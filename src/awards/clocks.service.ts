import { rewardClocks } from '../cases'
import type { LawEntry } from '../lawbook'
import { dayOf, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Award } from './award'
import { isDecided, isTold, nearestOf } from './award.rules'
import type { AwardDeps, FindingSeen } from './awards-deps'
import { awardsOfMatter, placeOf, rulesFor } from './matter.service'

export type ClockDeps = Pick<
  AwardDeps,
  'cases' | 'deadlines' | 'lawbook' | 'organisations' | 'clock' | 'seeFinding'
>

export type RewardClocks = {
  /**
   * The case has just been decided. They run for whatever was decided with a loss, by what is clear of it alone: who
   * wishes for a reward, and who left a name, is told by no clock (docs/adr/0083).
   */
  readonly begin: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<void>
  /** Something was proposed, refused or told: what is answered for each report of the matter has ended. */
  readonly answered: (tx: Tx, lead: CaseId) => Promise<void>
  /** A proposal went back: the matter waits for another one, since the same day. */
  readonly takenBack: (tx: Tx, lead: CaseId) => Promise<void>
}

type Term = NonNullable<Parameters<AwardDeps['deadlines']['start']>[3]['term']>
type Entry = Pick<LawEntry, 'code' | 'place' | 'version'>

const refOf = (kind: Term['kind'], { code, place, version }: Entry): Term => ({
  ...{ kind, code, place, version },
})

/** The place's own length of that clock; undefined where nothing is written there. */
const ownTerm = async (
  { lawbook }: ClockDeps,
  tx: Tx,
  { code, place, on }: { readonly code: string; readonly place: string; readonly on: Day },
): Promise<Term | undefined> => {
  const rules = await lawbook.list(tx, 'deadline-rule', { place, on })
  const own = nearestOf(rules.filter(({ data }) => data.termOf === code && data.length !== null))
  return own === undefined ? undefined : refOf('deadline-rule', own)
}

const isAnswered = async (
  { cases }: ClockDeps,
  tx: Tx,
  lead: CaseId,
  is: (award: Award) => boolean,
): Promise<boolean> => {
  const { reports, awards } = await awardsOfMatter({ cases }, tx, lead)
  return reports.every(({ id }) => awards.some(one => one.caseId === id && is(one)))
}

type Rule = LawEntry<'reward-rule'> | undefined

/** Something was lost, or the rule pays where nothing was. All of it is clear once the case is decided. */
const isWorthIt = ({ loss }: FindingSeen, rule: Rule): boolean =>
  loss !== 0n || rule?.data.withoutLoss?.on === true

type Place = { readonly place: string; readonly on: Day }

const startTerm = async (
  deps: ClockDeps,
  tx: Tx,
  rule: Rule,
  at: Place,
): Promise<Term | undefined> =>
  rule === undefined || rule.data.start === null
    ? ownTerm(deps, tx, { code: rewardClocks.start, ...at })
    : refOf('reward-rule', rule)

type Run = Place & {
  readonly code: string
  readonly term: Term | undefined
  readonly ended: (award: Award) => boolean
}

const run = async (
  deps: ClockDeps,
  tx: Tx,
  lead: CaseId,
  { code, term, ended, ...at }: Run,
): Promise<void> => {
  if (term === undefined || (await isAnswered(deps, tx, lead, ended))) return
  await deps.deadlines.start(tx, lead, code, { ...at, term })
}

const begin =
  (deps: ClockDeps): RewardClocks['begin'] =>
  async (tx, key, caseId) => {
    const finding = await deps.seeFinding(tx, key, caseId)
    const on = finding?.decidedOn ?? null
    if (finding === undefined || on === null) return
    const found = await deps.cases.get(tx, caseId)
    const at = { place: await placeOf(deps, tx, found), on }
    const days = { place: at.place, reported: found.receivedOn, decided: on }
    const { rule } = await rulesFor(deps, tx, days)
    if (!isWorthIt(finding, rule)) return
    const { start: code, notice } = rewardClocks
    const term = await startTerm(deps, tx, rule, at)
    await run(deps, tx, caseId, { ...at, code, term, ended: () => true })
    const telling = await ownTerm(deps, tx, { code: notice, ...at })
    await run(deps, tx, caseId, { ...at, code: notice, term: telling, ended: isTold })
  }

const answered =
  (deps: ClockDeps): RewardClocks['answered'] =>
  async (tx, lead) => {
    const on = dayOf(deps.clock())
    if (await isAnswered(deps, tx, lead, () => true))
      await deps.deadlines.finish(tx, lead, rewardClocks.start, on)
    if (await isAnswered(deps, tx, lead, isTold))
      await deps.deadlines.finish(tx, lead, rewardClocks.notice, on)
  }

export const createRewardClocks = (deps: ClockDeps): RewardClocks => ({
  begin: begin(deps),
  answered: answered(deps),
  takenBack: async (tx, lead) => {
    // What is not decided any more waits for no proposal.
    if (isDecided((await deps.cases.get(tx, lead)).state))
      await deps.deadlines.again(tx, lead, rewardClocks.start)
  },
})
