import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'

export const handingKinds = ['transfer', 'assist'] as const
export type HandingKind = (typeof handingKinds)[number]

export const handingStates = ['sent', 'disputed', 'received', 'sent-back', 'taken-back'] as const
export type HandingState = (typeof handingStates)[number]

/** As whom somebody comes to a handing. */
export type Side = 'sender' | 'receiver' | 'above'

export const handingActions = [
  'receive',
  'send-back',
  'forward',
  'take-back',
  'dispute',
  'designate',
  'answer',
] as const
export type HandingAction = (typeof handingActions)[number]

type Step = { readonly by: Side; readonly from: readonly HandingState[] }

/** Who does what while it stands where; everything else is refused. */
const steps: Readonly<Record<HandingAction, Step>> = {
  receive: { by: 'receiver', from: ['sent'] },
  'send-back': { by: 'receiver', from: ['sent'] },
  forward: { by: 'receiver', from: ['sent'] },
  'take-back': { by: 'sender', from: ['sent'] },
  dispute: { by: 'receiver', from: ['sent'] },
  designate: { by: 'above', from: ['disputed'] },
  answer: { by: 'receiver', from: ['received'] },
}

/** Of what is asked of another body nothing but the answer comes. */
const ofAssist: readonly HandingAction[] = ['receive', 'send-back', 'take-back', 'answer']

/** What nobody does who was told by the body above that it is theirs. */
const passing: readonly HandingAction[] = ['send-back', 'dispute', 'forward']

type Standing = {
  readonly kind: HandingKind
  readonly state: HandingState
  readonly designated: boolean
  readonly answeredAt: Date | null
}

const byWrongSide = (action: HandingAction): string =>
  action === 'answer' ? 'handing.answer-elsewhere' : 'handing.not-yours'

const standsAgainst = (action: HandingAction, one: Standing): string | undefined => {
  if (action === 'answer' && one.answeredAt !== null) return 'handing.answered'
  if (!steps[action].from.includes(one.state)) return 'handing.moved-on'
  return one.designated && passing.includes(action) ? 'handing.designated' : undefined
}

/** The code of the refusal; undefined: it can be done. */
export const faultOf = (
  action: HandingAction,
  standing: Standing,
  side: Side,
): string | undefined => {
  if (standing.kind === 'assist' && !ofAssist.includes(action)) return 'handing.only-answer'
  if (side !== steps[action].by) return byWrongSide(action)
  return standsAgainst(action, standing)
}

export const possible = (standing: Standing, side: Side): HandingAction[] =>
  handingActions.filter(action => faultOf(action, standing, side) === undefined)

type Placed = { readonly id: OrganisationId; readonly parentId: OrganisationId | null }

const chainOf = <T extends Placed>(all: readonly T[], id: OrganisationId): T[] => {
  const chain: T[] = []
  let at = all.find(one => one.id === id)
  while (at !== undefined && !chain.includes(at)) {
    chain.push(at)
    const { parentId } = at
    at = parentId === null ? undefined : all.find(one => one.id === parentId)
  }
  return chain
}

/**
 * 共同上级: the nearest body above both. undefined where there is none, and where one of the two stands above the other:
 * that one says itself whose it is.
 */
export const commonAbove = <T extends Placed>(
  all: readonly T[],
  one: OrganisationId,
  other: OrganisationId,
): T | undefined => {
  const over = chainOf(all, other)
  const common = chainOf(all, one).find(({ id }) => over.some(upper => upper.id === id))
  return common?.id === one || common?.id === other ? undefined : common
}

/** Whether this body is the other one, or stands below it. */
export const isWithinBody = (
  all: readonly Placed[],
  body: OrganisationId,
  upper: OrganisationId,
): boolean => chainOf(all, body).some(({ id }) => id === upper)

export const sideOf = (
  { from, to }: { readonly from: OrganisationId; readonly to: OrganisationId },
  above: OrganisationId | undefined,
  { organisationId, duties }: StaffActor,
): Side | undefined => {
  if (organisationId === from) return 'sender'
  if (organisationId === to) return 'receiver'
  return organisationId === above && duties.includes('principal') ? 'above' : undefined
}

export const handingLists = ['in', 'answer', 'out', 'above'] as const
export type HandingList = (typeof handingLists)[number]

export const listHref = (list: HandingList, place = ''): string =>
  `/staff/handings?${new URLSearchParams({ list, ...(place === '' ? {} : { after: place }) }).toString()}`
