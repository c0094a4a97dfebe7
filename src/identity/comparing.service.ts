import type { Holder } from '../desks'
import type { Tx } from '../platform/db/transaction'
import type { ReportId } from '../vocabulary/ids'
import { seeIdentity } from './identity-seals'

type Person = { readonly name: string; readonly idNumber: string }

/** Whether it is who was named; none: no name was left. */
export type SameAnswer = 'yes' | 'no' | 'none'

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** Opens the name with the reporter's own key and says one word of it. */
export const compareName = async (
  tx: Tx,
  reporter: Holder,
  { name, idNumber }: Person,
): Promise<SameAnswer> => {
  const seen = await seeIdentity(tx, [reporter], reporter.id as ReportId)
  if (seen.kind !== 'named') return 'none'
  const known = seen.identity
  const isSame = plain(known.name) === plain(name) && plain(known.idNumber) === plain(idNumber)
  return isSame ? 'yes' : 'no'
}
