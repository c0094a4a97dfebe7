import type { Case, CaseBrief, CaseTitle, Officer } from '../cases'
import type { CaseAction } from '../cases'
import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { LampColour } from '../vocabulary/case-words'

export type NamedOfficer = Officer & { readonly name: string }

export type NextDue = {
  readonly dueOn: Day
  readonly provisional: boolean
  /** What has to be done by then. */
  readonly action: string
  readonly colour: LampColour
  readonly workingDays: number
}

export type Decision = {
  readonly id: string
  readonly action: CaseAction
  readonly by: string
  readonly at: Date
  readonly groundName: string
  readonly reason: string
}

/** A case opened by a person who holds its key. Lives as long as the request. */
export type CaseFile = {
  readonly found: Case
  readonly key: SymmetricKey
  readonly title: CaseTitle | undefined
  readonly today: Day
  readonly behaviours: readonly string[]
  readonly officers: readonly NamedOfficer[]
  readonly next: NextDue | undefined
  readonly last: Decision | undefined
  readonly evidenceCount: number
  /** Which steps the state table and the person's duties allow. */
  readonly possible: readonly CaseAction[]
}

export type Brief = { readonly text: CaseBrief; readonly saved: boolean }

/** Who saved the brief last. */
export type LastEditor = { readonly name: string; readonly at: Date }
