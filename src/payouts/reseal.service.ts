import { resealKey, type Resealer } from '../desks'
import { countOldSeals, saveSeal, takeOldSeals } from './claim-seals.repository'
import { deskPlace } from './sealed-claim'

/** Payee keys, from an earlier version of the finance desk's key. */
export const claimResealer: Resealer = {
  left: countOldSeals,
  reseal: async (tx, work) => {
    const { deskId, version } = work.to
    const { skip, limit } = work
    const closed: string[] = []
    let done = 0
    for (const claim of await takeOldSeals(tx, { deskId, below: version, skip, limit })) {
      const { id, deskVersion, deskSealedKey } = claim
      const bytes = resealKey(work, { version: deskVersion, bytes: deskSealedKey }, to =>
        deskPlace(id, to),
      )
      if (bytes === undefined) closed.push(id)
      else {
        await saveSeal(tx, { id, version, bytes })
        done += 1
      }
    }
    return { done, closed }
  },
}
