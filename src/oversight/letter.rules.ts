import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'

export const letterStates = ['open', 'answered', 'closed'] as const
export type LetterState = (typeof letterStates)[number]

export const urgencies = ['plain', 'urgent', 'utmost'] as const
export type Urgency = (typeof urgencies)[number]

export const verdicts = ['in-order', 'remarks', 'returned'] as const
export type Verdict = (typeof verdicts)[number]

/** As whom somebody comes to a letter: of the body that wrote it, its head below, or who handles the case there. */
export type Side = 'above' | 'below' | 'handler'

export const letterActions = [
  ...(['receive', 'hand', 'answer', 'chase', 'prolong', 'judge', 'send-back', 'close'] as const),
] as const
export type LetterAction = (typeof letterActions)[number]

type Step = { readonly by: readonly Side[]; readonly from: readonly LetterState[] }

/** Who does what while it stands where; everything else is refused. */
const steps: Readonly<Record<LetterAction, Step>> = {
  receive: { by: ['below'], from: ['open'] },
  hand: { by: ['below', 'handler'], from: ['open'] },
  answer: { by: ['below'], from: ['open', 'answered'] },
  chase: { by: ['above'], from: ['open'] },
  prolong: { by: ['above'], from: ['open'] },
  judge: { by: ['above'], from: ['open'] },
  'send-back': { by: ['above'], from: ['answered'] },
  close: { by: ['above'], from: ['answered'] },
}

type Standing = {
  readonly state: LetterState
  readonly issuedBy: string
  readonly receivedAt: Date | null
  /** Drawn to be looked at again; undefined: an ordinary letter. */
  readonly sample: { readonly handedAt: Date | null; readonly verdict: string | null } | undefined
}

const elsewhere = (action: LetterAction): string =>
  action === 'answer' ? 'oversight.answer-elsewhere' : 'oversight.not-yours'

const handedAgainst = (handedAt: Date | null, receivedAt: Date | null): string | undefined => {
  if (receivedAt === null) return 'oversight.not-received'
  return handedAt === null ? undefined : 'oversight.handed'
}

const returnedFirst = (verdict: string | null): string | undefined =>
  verdict === null ? 'oversight.hand-first' : undefined

const judgedAgainst = (handedAt: Date | null): string | undefined =>
  handedAt === null ? 'oversight.not-handed' : undefined

/** What was drawn is handed over, then judged; only what is returned is answered. */
const drawnAgainst = (action: LetterAction, { sample, receivedAt }: Standing) => {
  const ofSample = action === 'hand' || action === 'judge'
  if (sample === undefined) return ofSample ? 'oversight.no-sample' : undefined
  const { handedAt, verdict } = sample
  if (!ofSample) return action === 'answer' ? returnedFirst(verdict) : undefined
  if (verdict !== null) return 'oversight.judged'
  return action === 'judge' ? judgedAgainst(handedAt) : handedAgainst(handedAt, receivedAt)
}

const standsAgainst = (action: LetterAction, one: Standing): string | undefined => {
  if (one.state === 'closed') return 'oversight.closed'
  if (!steps[action].from.includes(one.state))
    return one.state === 'open' ? 'oversight.not-answered' : 'oversight.answered'
  if (action === 'receive') return one.receivedAt === null ? undefined : 'oversight.received'
  return action === 'answer' && one.receivedAt === null ? 'oversight.not-received' : undefined
}

/** The code of the refusal; undefined: it can be done. */
export const faultOf = (
  action: LetterAction,
  standing: Standing,
  { side, staffId }: { readonly side: Side; readonly staffId: string },
): string | undefined => {
  if (!steps[action].by.includes(side)) return elsewhere(action)
  const against = standsAgainst(action, standing) ?? drawnAgainst(action, standing)
  if (against !== undefined) return against
  return (action === 'close' || action === 'judge') && standing.issuedBy === staffId
    ? 'oversight.own-letter'
    : undefined
}

export const possible = (
  standing: Standing,
  who: { readonly side: Side; readonly staffId: string },
): LetterAction[] => letterActions.filter(action => faultOf(action, standing, who) === undefined)

type Bodies = { readonly from: OrganisationId; readonly to: OrganisationId }

/** Above, whoever leads or supervises; below, whoever leads, and who handles the case once it is received. */
export const sideOf = (
  { from, to }: Bodies,
  handles: boolean,
  { organisationId, duties }: StaffActor,
): Side | undefined => {
  const leads = duties.includes('principal')
  if (organisationId === from) return leads || duties.includes('supervision') ? 'above' : undefined
  if (organisationId !== to) return undefined
  if (leads) return 'below'
  return handles ? 'handler' : undefined
}

type Placed = { readonly id: OrganisationId; readonly parentId: OrganisationId | null }

/** Every body under this one, at whatever depth. */
export const bodiesBelow = <T extends Placed>(all: readonly T[], upper: OrganisationId): T[] => {
  const found: T[] = []
  let level: readonly OrganisationId[] = [upper]
  while (level.length > 0) {
    const next = all.filter(
      one => one.parentId !== null && level.includes(one.parentId) && !found.includes(one),
    )
    found.push(...next)
    level = next.map(({ id }) => id)
  }
  return found.filter(({ id }) => id !== upper)
}

export type NumberTyped = { readonly year: number; readonly serial: number }

/** 医保举〔2026〕00318, 2026 318: as it is printed or told. undefined where that is no number. */
export const readCaseNumber = (typed: string): NumberTyped | undefined => {
  const [, year, serial] = /(?:^|\D)(\d{4})\D+(\d{1,7})\D*$/.exec(typed) ?? []
  return year === undefined || serial === undefined
    ? undefined
    : { year: Number(year), serial: Number(serial) }
}

export const letterLists = ['in', 'done', 'overdue', 'waiting', 'answered', 'closed'] as const
export type LetterList = (typeof letterLists)[number]

export const listsFor = ({ duties }: Pick<StaffActor, 'duties'>): LetterList[] => {
  const above = duties.includes('principal') || duties.includes('supervision')
  const below = duties.includes('principal') || duties.includes('handler')
  return letterLists.filter(list => (list === 'in' || list === 'done' ? below : above))
}

export const listHref = (list: LetterList, more: Readonly<Record<string, string>> = {}): string => {
  const kept = Object.entries(more).filter(([, value]) => value !== '')
  return `/staff/oversight?${new URLSearchParams([['list', list], ...kept]).toString()}`
}
