import type { Staff } from '../accounts'
import type { Organisation } from '../organisations'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

export type ListedPerson = { readonly staff: Staff; readonly body: string }

export type PersonFacts = {
  readonly staff: Staff
  readonly body: Organisation
  /** Duties that wait for a second person, and who proposed them. */
  readonly proposed:
    { readonly id: string; readonly duties: readonly Duty[]; readonly by: string } | undefined
}

/** By what a list of people is narrowed, and where its page begins. */
export type PeopleAsked = {
  readonly body?: OrganisationId | undefined
  readonly duty?: Duty | undefined
  readonly state?: Staff['status'] | undefined
  readonly after?: StaffId | undefined
}
