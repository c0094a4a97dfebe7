import type { Case } from '../cases'
import type { Day } from '../platform/clock'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'

export const ledgers = ['recovery', 'fine'] as const
export type Ledger = (typeof ledgers)[number]

/** One row of a ledger; a counter-entry has the amount below zero and names what it takes back. */
export type MoneyEntry = {
  readonly id: string
  readonly caseId: CaseId
  readonly organisationId: OrganisationId
  readonly ledger: Ledger
  /** Given back of the target's own accord; recovered money only. */
  readonly voluntary: boolean
  readonly amount: Fen
  readonly receivedOn: Day
  readonly corrects: string | null
  readonly postedBy: StaffId
  readonly postedAt: Date
  /** By which paper, or why it is taken back. Sealed under the key of the case. */
  readonly note: string
}

export type LedgerTotals = {
  readonly recovered: Fen
  readonly voluntary: Fen
  readonly fined: Fen
}

export type LedgersFile = {
  readonly found: Case
  readonly target: string
  readonly today: Day
  readonly entries: readonly MoneyEntry[]
  readonly totals: LedgerTotals
  /** What the last decision asked for; undefined while nothing is decided. */
  readonly decided: { readonly loss: Fen; readonly fined: Fen } | undefined
  readonly names: ReadonlyMap<StaffId, string>
  readonly closedBecause: '' | 'not-yours' | 'state' | 'undecided'
  readonly most: Fen
  readonly noteMost: number
  readonly reasonMin: number
}

/** The three kinds of money that come in, as the form names them. */
export const incomes = {
  ordered: { ledger: 'recovery', voluntary: false, words: '追回的基金：责令退回、协议扣回' },
  voluntary: { ledger: 'recovery', voluntary: true, words: '追回的基金：主动退回' },
  fine: { ledger: 'fine', voluntary: false, words: '罚款' },
} as const
export type Income = keyof typeof incomes

export type NewEntry = {
  readonly once: string
  readonly income: Income
  readonly amount: Fen
  readonly receivedOn: Day
  readonly note: string
}
