import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Case } from './case'

/** Somebody must keep away from a case, and why. */
export type Exclusion = {
  readonly caseId: CaseId
  readonly staffId: StaffId
  /** Code of lawbook kind `exclusion-ground`. */
  readonly ground: string
  /** The person, who declared it, or a principal. */
  readonly setBy: StaffId
  readonly setAt: Date
}

export type ExclusionLine = Exclusion & { readonly found: Case }
