import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { sealCaseKey } from './case-keys.service'
import { addOfficer, listOfficers, stopHandling } from './case-officers.repository'
import { deleteStaffSeals } from './case-seals.repository'
import { isExcluded } from './exclusions.repository'

export type Handler = { readonly staffId: StaffId; readonly publicKey: Buffer }

export type Handing = {
  readonly handlers: readonly Handler[]
  readonly key: SymmetricKey
}

/** @throws refused `case.excluded`; the case row is held, so nobody is excluded meanwhile */
const refuseExcluded = async (
  tx: Tx,
  caseId: CaseId,
  handlers: readonly Handler[],
): Promise<void> => {
  for (const { staffId } of handlers)
    if (await isExcluded(tx, caseId, staffId)) throw refused('case.excluded')
}

/** These handlers, two but for a case that follows another, get the key from the session of whoever hands the case on; earlier ones lose theirs. */
export const handOver = async (
  tx: Tx,
  caseId: CaseId,
  { handlers, key }: Handing,
  since: Date,
): Promise<void> => {
  const chosen = handlers.map(({ staffId }) => staffId)
  if (new Set(chosen).size < handlers.length) throw refused('assign.two-handlers')
  await refuseExcluded(tx, caseId, handlers)
  const leaving = (await listOfficers(tx, [caseId]))
    .filter(({ staffId, handling }) => handling && !chosen.includes(staffId))
    .map(({ staffId }) => staffId)
  await stopHandling(tx, caseId, leaving)
  await deleteStaffSeals(tx, caseId, leaving)
  for (const { staffId, publicKey } of handlers) {
    await addOfficer(tx, { case_id: caseId, staff_id: staffId, handling: true, since })
    await sealCaseKey(tx, caseId, key, { kind: 'staff', id: staffId, version: 1, publicKey })
  }
}

export const areHandlers = async (
  tx: Tx,
  caseId: CaseId,
  { handlers }: { readonly handlers: readonly Handler[] },
): Promise<boolean> => {
  // Whoever stands in for one of the two is not yet a handler for its own sake.
  const now = (await listOfficers(tx, [caseId])).filter(
    ({ handling, standsInFor }) => handling && standsInFor === undefined,
  )
  return handlers.every(({ staffId }) => now.some(officer => officer.staffId === staffId))
}
