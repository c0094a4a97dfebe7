import { refused } from '../platform/errors'
import {
  caseActions,
  type CaseAction,
  type CaseOutcome,
  type CaseState,
  type ClockOrder,
  type Transition,
} from './case-course.rules'

type Steps = Partial<Record<CaseAction, Transition>>

const startCheck: ClockOrder = { start: 'CLUE_VERIFY' }
const endCheck: ClockOrder = { finish: 'CLUE_VERIFY' }
const startTelling: ClockOrder = { start: 'RN_NOTIFY' }

/**
 * 提出奖励意见、告诉举报人领奖: begun with the decision by the room of rewards, for whoever wishes for what; they outlive
 * the closing of the case, and end where the decision does not stand any more.
 */
export const rewardClocks = { start: 'REWARD_START', notice: 'REWARD_NOTICE' } as const
const endReward: readonly ClockOrder[] = Object.values(rewardClocks).map(finish => ({ finish }))

/** 信访工作条例: what came as a petition runs its own clocks beside those of the clue. */
const register: ClockOrder = { start: 'XF_REGISTER' }
const answerPetition: readonly ClockOrder[] = [{ finish: 'XF_REGISTER' }, { start: 'XF_CLOSE' }]

const accept: Transition = {
  to: 'accepted',
  permission: 'case.triage',
  needs: [],
  clocks: [{ finish: 'ACCEPT_DECISION_XZ' }],
  bySource: { petition: answerPetition },
}
const refuse: Transition = {
  to: 'refused',
  permission: 'case.triage',
  needs: ['ground', 'reason'],
  clocks: ['finish-all'],
  notice: 'refused',
}
const handOver: Transition = {
  to: 'handed-over',
  permission: 'case.triage',
  needs: ['ground', 'receiver', 'reason'],
  clocks: ['finish-all'],
  notice: 'handed-over',
}
/** By the body that it was handed to, whose case it is from then on: its clock begins with the receipt. */
const takeOver: Transition = {
  to: 'received',
  permission: 'case.triage',
  needs: ['handed-here'],
  clocks: [startCheck],
  bySource: { petition: [register] },
  notice: 'taken-over',
}
const redirect: Transition = { ...handOver, to: 'redirected', notice: 'redirected' }
const merge: Transition = {
  to: 'merged',
  permission: 'case.triage',
  needs: ['other-case', 'reason'],
  clocks: ['finish-all'],
  notice: 'merged',
}
const assign = (to: CaseState): Transition => ({
  to,
  permission: 'case.assign',
  needs: ['handlers'],
  clocks: [],
})
const file: Transition = {
  to: 'filed',
  permission: 'case.investigate',
  approval: 'case.approve',
  needs: ['reason'],
  clocks: [endCheck, { start: 'CASE_DECIDE' }, startTelling],
  notice: 'filed',
}
const notFile: Transition = {
  ...file,
  to: 'not-filed',
  needs: ['ground', 'reason'],
  clocks: [endCheck, startTelling],
  // What is told of it is the answer to a petition.
  bySource: { petition: [{ finish: 'XF_CLOSE' }] },
  notice: 'not-filed',
}
const investigate: Transition = {
  to: 'investigating',
  permission: 'case.investigate',
  needs: [],
  clocks: [],
}
const submitReview: Transition = {
  to: 'reviewing',
  permission: 'review.submit',
  needs: ['finding'],
  clocks: [{ start: 'LEGAL_REVIEW' }],
}
const endReview = (to: CaseState): Transition => ({
  to,
  permission: 'review.answer',
  needs: ['opinion'],
  clocks: [{ finish: 'LEGAL_REVIEW' }],
})
const decide: Transition = {
  to: 'decided',
  permission: 'case.investigate',
  approval: 'case.approve',
  signed: true,
  needs: ['outcome', 'reason', 'finding', 'review-passed-or-not-needed'],
  clocks: [{ finish: 'CASE_DECIDE' }],
  byOutcome: { 'crime-transfer': { asked: 'CRIME_DECIDE', taken: [{ start: 'CRIME_TRANSFER' }] } },
  notice: 'decided',
}
/** Told of filing or not filing: by letter too where there is a name; entered for every report. */
const tell = (to: CaseState): Transition => ({
  to,
  permission: 'case.write',
  needs: ['to-be-told'],
  clocks: [{ finish: 'RN_NOTIFY' }],
})
const close: Transition = {
  to: 'closed',
  permission: 'case.investigate',
  needs: ['told', 'transferred', 'discipline-told', 'measures-settled'],
  clocks: [{ finishAllBut: Object.values(rewardClocks) }],
  notice: 'closed',
}
const archive: Transition = {
  to: 'archived',
  permission: 'case.investigate',
  needs: ['told'],
  clocks: [],
}
const suspend: Transition = {
  to: 'suspended',
  permission: 'case.write',
  approval: 'case.approve',
  needs: ['ground', 'reason'],
  clocks: ['pause-all'],
  notice: 'suspended',
}
const resume: Transition = {
  to: 'before-suspension',
  permission: 'case.write',
  needs: [],
  clocks: ['resume-all'],
  notice: 'resumed',
}
const withdraw: Transition = {
  to: 'withdrawn',
  permission: 'case.write',
  approval: 'case.approve',
  needs: ['withdrawal', 'reason'],
  clocks: ['finish-all'],
  notice: 'withdrawn',
}
/** By new evidence or an objection. The clock is a new one. */
const reopen = (to: CaseState): Transition => ({
  to,
  permission: 'case.reopen',
  needs: ['ground', 'reason'],
  clocks: [startCheck],
  bySource: { petition: answerPetition },
  notice: 'reopened',
})
/** Of what was decided: what followed from it waits for the next decision. */
const decideAnew: Transition = { ...reopen('checking'), clocks: [...endReward, startCheck] }

const away = { 'hand-over': handOver, merge }
const filedSteps = (state: CaseState): Steps => ({
  assign: assign(state),
  tell: tell(state),
  suspend,
  withdraw,
})

/**
 * Which step leads where, who takes it and what it needs, starts, stops and says (docs: workflow, "A case").
 * Pages, lists and tests ask this table; nothing else decides it.
 */
const transitions: Readonly<Record<CaseState, Steps>> = {
  received: { accept, refuse, redirect, ...away, suspend, withdraw },
  accepted: { assign: assign('checking'), refuse, redirect, ...away, suspend, withdraw },
  checking: { assign: assign('checking'), file, 'not-file': notFile, ...away, suspend, withdraw },
  filed: { investigate, 'hand-over': handOver, ...filedSteps('filed') },
  investigating: {
    'submit-review': submitReview,
    decide,
    'hand-over': handOver,
    ...filedSteps('investigating'),
  },
  reviewing: {
    'pass-review': endReview('reviewed'),
    'return-review': endReview('investigating'),
    ...filedSteps('reviewing'),
  },
  reviewed: { decide, investigate, ...filedSteps('reviewed') },
  decided: {
    close,
    assign: assign('decided'),
    tell: tell('decided'),
    suspend,
    reopen: decideAnew,
  },
  closed: { archive, reopen: decideAnew },
  archived: { reopen: decideAnew },
  // A refused report stays readable and may be taken up again when new evidence comes.
  refused: { accept: { ...accept, clocks: [startCheck] } },
  // Not before whoever it lies with has sent it back, or it was taken back.
  'handed-over': {
    'take-over': takeOver,
    reopen: { ...reopen('accepted'), needs: ['ground', 'reason', 'handing-ended'] },
  },
  redirected: { reopen: reopen('accepted') },
  // Its reporter's new evidence goes to the case that it was merged into.
  merged: {},
  'not-filed': { tell: tell('not-filed'), archive, reopen: reopen('checking') },
  suspended: { resume, assign: assign('suspended'), withdraw },
  withdrawn: { reopen: reopen('accepted') },
}

export const findTransition = (state: CaseState, action: CaseAction): Transition | undefined =>
  transitions[state][action]

/** @throws refused `case.moved-on` when the table has no such step */
export const transitionOf = (state: CaseState, action: CaseAction): Transition => {
  const transition = findTransition(state, action)
  if (transition === undefined) throw refused('case.moved-on')
  return transition
}

/** @throws refused `case.moved-on` when the table has no such step */
export const nextState = (
  state: CaseState,
  action: CaseAction,
  suspendedFrom: CaseState | null = null,
): CaseState => {
  const { to } = transitionOf(state, action)
  if (to !== 'before-suspension') return to
  if (suspendedFrom === null) throw refused('case.moved-on')
  return suspendedFrom
}

export const possibleActions = (state: CaseState): CaseAction[] =>
  caseActions.filter(action => transitions[state][action] !== undefined)

/** The clock that runs while a step waits for whoever agrees to it. */
export const clockWhileAsked = (
  state: CaseState,
  action: CaseAction,
  outcome: CaseOutcome | undefined,
): string | undefined =>
  outcome === undefined ? undefined : findTransition(state, action)?.byOutcome?.[outcome]?.asked

/** What a step does to the clocks, with what is ended and begun by the way it came and by how it is decided. */
export const clocksOf = (
  { clocks, bySource, byOutcome }: Transition,
  outcome: CaseOutcome | undefined,
  source = '',
): readonly ClockOrder[] => {
  const own = [...clocks, ...(bySource?.[source] ?? [])]
  const more = outcome === undefined ? undefined : byOutcome?.[outcome]
  return more === undefined ? own : [...own, { finish: more.asked }, ...more.taken]
}
