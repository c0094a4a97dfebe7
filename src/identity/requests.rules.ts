import { refused } from '../platform/errors'

export const requestStates = [
  'asked',
  'approved',
  'answered',
  'refused',
  'withdrawn',
  'expired',
] as const
export type RequestState = (typeof requestStates)[number]

const requestActs = ['approve', 'answer', 'refuse', 'withdraw', 'expire'] as const
export type RequestAct = (typeof requestActs)[number]

/** Asked, then approved by a principal, then answered by the desk; before the answer it may end otherwise. */
const course: Record<RequestState, Partial<Record<RequestAct, RequestState>>> = {
  asked: { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn', expire: 'expired' },
  approved: { answer: 'answered', refuse: 'refused', withdraw: 'withdrawn', expire: 'expired' },
  answered: {},
  refused: {},
  withdrawn: {},
  expired: {},
}

export const possibleActs = (state: RequestState): RequestAct[] =>
  requestActs.filter(act => course[state][act] !== undefined)

/**
 * What the request becomes by it.
 * @throws refused `release.not-asked`, `release.not-approved`, `release.already-…`: what it is instead
 */
export const nextState = (state: RequestState, act: RequestAct): RequestState => {
  const to = course[state][act]
  if (to !== undefined) return to
  throw refused(state === 'asked' ? 'release.not-approved' : `release.already-${state}`)
}

type Waiting = { readonly state: RequestState; readonly expiresAt: Date }

/** What it is now: whoever comes too late finds it expired, before a sweep has said so. */
export const stateNow = ({ state, expiresAt }: Waiting, now: Date): RequestState =>
  (state === 'asked' || state === 'approved') && expiresAt.getTime() <= now.getTime()
    ? 'expired'
    : state
