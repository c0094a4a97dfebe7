import type { OpenAppeal } from '../appeals'
import type { CaseAction, Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Objectable } from './followup'

type Deps = {
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly organisations: Organisations
  readonly clock: Clock
}

/** What the reporter calls the decision; '' for steps that are none against the reporter. */
const nameOf: Readonly<Record<CaseAction, string>> = { accept: '', refuse: '不予受理', assign: '' }

/** Newest first. */
export const listObjectable = async (
  { cases, deadlines, organisations, clock }: Deps,
  tx: Tx,
  caseId: CaseId,
  mine: readonly OpenAppeal[],
): Promise<Objectable[]> => {
  const { organisationId } = await cases.get(tx, caseId)
  const { regionCode: place } = await organisations.get(tx, organisationId)
  const today = dayOf(clock())
  const found: Objectable[] = []
  for (const { id, action, at } of await cases.decisionsOf(tx, caseId)) {
    if (nameOf[action] === '') continue
    const madeOn = dayOf(at)
    const { dueOn: until } = await deadlines.plan(tx, 'OBJECTION', { place, on: madeOn })
    const objection = mine.find(one => one.told.decisionId === id)
    found.push({ id, name: nameOf[action], madeOn, until, ended: today > until, objection })
  }
  return found
}
