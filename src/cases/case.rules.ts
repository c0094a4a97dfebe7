import { refused } from '../platform/errors'

export const caseStates = ['received', 'accepted', 'refused', 'checking'] as const
export type CaseState = (typeof caseStates)[number]

export const caseActions = ['accept', 'refuse', 'assign'] as const
export type CaseAction = (typeof caseActions)[number]

type Transition = {
  readonly to: CaseState
  /** What the person has to give with it. */
  readonly needs: readonly ('ground' | 'reason' | 'handlers')[]
}

/** Which step leads where. Pages ask this table which buttons to show; nothing else decides it. */
const transitions: Record<CaseState, Partial<Record<CaseAction, Transition>>> = {
  received: {
    accept: { to: 'accepted', needs: [] },
    refuse: { to: 'refused', needs: ['ground', 'reason'] },
  },
  accepted: {
    assign: { to: 'checking', needs: ['handlers'] },
    refuse: { to: 'refused', needs: ['ground', 'reason'] },
  },
  checking: { assign: { to: 'checking', needs: ['handlers'] } },
  // A refused report stays readable and may be taken up again when new evidence comes.
  refused: { accept: { to: 'accepted', needs: [] } },
}

export const possibleActions = (state: CaseState): CaseAction[] =>
  caseActions.filter(action => transitions[state][action] !== undefined)

/** @throws refused `case.moved-on` when the table has no such step */
export const nextState = (state: CaseState, action: CaseAction): CaseState => {
  const transition = transitions[state][action]
  if (transition === undefined) throw refused('case.moved-on')
  return transition.to
}

export const isOpen = (state: CaseState): boolean => state !== 'refused'

/** As what a case ended: retention terms are kept by this code. null while it is open. */
export const outcomeOf = (state: CaseState): string | null => (isOpen(state) ? null : state)

/** 医保举〔2026〕00318 */
export const caseLabel = (year: number, serial: number): string =>
  `医保举〔${year}〕${serial.toString().padStart(5, '0')}`

/** 〔2026〕00318, for lists. */
export const shortLabel = (year: number, serial: number): string =>
  `〔${year}〕${serial.toString().padStart(5, '0')}`
