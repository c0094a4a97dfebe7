// The spine: one case, its clear facts, its state table, its keys and the reports in it.
// It answers who may know that a case exists and who can open it; every case key is sealed and
// opened here. It never reads or writes an identity, and never asks who is at the door: callers
// bring the actor and the keys that the actor's session holds.
export { admitReader, admitToCase, keyOfAdmitted, recordDenied } from './admission.service'
export { declarationFirst } from './declaration.guard'
export { createCaseNumbers, type CaseNumbers } from './case-numbers.service'
export { createCases, type Cases } from './cases.service'
export { createExclusionsHomePart } from './home-part'
export type { Case, CaseBrief, CaseTitle, NewCase, Officer } from './case'
export { caseLabel, shortLabel } from './case-label.rules'
export {
  caseActions,
  caseOutcomes,
  checkedNeeds,
  caseStates,
  type CaseAction,
  type CaseOutcome,
  type CaseState,
  type CheckedNeed,
  type ClockOrder,
  type Need,
  type NoticeCode,
  type Transition,
} from './case-course.rules'
export { caseEnds, isOpen } from './case-ends.rules'
export {
  clocksOf,
  clockWhileAsked,
  findTransition,
  nextState,
  possibleActions,
  rewardClocks,
  transitionOf,
} from './case.rules'
export { decisionMark, openReason, type Step } from './case-steps.service'
export { privateKeyPlace } from './reports.service'
export { vouchedReports } from './vouched'
export { caseResealer } from './reseal.service'
export type { QueueFilters } from './queue.repository'
export type { EndedBy, EndedCase } from './retained.repository'
export { LOAD_CAP, type Load } from './loads.repository'
