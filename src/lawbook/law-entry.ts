import type { Day } from '../platform/clock'
import type { LawData } from './law-data'

export type LawKind = keyof LawData

/**
 * How sure the source is (docs: regulation, head): P wording seen, N told by a news report or an
 * official answer, S a map made by others, M remembered, E a founding notice; D decided by this product.
 */
export const lawStatuses = ['P', 'N', 'S', 'M', 'E', 'D'] as const
export type LawStatus = (typeof lawStatuses)[number]

export type LawEntry<Kind extends LawKind = LawKind> = {
  readonly kind: Kind
  readonly code: string
  /** A GB/T 2260 code, or '*' for the whole country. */
  readonly place: string
  readonly version: number
  readonly validFrom: Day
  /** The last day on which it holds; null while no end is known. */
  readonly validTo: Day | null
  readonly data: LawData[Kind]
  readonly source: string
  readonly status: LawStatus
}

export type NewLawEntry = Omit<LawEntry, 'data'> & { readonly data: unknown }

/** Where and when the question is asked. */
export type LawPoint = { readonly place: string; readonly on: Day }
