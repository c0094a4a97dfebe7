import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import type { Case } from './case'
import { listOfficers } from './case-officers.repository'
import { findCase } from './cases.repository'
import { isExcluded } from './exclusions.repository'
import type { QueueScope } from './queue.repository'
import { isUnderReviewBy } from './review-access.repository'

/** Intake and principals work on everything that their organisation received. */
const seesWholeOrganisation = (actor: StaffActor): boolean =>
  actor.duties.includes('intake') || actor.duties.includes('principal')

export const scopeOf = (actor: StaffActor): QueueScope =>
  seesWholeOrganisation(actor)
    ? { organisationId: actor.organisationId, viewer: actor.id }
    : { organisationId: actor.organisationId, viewer: actor.id, handledBy: actor.id }

/** undefined when this person may not know that it exists */
export const findVisible = async (
  tx: Tx,
  actor: StaffActor,
  caseId: CaseId,
): Promise<Case | undefined> => {
  const found = await findCase(tx, caseId)
  if (found?.organisationId !== actor.organisationId) return undefined
  if (await isExcluded(tx, caseId, actor.id)) return undefined
  if (seesWholeOrganisation(actor)) return found
  const officers = await listOfficers(tx, [caseId])
  return officers.some(({ staffId, handling }) => handling && staffId === actor.id)
    ? found
    : undefined
}

/** As findVisible; and a legal reviewer sees what lies at their desk, for as long as it lies there. */
export const findReadable = async (
  tx: Tx,
  actor: StaffActor,
  caseId: CaseId,
): Promise<Case | undefined> => {
  const visible = await findVisible(tx, actor, caseId)
  if (visible !== undefined || !actor.duties.includes('legal')) return visible
  return (await isUnderReviewBy(tx, actor, caseId)) ? findCase(tx, caseId) : undefined
}
