import { resealKey, type Resealer } from '../desks'
import { countOldSeals, replaceSeal, takeOldSeals, type DeskSeals } from './reseal.repository'

const resealerOf = (table: DeskSeals): Resealer => ({
  left: countOldSeals(table),
  reseal: async (tx, work) => {
    const { deskId, version: below } = work.to
    const closed: string[] = []
    let done = 0
    for (const { item, version, sealed } of await takeOldSeals(tx, table, {
      deskId,
      below,
      skip: work.skip,
      limit: work.limit,
    })) {
      const anew = resealKey(work, { version, bytes: sealed }, to => ({
        table,
        column: 'sealed',
        row: item,
        recipient: `${to.kind}:${to.id}`,
        version: to.version,
      }))
      if (anew === undefined) closed.push(item)
      else {
        await replaceSeal(tx, table, { item, deskId, below, sealed: anew })
        done += 1
      }
    }
    return { done, closed }
  },
})

/** What this room keeps sealed to desks: identities, what was written to the desk, letters. */
export const identityResealers: readonly Resealer[] = [
  resealerOf('identity_seals'),
  resealerOf('identity_request_seals'),
  resealerOf('identity_letter_seals'),
]
