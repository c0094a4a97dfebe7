import type { Visitor } from '../accounts'
import type { Audit } from '../audit'
import { notFound, refused } from '../platform/errors'
import { readTable } from '../tables'
import type { Mapping } from './batch.rules'
import { clearProblems, insertProblems, updateBatch } from './batches.repository'
import { createChecking, type CheckDeps } from './checking.service'
import { frameWith, own, ownHeld, type FrameDeps } from './frame.service'
import { openFileKey, openInfo, openParts, sealInfo } from './sealed-file.service'

type Deps = CheckDeps & FrameDeps & { readonly audit: Audit }

/** Reads the whole file with this mapping and writes down what is wrong with which row. Nothing is imported. */
export const checkWith =
  (deps: Deps) =>
  async (visitor: Visitor, id: string, mapping: Mapping): Promise<void> => {
    const { db, audit, clock } = deps
    const { actor, keys } = visitor
    const { batch, frame, bytes } = await db.piecemeal(async tx => {
      const found = await own(tx, actor, id)
      const key = openFileKey(found, keys)
      return {
        batch: found,
        frame: await frameWith(deps)(tx, found),
        bytes: await openParts(tx, id, key),
      }
    })
    if (!['mapping', 'checked'].includes(batch.state)) throw refused('batch.started')
    if (bytes === undefined || batch.expiresAt <= clock()) throw notFound('page')
    const key = openFileKey(batch, keys)
    const check = createChecking(deps, visitor, { frame, mapping })
    const found: Awaited<ReturnType<typeof check>> = []
    let isHead = true
    await readTable(bytes, frame.limits.read, async rows => {
      found.push(...(await check(isHead ? rows.slice(1) : rows)))
      isHead = false
    })
    await db.inTransaction(async tx => {
      const held = await ownHeld(tx, actor, id)
      if (!['mapping', 'checked'].includes(held.state)) throw refused('batch.started')
      await clearProblems(tx, id)
      await insertProblems(tx, id, found)
      const info = { ...openInfo(held, key), mapping }
      await updateBatch(tx, id, { state: 'checked', sealed_sheet: sealInfo(id, key, info) })
      const done = { deed: 'batch.checked', subject: id } as const
      await audit.record(tx, actor, actor.organisationId, done)
    })
  }
