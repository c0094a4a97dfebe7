import type { Audit } from '../audit'
import type { Holder } from '../desks'
import type { SymmetricKey } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import type { Case } from './case'
import type { Cases } from './cases.service'

type Deps = { readonly db: Db; readonly cases: Cases; readonly audit: Audit }

/**
 * The attempt, with the case's own body; a case that does not exist leaves nothing. In a transaction of
 * its own: the record must outlive the refusal.
 */
export const recordDenied = ({ db, cases, audit }: Deps, actor: StaffActor, caseId: CaseId) =>
  db.inTransaction(async tx => {
    const hidden = await cases.find(tx, caseId)
    if (hidden === undefined) return
    await audit.record(tx, actor, hidden.organisationId, { deed: 'case.denied', caseId })
  })

/**
 * The case, for a person who may know of it. Anybody else reads the same words as for a case that does
 * not exist, and the attempt is recorded with the case's own body.
 * @throws notFound('case')
 */
export const admitToCase = async (deps: Deps, actor: StaffActor, caseId: CaseId): Promise<Case> => {
  const visible = await deps.db.inTransaction(tx => deps.cases.findVisible(tx, actor, caseId))
  if (visible !== undefined) return visible
  await recordDenied(deps, actor, caseId)
  throw notFound('case')
}

/** The same for what a legal reviewer reads too. @throws notFound('case') */
export const admitReader = async (deps: Deps, actor: StaffActor, caseId: CaseId): Promise<Case> => {
  const readable = await deps.db.inTransaction(tx => deps.cases.findReadable(tx, actor, caseId))
  if (readable !== undefined) return readable
  await recordDenied(deps, actor, caseId)
  throw notFound('case')
}

/**
 * The key of a case that the person may know of. A new colleague sees the row before a member of the desk
 * has confirmed his key: he is told so, instead of «not found».
 * @throws forbidden('case.no-key')
 */
export const keyOfAdmitted = async (
  cases: Cases,
  tx: Tx,
  holders: readonly Holder[],
  caseId: CaseId,
): Promise<SymmetricKey> => {
  const key = (await cases.keysOf(tx, holders, [caseId])).get(caseId)
  if (key === undefined) throw forbidden('case.no-key')
  return key
}
