import type { Case } from '../cases'
import type { Day } from '../platform/clock'
import type { MeasureLine } from './measure'

export type BoardWish = {
  readonly mine: boolean
  readonly after: { readonly day: Day; readonly id: string } | undefined
}

export type BoardRow = {
  readonly measure: MeasureLine
  readonly found: Case
  /** undefined without a key of the case */
  readonly target: string | undefined
  readonly kind: string
}
