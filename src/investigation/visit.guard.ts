import type { Request, Response } from 'express'
import { visitorOf, type Accounts, type Visitor } from '../accounts'
import type { Audit } from '../audit'
import { admitReader, type Cases } from '../cases'
import type { Evidence } from '../evidence'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { CaseId } from '../vocabulary/ids'
import type { Investigation } from './investigation.service'
import { CasePath } from './record.schema'
import type { Volume } from './volume.service'

export type InvestigationDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly evidence: Evidence
  readonly investigation: Investigation
  readonly organisations: Organisations
  readonly volume: Volume
}

export type CaseVisitor = Visitor & { readonly caseId: CaseId }

/** Whoever may not know of the case gets 404, and that is recorded. */
export const visitorAt = async (
  deps: Pick<InvestigationDoorDeps, 'db' | 'cases' | 'audit'>,
  req: Request,
  res: Response,
): Promise<CaseVisitor> => {
  const { caseId } = readPath(CasePath, req.params)
  const visitor = visitorOf(res)
  await admitReader(deps, visitor.actor, caseId)
  return { ...visitor, caseId }
}
