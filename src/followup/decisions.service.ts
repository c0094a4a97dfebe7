import type { OpenAppeal } from '../appeals'
import type { Case, CaseAction, Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Decided, Objectable } from './followup'
import { mergedAt } from './lead.service'

type Deps = {
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly organisations: Organisations
  readonly clock: Clock
}

/** What the reporter calls the decision; steps that are none for the reporter have no name. */
const nameOf: Readonly<Partial<Record<CaseAction, string>>> = {
  refuse: '不予受理',
  'hand-over': '移送其他部门',
  redirect: '请您去别处反映',
  'not-file': '不予立案',
  decide: '处理决定',
  withdraw: '终止办理',
}

/** Of a report that was merged, also what was decided in the leading case since. */
const decisionsFor = async ({ cases }: Pick<Deps, 'cases'>, tx: Tx, found: Case) => {
  const own = await cases.decisionsOf(tx, found.id)
  if (found.mergedInto === null) return own
  const since = await mergedAt({ cases }, tx, found)
  const led = await cases.decisionsOf(tx, found.mergedInto)
  return [...led.filter(({ at }) => since !== undefined && at >= since), ...own]
}

type Known = { readonly mine: readonly OpenAppeal[]; readonly rewards: readonly Decided[] }

/** What was decided of a reward, then the decisions of the case; the newest first. */
export const listObjectable = async (
  { cases, deadlines, organisations, clock }: Deps,
  tx: Tx,
  caseId: CaseId,
  { mine, rewards }: Known,
): Promise<Objectable[]> => {
  const of = await cases.get(tx, caseId)
  const { organisationId } = of
  const { regionCode: place } = await organisations.get(tx, organisationId)
  const today = dayOf(clock())
  const decided = (await decisionsFor({ cases }, tx, of)).flatMap(({ id, action, at }) => {
    const name = nameOf[action]
    return name === undefined ? [] : [{ id, name, madeOn: dayOf(at) }]
  })
  const found: Objectable[] = []
  for (const { id, name, madeOn } of [...rewards, ...decided]) {
    const { dueOn: until } = await deadlines.plan(tx, 'OBJECTION', { place, on: madeOn })
    const objection = mine.find(one => one.told.decisionId === id)
    found.push({ id, name, madeOn, until, ended: today > until, objection })
  }
  return found
}
