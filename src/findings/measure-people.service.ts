import type { Accounts } from '../accounts'
import { isOpen, type Case } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Evidence } from '../evidence'
import type { Tx } from '../platform/db/transaction'
import type { FindingDeps, Findings } from './findings.service'
import type { Person } from './measure'

export type MeasureDeps = FindingDeps & {
  readonly accounts: Accounts
  readonly deadlines: Pick<Deadlines, 'nearUntil'>
  readonly evidence: Evidence
  readonly findings: Pick<Findings, 'readFinding'>
}

const beforeCheck: readonly string[] = ['received', 'accepted']

export const isMeasurable = ({ state }: Case): boolean =>
  isOpen(state) && !beforeCheck.includes(state)

/** Who may be made responsible: those who handle the case, and the principals of its body. */
export const peopleOf = async (
  { cases, accounts }: MeasureDeps,
  tx: Tx,
  { id, organisationId }: Case,
): Promise<Person[]> => {
  const officers = (await cases.officersOf(tx, [id])).filter(({ handling }) => handling)
  const principals = await accounts.listActive(tx, organisationId, 'principal')
  const ids = [...new Set([...officers.map(one => one.staffId), ...principals.map(one => one.id)])]
  const names = await accounts.namesOf(tx, ids)
  const people: Person[] = []
  for (const one of ids)
    if (!(await cases.isExcluded(tx, id, one)))
      people.push({ id: one, name: names.get(one) ?? '同事' })
  return people
}
