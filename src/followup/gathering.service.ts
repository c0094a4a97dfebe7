import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import { rewardOf } from './claim.service'
import { deedsShown } from './course.rules'
import type { FollowFacts, FollowupDeps } from './followup'
import type { Visitor } from './followup.service'
import { identityLooks } from './identity-looks.service'
import { leadOf } from './lead.service'

/** What the page of a report tells, opened with the reporter's own key. */
export const gatherCase = async (
  deps: FollowupDeps,
  tx: Tx,
  visitor: Visitor,
): Promise<FollowFacts> => {
  const { cases, dialogue, evidence, audit, lawbook, random, clock, amendments, appeals } = deps
  const { caseId, reportId } = visitor
  const key = await deps.followup.keyOf(tx, visitor)
  const found = await cases.get(tx, caseId)
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  const made = await amendments.list(tx, key, caseId)
  return {
    found,
    lead: await leadOf(deps, tx, found),
    reportId,
    standing: await amendments.standingOf(tx, key, visitor),
    amendments: made.filter(one => one.reportId === reportId),
    appeals: await appeals.listMine(tx, visitor.holder),
    ...(await rewardOf(deps, tx, visitor)),
    above: (await appeals.above(tx, found.organisationId)) !== undefined,
    due: await dueOf(deps, tx, found.mergedInto ?? caseId),
    messages: await dialogue.list(tx, key, caseId, reportId),
    officers: await cases.officersOf(tx, [caseId]),
    deeds: await audit.listForCase(tx, caseId, { deeds: deedsShown, limit: 200 }),
    files: await evidence.count(tx, caseId, 'reporter'),
    identityLooks: await identityLooks(deps, tx, visitor),
    code: await deps.followup.codes.standing(tx, visitor),
    once: random.uuid(),
    limits: { message: limits['message.text'], idle: limits['follow.idle-minutes'] },
  }
}

const dueOf = async ({ deadlines, clock }: FollowupDeps, tx: Tx, caseId: CaseId) => {
  const next = await deadlines.nextForReporter(tx, caseId)
  if (next === undefined) return undefined
  return { ...next, ...(await deadlines.lamp(tx, dayOf(clock()), next.dueOn)) }
}
