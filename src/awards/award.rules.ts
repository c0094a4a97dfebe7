import type { Fen } from '../vocabulary/money'

export const awardStates = [
  'proposed',
  'reviewed',
  'approved',
  'claimed',
  'paid',
  'waived',
  'refused',
  'returned',
  'reclaimed',
] as const
export type AwardState = (typeof awardStates)[number]

/** Of the course of its case: what may be rewarded, and what may be refused a reward. */
const decidedStates: readonly string[] = ['decided', 'closed', 'archived']

export const isDecided = (state: string): boolean => decidedStates.includes(state)

/** What the reporter can read: granted and approved, or refused. */
export const isTold = ({ state }: { readonly state: AwardState }): boolean =>
  state !== 'proposed' && state !== 'reviewed' && state !== 'returned'

type Answers = { readonly reviewedAt: Date | null; readonly approvedAt: Date | null }

/** When it was told: a grant once it was approved, a refusal once it was reviewed. */
export const toldAt = ({ reviewedAt, approvedAt }: Answers): Date | null => approvedAt ?? reviewedAt

/** Of places one within the other: a county's before its city's, the whole country's last (GB/T 2260). */
export const nearestOf = <T extends { readonly place: string }>(
  entries: readonly T[],
): T | undefined => {
  const depth = ({ place }: T): number => (place === '*' ? 0 : place.replace(/(00)+$/, '').length)
  return [...entries].sort((one, other) => depth(other) - depth(one))[0]
}

type Answered = { readonly code: string; readonly yes: boolean }

/** Conditions are met with yes, exclusions apply with yes: the first that speaks against a reward, or none. */
export const againstReward = (
  conditions: readonly Answered[],
  exclusions: readonly Answered[],
): string | undefined =>
  conditions.find(({ yes }) => !yes)?.code ?? exclusions.find(({ yes }) => yes)?.code

type Basis = { readonly loss: Fen; readonly taken: Fen; readonly wanted: Fen }

/** What two reports of one matter are paid for is never more than the matter. */
export const basisFault = ({
  loss,
  taken,
  wanted,
}: Basis): 'more-than-loss' | 'taken' | undefined => {
  if (wanted > loss) return 'more-than-loss'
  return taken + wanted > loss ? 'taken' : undefined
}

export const awardNumber = (year: number, serial: number): string => `奖〔${year}〕${serial}号`
