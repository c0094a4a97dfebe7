import type { Request, Response } from 'express'
import { visitorOf, type Visitor } from '../accounts'
import { admitToCase } from '../cases'
import { readPath } from '../platform/http/path'
import type { CaseId } from '../vocabulary/ids'
import type { FindingRoomDeps } from './finding-room'
import { CaseParams } from './finding.schema'

/** Who is asking for which case; whoever may not know of it gets 404, and that is recorded. */
export const admitted = async (
  deps: Pick<FindingRoomDeps, 'db' | 'cases' | 'audit'>,
  req: Request,
  res: Response,
): Promise<{ readonly visitor: Visitor; readonly caseId: CaseId }> => {
  const { caseId } = readPath(CaseParams, req.params)
  const visitor = visitorOf(res)
  await admitToCase(deps, visitor.actor, caseId)
  return { visitor, caseId }
}
