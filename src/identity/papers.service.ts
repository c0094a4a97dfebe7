import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { ReportId } from '../vocabulary/ids'
import { listPapers, updateLetter } from './letters.repository'

const placeOf = (id: string) => ({ table: 'identity_letters', column: 'sealed_paper', row: id })

/** Letters that carry a name lie under the identity key: a new key takes them along. */
export const movePapers = async (
  tx: Tx,
  reportId: ReportId,
  keys: { readonly old: SymmetricKey; readonly key: SymmetricKey },
): Promise<void> => {
  for (const { id, sealed } of await listPapers(tx, reportId)) {
    const paper = openField(keys.old, placeOf(id), sealed)
    await updateLetter(tx, id, { sealed_paper: sealField(keys.key, placeOf(id), paper) })
  }
}
