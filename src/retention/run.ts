import type { Day } from '../platform/clock'
import type { CaseId, OrganisationId, RunId, StaffId } from '../vocabulary/ids'

export const runStates = ['proposed', 'rejected', 'approved', 'done'] as const
type RunState = (typeof runStates)[number]

/** A list of cases to be destroyed: drawn up by one person, decided by another. */
export type Run = {
  readonly id: RunId
  readonly organisationId: OrganisationId
  readonly state: RunState
  readonly proposedBy: StaffId
  readonly proposedAt: Date
  readonly decidedBy: StaffId | null
  readonly decidedAt: Date | null
  readonly doneAt: Date | null
  readonly size: number
  /** Over every line of the list: what is approved is what was shown. */
  readonly listHash: Buffer
  readonly certificateHash: Buffer | null
}

/** One line of a list: a number and when it ended; nothing of what the case was about. */
export type Item = {
  readonly position: number
  readonly caseId: CaseId
  readonly year: number
  readonly serial: number
  readonly outcome: string
  readonly closedOn: Day
  readonly dueOn: Day
  readonly termVersion: number
  readonly state: 'waiting' | 'erased' | 'kept'
  readonly why: string | null
  readonly tries: number
}

export type Progress = {
  readonly waiting: number
  readonly erased: number
  readonly kept: number
  /** Files whose keys are gone and whose bytes are still to be taken away. */
  readonly blobs: number
}
