import { isOpen, nextState, possibleActions, type Case, type CaseState } from '../cases'
import type { CaseId } from '../vocabulary/ids'

/** What can be done to many at once: the steps of one body's desk, each of which the state table has. */
export const bulkActions = ['accept', 'refuse', 'assign'] as const
export type BulkAction = (typeof bulkActions)[number]

/** A ticked row: the case, and the decision that the list showed it after. */
export type Pick = { readonly caseId: CaseId; readonly seen: string }

const picked = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.([\w-]{1,64})$/

export const writePick = ({ caseId, seen }: Pick): string => `${caseId}.${seen}`

/** undefined when it was not written here */
export const readPick = (text: string): Pick | undefined => {
  const [, caseId, seen] = picked.exec(text) ?? []
  return caseId === undefined || seen === undefined ? undefined : { caseId: caseId as CaseId, seen }
}

/** Why one of the chosen is left out. `failed`: something broke while it was done; nothing of it was. */
export const skips = [
  'gone',
  'not-declared',
  'no-key',
  'moved-on',
  'state',
  'unread',
  'unopened',
  'excluded',
  'failed',
] as const
export type Skip = (typeof skips)[number]

/** How a case stands at the moment of asking. */
export type Standing = {
  /** undefined: the person may not know of it, or no longer. */
  readonly found: Case | undefined
  /** The decision that stands last now. */
  readonly mark: string
  /** Whether the person has yet to say if something ties them to the target. */
  readonly mustDeclare: boolean
  readonly hasKey: boolean
  /** Somebody has read what was reported. */
  readonly opened: boolean
  /** One of the two who are to have it must keep away. */
  readonly barred: boolean
}

/** Where the step leads, for a case in this state; undefined when the table has no such step. */
export const leadsTo = (state: CaseState, action: BulkAction): CaseState | undefined =>
  possibleActions(state).includes(action) ? nextState(state, action) : undefined

/** undefined: it will be done. What ends a case is never done to one with something unread in it. */
export const skipOf = (action: BulkAction, seen: string, standing: Standing): Skip | undefined => {
  const { found, mark } = standing
  if (found === undefined) return 'gone'
  if (standing.mustDeclare) return 'not-declared'
  if (!standing.hasKey) return 'no-key'
  if (seen !== mark) return 'moved-on'
  const to = leadsTo(found.state, action)
  if (to === undefined) return 'state'
  return isOpen(to) ? barredSkip(action, standing) : unreadSkip(found, standing)
}

const barredSkip = (action: BulkAction, { barred }: Standing): Skip | undefined =>
  action === 'assign' && barred ? 'excluded' : undefined

const unreadSkip = ({ unread }: Case, { opened }: Standing): Skip | undefined => {
  if (unread > 0) return 'unread'
  return opened ? undefined : 'unopened'
}
