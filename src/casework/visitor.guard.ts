import type { Request, Response } from 'express'
import { actorOf, keysOf } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, type Cases } from '../cases'
import type { Db } from '../platform/db/database'
import { readPath } from '../platform/http/path'
import { CaseParams } from './casework.schema'
import type { Visitor } from './casework.service'

type Deps = { readonly db: Db; readonly cases: Cases; readonly audit: Audit }

/** Who is asking for which case, admitted; whoever may not know of it gets 404, and that is recorded. */
export const visitorOf = async (deps: Deps, req: Request, res: Response): Promise<Visitor> => {
  const { caseId } = readPath(CaseParams, req.params)
  const actor = actorOf(res)
  await admitToCase(deps, actor, caseId)
  return { actor, caseId, keys: keysOf(res) }
}
