import type { Day } from '../platform/clock'
import type { CaseId, LetterId, StaffId } from '../vocabulary/ids'
import type { Audience } from './step.rules'

/** What runs out: a clock of a case, what a reporter laid before the body above, or what is published. */
export type Subject = { readonly kind: SubjectKind; readonly id: string }
export type SubjectKind = 'deadline' | 'appeal' | 'register' | 'oversight'

/** A mark in one person's notices: which clock of which case, and nothing of what the case is about. */
export type NewAlert = {
  readonly staffId: StaffId
  /** null: a letter that is about no case. */
  readonly caseId: CaseId | null
  readonly of: Subject
  readonly step: string
  readonly audience: Audience
  readonly dueOn: Day
}

export type Alert = {
  readonly id: string
  readonly position: number
  readonly caseId: CaseId | null
  /** The letter that it is about (督办函). */
  readonly letterId: LetterId | null
  /** What is published and has to be withdrawn, for whoever publishes. */
  readonly publishedId: string | null
  readonly year: number
  readonly serial: number
  readonly body: string
  readonly step: string
  /** Whoever supervises watches the day, and opens no case. */
  readonly opens: boolean
  readonly rule: string
  readonly dueOn: Day
  readonly onDay: Day
  readonly done: boolean
  readonly read: boolean
}

/** Those that are marked as read: up to the newest of a page, or one. */
export type Which = { readonly upTo: number } | { readonly id: string }
