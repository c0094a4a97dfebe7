import type { Day } from '../platform/clock'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Audience } from './step.rules'

/** A mark in one person's notices: which clock of which case, and nothing of what the case is about. */
export type NewAlert = {
  readonly staffId: StaffId
  readonly caseId: CaseId
  readonly deadlineId: string
  readonly step: string
  readonly audience: Audience
  readonly dueOn: Day
}

export type Alert = {
  readonly id: string
  readonly position: number
  readonly caseId: CaseId
  readonly year: number
  readonly serial: number
  readonly body: string
  readonly step: string
  readonly audience: Audience
  readonly rule: string
  readonly dueOn: Day
  readonly onDay: Day
  readonly done: boolean
  readonly read: boolean
}

/** Those that are marked as read: up to the newest of a page, or one. */
export type Which = { readonly upTo: number } | { readonly id: string }
