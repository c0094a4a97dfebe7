import type { LawData, LimitName } from '../lawbook'
import type { Area } from '../organisations'
import type { Day } from '../platform/clock'

export type Coded<T> = T & { readonly code: string }

/** Every list and length that the seven steps draw, as the lawbook has them here and today. */
export type Lists = {
  readonly today: Day
  readonly place: string
  readonly limits: Readonly<Record<LimitName, number>>
  readonly kinds: readonly Coded<LawData['target-kind']>[]
  readonly behaviours: readonly Coded<LawData['behaviour']>[]
  readonly relations: readonly Coded<LawData['relation']>[]
  readonly identities: readonly Coded<LawData['identity-choice']>[]
  /** Districts from which the place of the matter is picked. */
  readonly areas: readonly Area[]
}
