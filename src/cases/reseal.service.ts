import { resealKey, type Resealer, type Resealing } from '../desks'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import { placeOf } from './case-keys.service'
import { insertSeals, type SealRow } from './case-seals.repository'
import {
  countSealsBelow,
  deleteSealsBelow,
  takeSealsBelow,
  type OldSeal,
} from './reseal.repository'

const take = async (tx: Tx, work: Resealing): Promise<OldSeal[]> => {
  const { to, limit, skip } = work
  const wanted = { deskId: to.deskId, below: to.version, limit, skip }
  if (!work.openFirst) return takeSealsBelow(tx, { ...wanted, onlyOpen: false })
  return takeSealsBelow(tx, { ...wanted, onlyOpen: true })
}

const sealAnew = (work: Resealing, { case_id, version, sealed }: OldSeal): SealRow | undefined => {
  const bytes = resealKey(work, { version, bytes: sealed }, to => placeOf(case_id, to))
  return (
    bytes && {
      case_id,
      recipient_kind: 'desk',
      recipient_id: work.to.deskId,
      version: work.to.version,
      sealed: bytes,
    }
  )
}

/** Case keys, from earlier versions of a desk's key to the newest; the old seals go in the same transaction. */
export const caseResealer: Resealer = {
  left: countSealsBelow,
  reseal: async (tx, work) => {
    const taken = await take(tx, work)
    const anew: SealRow[] = []
    const closed: CaseId[] = []
    for (const seal of taken) {
      const row = sealAnew(work, seal)
      if (row === undefined) closed.push(seal.case_id)
      else anew.push(row)
    }
    if (anew.length > 0) {
      await insertSeals(tx, anew)
      const { deskId, version } = work.to
      const ids = anew.map(({ case_id }) => case_id)
      await deleteSealsBelow(tx, { deskId, below: version }, ids)
    }
    return { done: anew.length, closed }
  },
}
