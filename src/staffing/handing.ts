import type { Staff } from '../accounts'
import type { Case } from '../cases'
import type { StaffId } from '../vocabulary/ids'

/** Somebody with open cases, and whether they can still handle them. */
export type Burdened = { readonly staff: Staff; readonly load: number; readonly gone: boolean }

export type HandedRow = {
  readonly found: Case
  readonly target: string
  readonly others: readonly {
    readonly id: StaffId
    readonly name: string
    readonly gone: boolean
  }[]
}

export type HandoverPage = {
  readonly staff: Staff
  readonly gone: boolean
  readonly rows: readonly HandedRow[]
  readonly more: boolean
}

/** Who can take a case, and how much they handle. */
export type Candidate = { readonly id: StaffId; readonly name: string; readonly load: number }
