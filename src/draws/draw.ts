import type { Case, Load } from '../cases'
import type { CaseId, DrawId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { DrawInputs, DrawResult } from './algorithm'

export type Deed = { readonly by: StaffId; readonly at: Date }

export type Draw = {
  readonly id: DrawId
  readonly organisationId: OrganisationId
  /** 抽〔2026〕00003 */
  readonly label: string
  readonly year: number
  readonly serial: number
  readonly inputs: DrawInputs
  /** Hexadecimal, as it is read out and printed. */
  readonly commitment: string
  readonly made: Deed
  readonly word: (Deed & { readonly text: string }) | undefined
  /** Hexadecimal; undefined before the end. */
  readonly seed: string | undefined
  readonly drawn: (Deed & { readonly result: DrawResult }) | undefined
  readonly abandoned: (Deed & { readonly ground: string }) | undefined
}

/** Who may stand in a pool, by the number they have in draws. */
export type Person = {
  readonly id: StaffId
  readonly number: number
  readonly name: string
  readonly load: Load
  readonly away: boolean
}

/** A case that is to be given away, and who of the body may take it. */
export type Stake = {
  readonly found: Case
  readonly label: string
  readonly free: readonly StaffId[]
}

export type Wanted = {
  readonly once: string
  readonly cases: readonly CaseId[]
  /** Who does not stand in the pool, by the code of the reason. */
  readonly absent: ReadonlyMap<StaffId, string>
}

export const drawLabel = (year: number, serial: number): string =>
  `抽〔${year}〕${serial.toString().padStart(5, '0')}`
