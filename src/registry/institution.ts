import type { InstitutionId } from '../vocabulary/ids'

export type Institution = {
  readonly id: InstitutionId
  readonly code: string
  readonly name: string
  /** As the list says it: 医院, 药店 … The lawbook's target kinds say which kind of target it is. */
  readonly kind: string
  readonly regionCode: string
  readonly address: string
  readonly active: boolean
}

export type NewInstitution = Omit<Institution, 'id' | 'active'>

export type InstitutionSearch = {
  /** A part of the name; several parts are divided by spaces. */
  readonly q: string
  /** A county, or a city or province with everything in it. */
  readonly regionCode?: string | undefined
  readonly kinds?: readonly string[] | undefined
  /** The last institution of the page before. */
  readonly after?: InstitutionId | undefined
  readonly limit: number
}

export type InstitutionPage = {
  readonly items: readonly Institution[]
  /** Whether a further page exists: ask for it `after` the last item. */
  readonly more: boolean
}

/** `line` counts from 1, the header being line 1. */
export type RowError = { readonly line: number; readonly problem: string }

export type ImportResult = {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly errors: readonly RowError[]
}
