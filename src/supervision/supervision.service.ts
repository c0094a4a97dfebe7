import type { Accounts, Visitor } from '../accounts'
import type { Appeal, Appeals, DeskVisitor } from '../appeals'
import { openReason, type Case, type Cases } from '../cases'
import type { Deadlines, Lamp } from '../deadlines'
import type { Desks } from '../desks'
import type { Lawbook, LawPoint } from '../lawbook'
import type { Masking } from '../masking'
import type { Organisations } from '../organisations'
import { dayOf, type Clock, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { LampColour } from '../vocabulary/case-words'
import type { AppealId, CaseId } from '../vocabulary/ids'
import { nextPlace, type Wish } from './list.rules'
import { rewardsOf, type RewardDeps } from './rewards.service'
import type { AppealFile, AppealRow, DecisionLine } from './supervision'

type Deps = RewardDeps & {
  readonly accounts: Accounts
  readonly appeals: Appeals
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly desks: Desks
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly organisations: Organisations
  readonly clock: Clock
}

type Counts = {
  readonly waiting: number
  readonly unread: number
  readonly overdue: number
  readonly today: number
  readonly next: Day | null
}

export type Supervision = {
  readonly list: (
    tx: Tx,
    visitor: Visitor,
    wish: Wish,
  ) => Promise<{ readonly rows: AppealRow[]; readonly next: string }>
  readonly count: (tx: Tx, actor: StaffActor) => Promise<Counts>
  /** @throws notFound('appeal') */
  readonly madeOn: (tx: Tx, id: AppealId) => Promise<Day>
  readonly isHidden: (tx: Tx, actor: StaffActor, id: AppealId) => Promise<boolean>
  /** Opened with the key of the desk, and recorded. @throws notFound('appeal'), forbidden('appeal.no-key') */
  readonly open: (tx: Tx, visitor: Visitor, id: AppealId) => Promise<AppealFile>
  readonly answer: (
    tx: Tx,
    visitor: Visitor,
    id: AppealId,
    answer: { readonly body: string; readonly once: string },
  ) => Promise<void>
  /** @throws refused('appeal.acted') when a colleague was first */
  readonly act: (
    tx: Tx,
    visitor: Visitor,
    id: AppealId,
    action: { readonly on: Day; readonly done: string },
  ) => Promise<void>
  readonly limits: (tx: Tx) => Promise<{ readonly answer: number; readonly done: number }>
}

/** Counting stops here: what a page costs must not grow with what waits. */
const COUNT_CAP = 1000

const colourOf: Record<Lamp, LampColour> = { overdue: 'red', near: 'amber', normal: 'green' }

const stateOf = async (
  { deadlines }: Deps,
  tx: Tx,
  appeal: Appeal,
  today: Day,
): Promise<AppealRow['lamp']> => {
  if (appeal.actedOn !== null) return { colour: 'pause', workingDays: 0 }
  const { lamp, workingDaysLeft } = await deadlines.lamp(tx, today, appeal.dueOn)
  return { colour: colourOf[lamp], workingDays: Math.abs(workingDaysLeft) }
}

const withDesk = async (
  { desks }: Deps,
  tx: Tx,
  { actor, keys }: Visitor,
): Promise<DeskVisitor> => ({ actor, holders: await desks.holdersOf(tx, keys) })

const listing =
  (deps: Deps): Supervision['list'] =>
  async (tx, visitor, wish) => {
    const { cases, organisations, appeals, clock } = deps
    const { holders } = await withDesk(deps, tx, visitor)
    const query = { acted: wish.acted, after: wish.after, limit: wish.size }
    const { appeals: page, last } = await appeals.desk.list(tx, visitor.actor, query)
    const caseIds = [...new Set(page.map(({ caseId }) => caseId))]
    const titles = await cases.titlesOf(tx, await cases.keysOf(tx, holders, caseIds))
    const rows: AppealRow[] = []
    for (const appeal of page) {
      const of = await cases.get(tx, appeal.caseId)
      rows.push({
        appeal,
        found: of,
        body: (await organisations.get(tx, of.organisationId)).name,
        title: titles.get(appeal.caseId),
        lamp: await stateOf(deps, tx, appeal, dayOf(clock())),
      })
    }
    return { rows, next: nextPlace(wish, last) }
  }

const groundName = async (
  lawbook: Lawbook,
  tx: Tx,
  { action, ground }: { readonly action: string; readonly ground: string },
  at: LawPoint,
): Promise<string> => {
  const kind = action === 'refuse' ? 'refusal-ground' : 'step-ground'
  return (await lawbook.find(tx, kind, ground, at))?.data.name ?? ground
}

const decisionsOf = async (
  { cases, lawbook }: Deps,
  tx: Tx,
  found: Case,
  key: SymmetricKey,
): Promise<DecisionLine[]> => {
  const lines: DecisionLine[] = []
  for (const decision of await cases.decisionsOf(tx, found.id)) {
    const { id, action, ground } = decision
    const at = { place: found.regionCode ?? '*', on: dayOf(decision.at) }
    lines.push({
      ...{ id, action, on: at.on },
      ground: ground === null ? '' : await groundName(lawbook, tx, { action, ground }, at),
      reason: openReason(key, decision) ?? '',
    })
  }
  return lines
}

const opening =
  (deps: Deps): Supervision['open'] =>
  async (tx, visitor, id) => {
    const { appeals, cases, organisations, masking, accounts, clock } = deps
    const desk = await withDesk(deps, tx, visitor)
    const appeal = await appeals.desk.open(tx, desk, id)
    const caseId: CaseId = appeal.caseId
    const key = await cases.keyOf(tx, desk.holders, caseId)
    const found = await cases.get(tx, caseId)
    const { name: body, telephone } = await organisations.get(tx, found.organisationId)
    const today = dayOf(clock())
    const { told } = appeal
    const { originals, mask } = await masking.read(tx, { caseId, key }, [told.text, told.reach])
    const names = await accounts.namesOf(
      tx,
      appeal.answers.map(({ staffId }) => staffId),
    )
    return {
      ...{ appeal, found, body, telephone, today, originals, mask },
      title: (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId),
      lamp: await stateOf(deps, tx, appeal, today),
      brief: await cases.briefOf(tx, key, caseId),
      decisions: await decisionsOf(deps, tx, found, key),
      rewards: await rewardsOf(deps, tx, found, key),
      answeredBy: appeal.answers.map(({ staffId }) => names.get(staffId) ?? '同事'),
    }
  }

export const createSupervision = (deps: Deps): Supervision => ({
  list: listing(deps),
  count: (tx, actor) => deps.appeals.desk.count(tx, actor, COUNT_CAP),
  madeOn: deps.appeals.desk.madeOn,
  isHidden: deps.appeals.desk.isHidden,
  open: opening(deps),
  answer: async (tx, visitor, id, answer) =>
    deps.appeals.desk.answer(tx, await withDesk(deps, tx, visitor), id, answer),
  act: async (tx, visitor, id, action) =>
    deps.appeals.desk.act(tx, await withDesk(deps, tx, visitor), id, action),
  limits: async tx => {
    const limits = await deps.lawbook.limits(tx, { place: '*', on: dayOf(deps.clock()) })
    return { answer: limits['message.text'], done: limits['reason.max'] }
  },
})
