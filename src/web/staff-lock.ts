import type { RequestHandler } from 'express'
import { z } from 'zod'
import { actorOf, keysOf, onlyIfAllowed, type StaffKeys } from '../accounts'
import { declarationFirst, recordDenied } from '../cases'
import { unavailable } from '../platform/errors'
import { spellIds } from '../platform/http/id-spelling'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import type { House } from './house'

const CaseDoor = z.object({ caseId: z.uuid().transform(id => id as CaseId) })

/** What is not compared yet is shown to nobody. @throws unavailable `relation.comparing`, what was done is kept */
const settleAll = async (
  { db, relations }: Pick<House, 'db' | 'relations'>,
  actor: StaffActor,
  keys: StaffKeys,
): Promise<void> => {
  const isWhole = await db.inTransaction(tx => relations.settle(tx, actor, keys))
  if (!isWhole) throw unavailable('relation.comparing')
}

/**
 * The lock of every staff door. Whoever tries the door of a case without the duty for it leaves the same
 * row in the record of that case as somebody from whom the case is hidden. And no door of a case opens to
 * somebody who has not declared yet whether something ties them to its target (回避): this is the one place
 * where that is asked, for every door that names a case.
 */
export const lockStaffDoor =
  (deps: Pick<House, 'db' | 'cases' | 'audit' | 'relations'>) =>
  (permission: Permission): RequestHandler => {
    const lock = onlyIfAllowed(permission)
    return async (req, res, next) => {
      const actor = actorOf(res)
      // Before any list is drawn: what somebody has declared a relation to is in none of theirs.
      if (
        isAllowed(actor, 'relation.declare') &&
        (await deps.db.piecemeal(tx => deps.relations.hasAny(tx, actor)))
      )
        await settleAll(deps, actor, keysOf(res))
      const door = CaseDoor.safeParse(spellIds(req.params))
      if (door.success && !isAllowed(actor, permission))
        await recordDenied(deps, actor, door.data.caseId)
      else if (door.success) {
        const first = await declarationFirst(deps, actor, door.data.caseId, { req, res })
        if (first !== undefined) {
          res.redirect(303, first)
          return
        }
      }
      lock(req, res, next)
    }
  }
