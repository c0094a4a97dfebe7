import type { Day } from '../platform/clock'
import type { CalendarChangeId, CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { NoticeDay, Year } from './days.rules'

export const changeStates = [
  ...(['draft', 'proposed', 'approved', 'done', 'refused', 'withdrawn'] as const),
] as const
export type ChangeState = (typeof changeStates)[number]

/** A year's notice on its way into force. */
export type Change = {
  readonly id: CalendarChangeId
  readonly year: number
  readonly days: readonly NoticeDay[]
  readonly before: Year
  /** What the notice is called, and its number. */
  readonly source: string
  readonly notice: string
  readonly state: ChangeState
  readonly madeBy: StaffId
  readonly madeAt: Date
  readonly decidedBy: StaffId | null
  readonly decidedAt: Date | null
  readonly doneAt: Date | null
  readonly span: { readonly from: Day; readonly to: Day }
  readonly walk: Walk
}

export type Walk = {
  /** 0: to see what would move; 1: moving it; 2: once more, for what began by the old calendar meanwhile. */
  readonly round: 0 | 1 | 2
  readonly after: string | null
  readonly walked: boolean
  readonly looked: number
  readonly total: number
  readonly restUntil: Date | null
}

/** A clock whose day, or the certainty of it, is another one by the changed calendar. */
export type Move = {
  readonly deadlineId: string
  readonly caseId: CaseId
  readonly organisationId: OrganisationId
  readonly ruleCode: string
  readonly beforeOn: Day
  readonly afterOn: Day
  readonly wasProvisional: boolean
  readonly isProvisional: boolean
  readonly applied: boolean
}

/** How many clocks of a body move by one rule. */
export type MoveCount = {
  readonly organisationId: OrganisationId
  readonly ruleCode: string
  readonly later: number
  readonly earlier: number
  /** The day stays, it only becomes certain, or uncertain. */
  readonly surer: number
}

export type MoveLine = Pick<Move, 'deadlineId' | 'ruleCode' | 'beforeOn' | 'afterOn'> & {
  readonly year: number
  readonly serial: number
  readonly isProvisional: boolean
}

/** Where a page of the list of moves begins: behind this one. */
export type Place = { readonly beforeOn: string; readonly id: string }
