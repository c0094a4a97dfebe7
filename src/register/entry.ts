import type { Day } from '../platform/clock'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Draft, EntryState } from './entry.rules'

/** How it stands with a decision that is, was or may be published. */
export type Entry = Pick<Draft, 'kind' | 'number' | 'decidedOn' | 'institution'> & {
  readonly id: string
  /** null once the case has been destroyed. */
  readonly caseId: CaseId | null
  readonly organisationId: OrganisationId
  readonly state: EntryState
  readonly version: number
  readonly writtenBy: StaffId
  readonly writtenOn: Day
  readonly answeredBy: StaffId | null
  readonly returnGround: string | null
  readonly publishedOn: Day | null
  readonly changeGround: string | null
  readonly changedOn: Day | null
  readonly dueOn: Day | null
  readonly provisional: boolean | null
  readonly withdrawnOn: Day | null
}

export type OpenEntry = { readonly entry: Entry; readonly draft: Draft }

/** What anybody may ask the list for. */
export type PublicFilter = {
  readonly body?: OrganisationId | undefined
  readonly kind?: string | undefined
  readonly year?: number | undefined
}

/** Where a page of a list begins: after this one. */
export type Place = { readonly on: Day; readonly id: string }

/** As it stands in an address. */
export const placeText = ({ on, id }: Place): string => `${on}.${id}`

/** What is wrong, by the names of the form's fields. */
export type Faults = Readonly<Record<string, string>>
