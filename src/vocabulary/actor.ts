import type { Duty } from './duty'
import type { OrganisationId, ReportId, StaffId } from './ids'

/** Who is doing this. Every function that changes something takes one. */
export type Actor = StaffActor | ReporterActor | SystemActor

export type StaffActor = {
  readonly side: 'staff'
  readonly id: StaffId
  readonly organisationId: OrganisationId
  readonly displayName: string
  readonly duties: readonly Duty[]
}

/** A reporter is known by the report alone; before submission by nothing. */
export type ReporterActor = { readonly side: 'reporter'; readonly reportId: ReportId }

/** The installation itself: set-up, sweeps, clocks. */
type SystemActor = { readonly side: 'system' }
