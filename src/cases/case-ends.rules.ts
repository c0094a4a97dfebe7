import type { CaseOutcome, CaseState } from './case-course.rules'

/** Nothing is left to be done; what is not filed stays open until its reporter has been told. */
const endStates = [
  'closed',
  'archived',
  'refused',
  'handed-over',
  'redirected',
  'merged',
  'withdrawn',
] as const satisfies readonly CaseState[]

export const isOpen = (state: CaseState): boolean =>
  !(endStates as readonly CaseState[]).includes(state)

/** Ends that are called like the state they lead to. */
const endsByState = [
  'refused',
  'not-filed',
  'handed-over',
  'redirected',
  'merged',
  'withdrawn',
] as const satisfies readonly CaseState[]

/** As what a case ended, or will end once it is closed: retention terms are kept by this code. */
export type CaseEnd = CaseOutcome | (typeof endsByState)[number]

export const caseEnds: readonly CaseEnd[] = [
  'penalty',
  'no-penalty',
  'agreement',
  'dropped',
  'crime-transfer',
  ...endsByState,
]

const endCalled = (state: CaseState): CaseEnd | undefined => endsByState.find(end => end === state)

/** States in which the decision that was taken stands. */
const standing: readonly CaseState[] = ['decided', 'closed', 'archived', 'suspended', 'not-filed']

/** null while nothing is decided, and again when it is taken up anew. */
export const outcomeAfter = (
  before: CaseEnd | null,
  { to, outcome }: { readonly to: CaseState; readonly outcome?: CaseOutcome | undefined },
): CaseEnd | null => outcome ?? endCalled(to) ?? (standing.includes(to) ? before : null)
