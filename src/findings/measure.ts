import type { Case } from '../cases'
import type { EvidenceFile } from '../evidence'
import type { LawEntry } from '../lawbook'
import type { Day } from '../platform/clock'
import type { CaseId, EvidenceId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'

export const measureStates = ['open', 'done', 'dropped'] as const
type MeasureState = (typeof measureStates)[number]

/** What was ordered. Sealed under the key of the case. */
export type MeasureOrder = {
  /** 0 where it is about no money. */
  readonly amount: Fen
  readonly receiver: string
  readonly note: string
}

/** How it ended: by what it is proved, or why it was dropped. Sealed under the key of the case. */
export type MeasureEnd = {
  readonly number: string
  readonly file: EvidenceId | undefined
  readonly note: string
}

/** Its clear part: what lists sort and count by. */
export type MeasureLine = {
  readonly id: string
  readonly caseId: CaseId
  readonly organisationId: OrganisationId
  /** Code of lawbook kind `measure-kind`. */
  readonly kind: string
  readonly state: MeasureState
  readonly responsibleId: StaffId
  readonly dueOn: Day
  readonly doneOn: Day | null
  readonly addedBy: StaffId
  readonly addedAt: Date
  readonly endedBy: StaffId | null
}

export type Measure = MeasureLine & {
  readonly order: MeasureOrder
  readonly end: MeasureEnd | undefined
}

type Terms = { readonly responsibleId: StaffId; readonly dueOn: Day }

/** Somebody else was made responsible, or until another day, and why. */
export type MeasureChange = {
  readonly id: string
  readonly measureId: string
  readonly from: Terms
  readonly to: Terms
  readonly changedBy: StaffId
  readonly changedAt: Date
  readonly reason: string
}

export type ChangeOfMeasure = Terms & {
  readonly once: string
  /** The change that the form was drawn after (changeMark). */
  readonly seen: string
  readonly reason: string
}

export type MeasureKind = LawEntry<'measure-kind'>

export type Person = { readonly id: StaffId; readonly name: string }

/** What the pages of measures know of a case once it is open. */
export type MeasuresFile = {
  readonly found: Case
  readonly target: string
  readonly today: Day
  /** Whatever is due until then is near. */
  readonly near: Day
  readonly measures: readonly Measure[]
  /** Of all of them, oldest first. */
  readonly changes: readonly MeasureChange[]
  readonly kinds: readonly MeasureKind[]
  /** Who may be made responsible: those who handle the case, and the principals of its body. */
  readonly people: readonly Person[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly files: readonly EvidenceFile[]
  readonly closedBecause: '' | 'not-yours' | 'state'
  /** What the finding asks to be done and no measure answers. */
  readonly missing: readonly ('recovery' | 'fine' | 'deduction')[]
  readonly limits: MeasureLimits
}

type MeasureLimits = {
  readonly most: Fen
  readonly name: number
  readonly note: number
  readonly reasonMin: number
}

export type NewMeasure = {
  readonly once: string
  readonly kind: string
  readonly responsibleId: StaffId
  readonly dueOn: Day
  readonly order: MeasureOrder
}

export type EndOfMeasure =
  | { readonly state: 'done'; readonly doneOn: Day; readonly end: MeasureEnd }
  | { readonly state: 'dropped'; readonly doneOn: null; readonly end: MeasureEnd }
