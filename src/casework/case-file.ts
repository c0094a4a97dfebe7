import type { Amendment } from '../amendments'
import type { Case, CaseBrief, CaseTitle, Officer } from '../cases'
import type { CaseAction } from '../cases'
import type { CaseMask } from '../masking'
import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { OpenProposal, Possible } from '../proceedings'
import type { LampColour } from '../vocabulary/case-words'
import type { CaseId } from '../vocabulary/ids'

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

/** A case and its key. */
export type Member = { readonly found: Case; readonly key: SymmetricKey }

/** A case opened by a person who holds its key. Lives as long as the request. */
export type CaseFile = {
  readonly found: Case
  readonly key: SymmetricKey
  /** Every text of the case goes through it; what stands here has gone through it already. */
  readonly mask: CaseMask
  readonly title: CaseTitle | undefined
  readonly today: Day
  readonly behaviours: readonly string[]
  readonly officers: readonly NamedOfficer[]
  readonly next: NextDue | undefined
  readonly last: Decision | undefined
  readonly evidenceCount: number
  /** What the reporter has changed since, oldest first. */
  readonly amendments: readonly Amendment[]
  /** Which steps the state table and the person's duties allow. */
  readonly possible: readonly CaseAction[]
  /** The same with what still stands against each. */
  readonly steps: readonly Possible[]
  /** What waits for a second person, or was answered last. */
  readonly proposal: (OpenProposal & { readonly by: string }) | undefined
  /** Cases about the same matter, this one among them, in the order of acceptance; alone: none. */
  readonly group: readonly Case[]
  /** This case, and those that follow it and that the person can open too; in the order of acceptance. */
  readonly members: readonly Member[]
  /** Cases that follow it beyond those. */
  readonly membersLeft: number
  /** The officers of each member, by the numbers under which its own reporter knows them. */
  readonly officersOf: ReadonlyMap<CaseId, readonly NamedOfficer[]>
  /** Whether this person sets what is masked. */
  readonly mayMask: boolean
}

/** Who leads is written to first: so everybody holds cases of one matter in the same order. */
export const leadFirst = ({ found, members }: CaseFile): readonly Member[] => [
  ...members.filter(one => one.found.id === found.id),
  ...members.filter(one => one.found.id !== found.id),
]

export type Brief = {
  /** As it may be shown. */
  readonly text: CaseBrief
  readonly saved: boolean
  /** Says which text is kept: it changes with every saving. */
  readonly mark: string
}

/** What of a brief is masked in the case, by field; empty: nothing. */
export type BriefHits = Partial<Readonly<Record<keyof CaseBrief, readonly string[]>>>

/** Who saved the brief last. */
export type LastEditor = { readonly name: string; readonly at: Date }
