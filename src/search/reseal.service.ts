import { resealKey, type Resealer } from '../desks'
import type { Installation } from '../platform/crypto'
import { deleteOldSeal, listOldSeals } from './reseal.repository'
import { insertSeals } from './search-keys.repository'

type Deps = { readonly installation: Pick<Installation, 'macSeal' | 'sealHolds'> }

/** The search key, from an earlier version of the intake desk's key to the newest. */
export const createSearchResealer = ({ installation }: Deps): Resealer => ({
  left: async (tx, desk) => (await listOldSeals(tx, desk)).length,
  reseal: async (tx, work) => {
    const { deskId, version: below } = work.to
    const ownerOf = (key: string, version: number) => `search-seal:${key}:desk:${deskId}:${version}`
    let done = 0
    const closed: string[] = []
    for (const { key_id, version, sealed, sealed_mac } of await listOldSeals(tx, {
      deskId,
      below,
    })) {
      const proved = installation.sealHolds(sealed, ownerOf(key_id, version), sealed_mac)
      const anew = resealKey(work, { version, bytes: sealed }, to => ({
        table: 'search_seals',
        column: 'sealed',
        row: key_id,
        recipient: `${to.kind}:${to.id}`,
        version: to.version,
      }))
      if (proved && anew === undefined) closed.push(key_id)
      else {
        // A row that this service did not write is as if it were not there.
        const mac = anew && installation.macSeal(anew, ownerOf(key_id, below))
        if (proved && anew !== undefined && mac !== undefined)
          await insertSeals(tx, key_id, [
            {
              recipient_kind: 'desk',
              recipient_id: deskId,
              version: below,
              sealed: anew,
              sealed_mac: mac,
            },
          ])
        await deleteOldSeal(tx, { keyId: key_id, deskId, version })
        done += 1
      }
    }
    return { done, closed }
  },
})
