import type { Request, Response } from 'express'
import type { Db } from '../platform/db/database'
import { doorOf } from '../platform/http/doors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { caseHref } from '../vocabulary/staff-paths'
import type { Cases } from './cases.service'

type Deps = { readonly db: Db; readonly cases: Pick<Cases, 'mustDeclare'> }

export const COI_DOOR = '/staff/cases/:caseId/coi'

/**
 * Where somebody is sent who has not said yet whether something ties them to the target: undefined for who has.
 * From whom the case is hidden is not asked: the door itself answers 404.
 */
export const declarationFirst = async (
  { db, cases }: Deps,
  actor: StaffActor,
  caseId: CaseId,
  { req, res }: { readonly req: Request; readonly res: Response },
): Promise<string | undefined> => {
  if (doorOf(res) === COI_DOOR) return undefined
  if (!(await db.inTransaction(tx => cases.mustDeclare(tx, actor, caseId)))) return undefined
  const wanted = req.method === 'POST' ? '' : req.originalUrl
  const query = wanted === '' ? '' : `?${new URLSearchParams({ next: wanted }).toString()}`
  return `${caseHref(caseId)}/coi${query}`
}
