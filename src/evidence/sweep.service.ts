import type { EvidenceDeps } from './evidence'
import { ownedBlobs } from './evidence.repository'

const hour = 60 * 60 * 1000
/**
 * A blob's time is the midnight of its day, so one that says 47 hours may be 23 hours old. Nothing
 * younger than a day is touched: its row may be on the way.
 */
const spared = 48 * hour
/** Half-written files carry their real time. No upload lasts a day. */
const sparedPartial = 24 * hour
const batch = 500

/** Takes away sealed bytes that no row names: broken uploads, thrown-away drafts, lost copies. */
export const createSweep =
  ({ db, blobs, clock }: EvidenceDeps) =>
  async (): Promise<{ readonly removed: number }> => {
    const now = clock().getTime()
    let removed = await blobs.removePartial(new Date(now - sparedPartial))

    const removeUnowned = async (ids: readonly string[]): Promise<void> => {
      if (ids.length === 0) return
      const owned = await db.inTransaction(tx => ownedBlobs(tx, ids))
      for (const id of ids.filter(one => !owned.has(one))) {
        await blobs.remove(id)
        removed += 1
      }
    }

    let old: string[] = []
    for await (const { id, mtime } of blobs.list()) {
      if (now - mtime.getTime() < spared) continue
      old.push(id)
      if (old.length < batch) continue
      await removeUnowned(old)
      old = []
    }
    await removeUnowned(old)
    return { removed }
  }
