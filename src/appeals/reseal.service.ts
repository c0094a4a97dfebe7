import { resealKey, type Resealer } from '../desks'
import { countOldKeys, saveDeskKey, takeOldKeys } from './reseal.repository'

/** What a reporter laid before the supervision desk: the desk's copy of its key, from an earlier version. */
export const appealResealer: Resealer = {
  left: countOldKeys,
  reseal: async (tx, work) => {
    const { deskId, version: below } = work.to
    const { skip, limit } = work
    const closed: string[] = []
    let done = 0
    for (const row of await takeOldKeys(tx, { deskId, below, skip, limit })) {
      const sealed = resealKey(
        work,
        { version: row.desk_version, bytes: row.sealed_key_desk },
        to => ({
          table: 'appeals',
          column: 'sealed_key_desk',
          row: row.id,
          recipient: `${to.kind}:${to.id}`,
          version: to.version,
        }),
      )
      if (sealed === undefined) closed.push(row.id)
      else {
        await saveDeskKey(tx, { id: row.id, version: below, sealed })
        done += 1
      }
    }
    return { done, closed }
  },
}
