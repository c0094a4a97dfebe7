import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import { deleteFindings } from './findings.repository'
import { deleteEntries } from './ledgers.repository'
import { deleteChanges } from './measure-changes.repository'
import { deleteMeasures } from './measures.repository'

/** Everything of this room, at the end of a case; the ledgers go only behind its tombstone. */
export const eraseFindings = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await deleteEntries(tx, caseId)
  await deleteChanges(tx, caseId)
  await deleteMeasures(tx, caseId)
  await deleteFindings(tx, caseId)
}
