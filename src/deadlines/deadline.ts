import type { Day } from '../platform/clock'
import type { CaseId } from '../vocabulary/ids'

export type DueDate = {
  readonly dueOn: Day
  /** The count met a year whose calendar was not published: the day may still move. */
  readonly provisional: boolean
}

export type Deadline = DueDate & {
  readonly id: string
  readonly caseId: CaseId
  readonly ruleCode: string
  readonly ruleVersion: number
  /** Whose version of the rule it was: a GB code or '*'. */
  readonly rulePlace: string
  readonly startedOn: Day
  readonly doneOn: Day | null
}
