import { isOpen } from '../../src/cases'
import {
  caseActions,
  caseStates,
  type CaseAction,
  type CaseState,
  type ClockOrder,
} from '../../src/cases/case-course.rules'
import { caseEnds, outcomeAfter } from '../../src/cases/case-ends.rules'
import { clocksOf, findTransition, nextState, possibleActions } from '../../src/cases/case.rules'
import { KnownError } from '../../src/platform/errors'

// Every cell of the state table, against a table written down apart from it (promise 20). One line a state: each
// step with where it leads, who takes or asks for it, who agrees, its clocks and its notice. What is not written
// here must not be possible.

const who = { T: 'case.triage', A: 'case.assign', H: 'case.investigate', W: 'case.write' }
const more = { S: 'review.submit', R: 'review.answer', O: 'case.reopen' }
const permissions: Readonly<Record<string, string>> = { ...who, ...more }

type Cell = readonly [
  to: CaseState | 'before-suspension',
  by: string,
  needs: string,
  clocks: string,
  notice?: string,
]

const all = 'finish-all'
const handOver: Cell = ['handed-over', 'T', 'ground receiver reason', all, 'handed-over']
const merge: Cell = ['merged', 'T', 'other-case reason', all, 'merged']
const redirect: Cell = ['redirected', 'T', 'ground receiver reason', all, 'redirected']
const refuse: Cell = ['refused', 'T', 'ground reason', all, 'refused']
const suspend: Cell = ['suspended', 'W+', 'ground reason', 'pause-all', 'suspended']
const withdraw: Cell = ['withdrawn', 'W+', 'withdrawal reason', all, 'withdrawn']
const decide: Cell = [
  'decided',
  'H+',
  'outcome reason finding review-passed-or-not-needed',
  '-CASE_DECIDE',
  'decided',
]
const assign = (to: CaseState): Cell => [to, 'A', 'handlers', '']
const tell = (to: CaseState): Cell => [to, 'W', 'to-be-told', '-RN_NOTIFY']
const reopen = (to: CaseState): Cell => [to, 'O', 'ground reason', '+CLUE_VERIFY', 'reopened']
const decideAnew: Cell = [
  ...(['checking', 'O', 'ground reason'] as const),
  ...(['-REWARD_START -REWARD_NOTICE +CLUE_VERIFY', 'reopened'] as const),
]
const archive: Cell = ['archived', 'H', 'told', '']

const expected: Readonly<Record<CaseState, Partial<Record<CaseAction, Cell>>>> = {
  received: {
    accept: ['accepted', 'T', '', '-ACCEPT_DECISION_XZ'],
    ...{ refuse, redirect, 'hand-over': handOver, merge, suspend, withdraw },
  },
  accepted: {
    assign: assign('checking'),
    ...{ refuse, redirect, 'hand-over': handOver, merge, suspend, withdraw },
  },
  checking: {
    assign: assign('checking'),
    file: ['filed', 'H+', 'reason', '-CLUE_VERIFY +CASE_DECIDE +RN_NOTIFY', 'filed'],
    'not-file': ['not-filed', 'H+', 'ground reason', '-CLUE_VERIFY +RN_NOTIFY', 'not-filed'],
    ...{ 'hand-over': handOver, merge, suspend, withdraw },
  },
  filed: {
    investigate: ['investigating', 'H', '', ''],
    'hand-over': handOver,
    ...{ assign: assign('filed'), tell: tell('filed'), suspend, withdraw },
  },
  investigating: {
    'submit-review': ['reviewing', 'S', 'finding', '+LEGAL_REVIEW'],
    ...{ decide, 'hand-over': handOver, assign: assign('investigating') },
    ...{ tell: tell('investigating'), suspend, withdraw },
  },
  reviewing: {
    'pass-review': ['reviewed', 'R', 'opinion', '-LEGAL_REVIEW'],
    'return-review': ['investigating', 'R', 'opinion', '-LEGAL_REVIEW'],
    ...{ assign: assign('reviewing'), tell: tell('reviewing'), suspend, withdraw },
  },
  reviewed: {
    ...{ decide, investigate: ['investigating', 'H', '', ''] as Cell },
    ...{ assign: assign('reviewed'), tell: tell('reviewed'), suspend, withdraw },
  },
  decided: {
    close: [
      ...(['closed', 'H', 'told transferred discipline-told measures-settled'] as const),
      ...(['all-but:REWARD_START:REWARD_NOTICE', 'closed'] as const),
    ],
    ...{ assign: assign('decided'), tell: tell('decided'), suspend, reopen: decideAnew },
  },
  closed: { archive, reopen: decideAnew },
  archived: { reopen: decideAnew },
  refused: { accept: ['accepted', 'T', '', '+CLUE_VERIFY'] },
  'handed-over': {
    'take-over': ['received', 'T', 'handed-here', '+CLUE_VERIFY', 'taken-over'],
    reopen: ['accepted', 'O', 'ground reason handing-ended', '+CLUE_VERIFY', 'reopened'],
  },
  redirected: { reopen: reopen('accepted') },
  merged: {},
  'not-filed': { tell: tell('not-filed'), archive, reopen: reopen('checking') },
  suspended: {
    resume: ['before-suspension', 'W', '', 'resume-all', 'resumed'],
    ...{ assign: assign('suspended'), withdraw },
  },
  withdrawn: { reopen: reopen('accepted') },
}

/** The clock that a step orders, as it is written above. */
const clockWords = (order: ClockOrder): string => {
  if (typeof order === 'string') return order
  if ('finishAllBut' in order) return `all-but:${order.finishAllBut.join(':')}`
  return 'start' in order ? `+${order.start}` : `-${order.finish}`
}

const cellOf = (state: CaseState, action: CaseAction): object | undefined => {
  const found = findTransition(state, action)
  return (
    found && {
      to: found.to,
      permission: found.permission,
      approval: found.approval,
      needs: [...found.needs],
      clocks: found.clocks.map(clockWords),
      notice: found.notice,
    }
  )
}

const words = (text: string): string[] => text.split(' ').filter(word => word !== '')

const wanted = (cell: Cell | undefined): object | undefined => {
  if (cell === undefined) return undefined
  const [to, by, needs, clocks, notice] = cell
  return {
    to,
    permission: permissions[by.charAt(0)],
    approval: by.endsWith('+') ? 'case.approve' : undefined,
    ...{ needs: words(needs), clocks: words(clocks), notice },
  }
}

/** Where it leads, by the table under test; the code of the refusal where it leads nowhere. */
const leadOf = (state: CaseState, action: CaseAction): string => {
  try {
    return nextState(state, action, 'investigating')
  } catch (error) {
    return error instanceof KnownError ? error.code : 'broken'
  }
}

const leadIn = ([to]: Cell): string => (to === 'before-suspension' ? 'investigating' : to)

it.each(caseStates.flatMap(state => caseActions.map(action => [state, action] as const)))(
  '%s, %s',
  (state, action) => {
    const cell = expected[state][action]
    expect(cellOf(state, action)).toEqual(wanted(cell))
    expect(possibleActions(state).includes(action)).toBe(cell !== undefined)
    expect(leadOf(state, action)).toBe(cell === undefined ? 'case.moved-on' : leadIn(cell))
  },
)

/** 信访工作条例: the clocks of a petition, beside those of the clue; by step, wherever it is taken. */
const ofPetitions: Partial<Record<CaseAction, string>> = {
  accept: '-XF_REGISTER +XF_CLOSE',
  'take-over': '+XF_REGISTER',
  'not-file': '-XF_CLOSE',
  reopen: '-XF_REGISTER +XF_CLOSE',
}

it('a petition runs its own clocks too, and nothing else does', () => {
  for (const state of caseStates)
    for (const action of possibleActions(state)) {
      const found = findTransition(state, action)
      if (found === undefined) throw new Error(action)
      const plain = clocksOf(found, undefined, 'web')
      expect(plain).toEqual(found.clocks)
      const more = clocksOf(found, undefined, 'petition').slice(plain.length).map(clockWords)
      expect([state, action, more]).toEqual([state, action, words(ofPetitions[action] ?? '')])
    }
})

it('goes on after a suspension where it stood, and nowhere without knowing where', () => {
  for (const from of caseStates) expect(nextState('suspended', 'resume', from)).toBe(from)
  expect(() => nextState('suspended', 'resume')).toThrow('case.moved-on')
})

it('reaches every state from the first', () => {
  const next = (state: CaseState): CaseState[] =>
    possibleActions(state).map(action => nextState(state, action, 'received'))
  const reached = new Set<CaseState>(['received'])
  // Growing while it is walked.
  for (const state of reached) next(state).forEach(one => reached.add(one))
  expect([...reached].sort()).toEqual([...caseStates].sort())
})

it.each([
  ['decided', null, 'penalty', 'penalty'],
  ['closed', 'penalty', undefined, 'penalty'],
  ['archived', 'not-filed', undefined, 'not-filed'],
  ['suspended', 'dropped', undefined, 'dropped'],
  ['checking', 'penalty', undefined, null],
  ['accepted', 'refused', undefined, null],
  ['merged', null, undefined, 'merged'],
  ['not-filed', null, undefined, 'not-filed'],
] as const)('in state %s after %s, decided as %s, it ends as %s', (to, before, outcome, end) => {
  expect(outcomeAfter(before, { to, outcome })).toBe(end)
})

it('knows an end for every state that is closed, and keeps open what the reporter must still be told', () => {
  const closed = caseStates.filter(state => !isOpen(state))
  expect(closed).toEqual([
    ...['closed', 'archived', 'refused', 'handed-over'],
    ...['redirected', 'merged', 'withdrawn'],
  ])
  for (const state of closed.filter(one => one !== 'closed' && one !== 'archived'))
    expect(caseEnds).toContain(outcomeAfter(null, { to: state }))
  expect(isOpen('not-filed')).toBe(true)
})

it('asks for a signature where a decision on the case is agreed to, and nowhere else', () => {
  const signed = caseStates.flatMap(state =>
    possibleActions(state).filter(action => findTransition(state, action)?.signed === true),
  )
  expect(signed).toEqual(['decide', 'decide'])
  for (const state of ['investigating', 'reviewed'] as const)
    expect(findTransition(state, 'decide')?.approval).toBeDefined()
})
