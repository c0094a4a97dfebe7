import type { Day } from '../platform/clock'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'

export const entryStates = ['written', 'returned', 'published', 'changed', 'withdrawn'] as const
export type EntryState = (typeof entryStates)[number]

/** What is written for the public. */
export type Draft = {
  /** Code of lawbook kind `decision-kind`. */
  readonly kind: string
  /** 文号 */
  readonly number: string
  readonly decidedOn: Day
  /** As the public list of institutions calls it; people are not named. */
  readonly institution: string
  readonly articles: string
  readonly body: string
}

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

/** Where a page of a list begins: after this one. */
export type Place = { readonly on: Day; readonly id: string }

/** The fields that are written, by the names of the form. */
export const draftFields = ['number', 'institution', 'articles', 'body'] as const
export type Faults = Readonly<Record<string, string>>
