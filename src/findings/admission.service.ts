import type { Visitor } from '../accounts'
import { keyOfAdmitted, type Case, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'

type Deps = { readonly cases: Cases; readonly desks: Desks }

export type OpenCase = { readonly found: Case; readonly key: SymmetricKey }

/** @throws notFound('case'), forbidden('case.no-key') */
export const openCase = async (
  { cases, desks }: Deps,
  tx: Tx,
  { actor, keys }: Visitor,
  caseId: CaseId,
): Promise<OpenCase> => {
  const found = await cases.findVisible(tx, actor, caseId)
  if (found === undefined) throw notFound('case')
  const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
  return { found, key }
}

/** Whoever handles the case, and principals; whoever merely receives reports reads. */
export const mayWrite = async (
  { cases }: Pick<Deps, 'cases'>,
  tx: Tx,
  actor: StaffActor,
  caseId: CaseId,
): Promise<boolean> => {
  if (actor.duties.includes('principal')) return true
  const officers = await cases.officersOf(tx, [caseId])
  return officers.some(({ staffId, handling }) => handling && staffId === actor.id)
}

/** The case, held until the transaction ends, for somebody who may write. @throws forbidden('finding.not-yours') */
export const openToWrite = async (
  deps: Deps,
  tx: Tx,
  visitor: Visitor,
  caseId: CaseId,
): Promise<OpenCase> => {
  await deps.cases.lock(tx, caseId)
  const open = await openCase(deps, tx, visitor, caseId)
  if (!(await mayWrite(deps, tx, visitor.actor, caseId))) throw forbidden('finding.not-yours')
  return open
}
