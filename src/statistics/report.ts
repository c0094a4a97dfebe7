import type { Day } from '../platform/clock'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

/** A version of a report as its row says it, without its figures. */
export type ReportRow = {
  readonly id: string
  readonly organisation_id: OrganisationId
  readonly to_body: OrganisationId
  readonly period: string
  readonly version: number
  readonly due_on: Day
  readonly digest: string
  readonly state: 'sent' | 'received' | 'returned' | 'replaced'
  readonly signed_by: StaffId
  readonly signed_at: Date
  readonly answered_by: StaffId | null
  readonly answered_at: Date | null
  readonly ground: string | null
}

export type FullReport = ReportRow & { readonly figures: string }
