import type { Day } from '../platform/clock'
import type { InstitutionId, StaffId } from '../vocabulary/ids'

/** To whom or where, and what ties the person to it. Sealed as a whole. */
export type Tie = {
  /** Code of lawbook kind `exclusion-ground`. */
  readonly ground: string
  /** An employer, by name; '' when the tie is to a place. */
  readonly name: string
  /** The institution of the registry that bears this name. */
  readonly institutionId: InstitutionId | null
  /** GB/T 2260; '' when the tie is to an employer. */
  readonly regionCode: string
}

export type Relation = Tie & {
  readonly id: string
  readonly staffId: StaffId
  readonly madeOn: Day
}

/** What is compared with a case: its target by registry and by name, and its place. */
export type Target = {
  readonly institutionId: InstitutionId | null
  readonly regionCode: string | null
  readonly name: string
}

/** How a person's declarations touch a case. */
export type Touch = {
  /** Ground by which the person must keep away from the target. */
  readonly target?: string
  /** Tied to the place only: a warning, the principal decides. */
  readonly region?: boolean
}
