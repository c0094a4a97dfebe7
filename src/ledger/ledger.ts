export type { LedgerExport } from './exports.repository'
export type { Place, Totals } from './ledger.repository'
import type { LedgerRow } from './ledger.repository'

/** A line with what its ids are called and what this session can open of it. */
export type LedgerLine = {
  readonly row: LedgerRow
  readonly number: string
  readonly cause: string
  readonly target: string
  readonly handlers: readonly string[]
  readonly reason: string
  readonly person: string
  readonly until: string
}

export type LedgerLimits = {
  readonly page: number
  readonly rows: number
  readonly hours: number
  readonly layouts: number
  readonly layoutName: number
  readonly reason: number
  readonly items: number
  readonly reasonMin: number
  readonly reasonMax: number
}
