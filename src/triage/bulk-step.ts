import {
  caseStates,
  findTransition,
  isOpen,
  nextState,
  type Case,
  type CaseAction,
  type CaseState,
  type Need,
} from '../cases'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'

/**
 * What can be done to many at once: every step of the table that one person takes and that asks for nothing to be
 * written for each case apart (`isForMany`), in the order in which the bar offers them.
 */
export const bulkActions = [
  'accept',
  'refuse',
  'assign',
  'investigate',
  'tell',
  'resume',
  'close',
  'archive',
] as const satisfies readonly CaseAction[]
export type BulkAction = (typeof bulkActions)[number]

/** What is one thing for many: a reason; and for two steps that have fields of their own, a ground and two people. */
const sharedNeeds: readonly Need[] = [
  ...(['reason', 'told', 'to-be-told', 'transferred'] as const),
  ...(['discipline-told', 'measures-settled'] as const),
]
const ownFields: Partial<Record<CaseAction, readonly Need[]>> = {
  refuse: ['ground'],
  assign: ['handlers'],
}

/** Whether the table's step is one for many. */
export const isForMany = (action: CaseAction): boolean =>
  stepsOf(action).every(
    ({ approval, needs }) =>
      approval === undefined &&
      needs.every(need => [...sharedNeeds, ...(ownFields[action] ?? [])].includes(need)),
  )

const stepsOf = (action: CaseAction) =>
  caseStates.flatMap(state => findTransition(state, action) ?? [])

/** Whether the person's duties have this step anywhere. */
export const mayTake = (actor: StaffActor, action: BulkAction): boolean =>
  stepsOf(action).some(({ permission }) => isAllowed(actor, permission))

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
  'not-yet',
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
  /** What the step still needs: a code of vocabulary/refusals. */
  readonly fault?: string | undefined
}

/** Where the step leads, for a case in this state; undefined when the table has no such step. */
export const leadsTo = (
  { state, suspendedFrom }: { state: CaseState; suspendedFrom: CaseState | null },
  action: BulkAction,
): CaseState | undefined =>
  findTransition(state, action) === undefined ? undefined : nextState(state, action, suspendedFrom)

/** undefined: it will be done. What ends a case is never done to one with something unread in it. */
export const skipOf = (action: BulkAction, seen: string, standing: Standing): Skip | undefined => {
  const { found, mark } = standing
  if (found === undefined) return 'gone'
  if (standing.mustDeclare) return 'not-declared'
  if (!standing.hasKey) return 'no-key'
  if (seen !== mark) return 'moved-on'
  const to = leadsTo(found, action)
  if (to === undefined) return 'state'
  if (standing.fault !== undefined) return 'not-yet'
  return isOpen(to) ? barredSkip(action, standing) : unreadSkip(found, standing)
}

const barredSkip = (action: BulkAction, { barred }: Standing): Skip | undefined =>
  action === 'assign' && barred ? 'excluded' : undefined

const unreadSkip = ({ unread }: Case, { opened }: Standing): Skip | undefined => {
  if (unread > 0) return 'unread'
  return opened ? undefined : 'unopened'
}
