import type { Day } from '../platform/clock'
import type { OrganisationId } from '../vocabulary/ids'
import type { SliceDimension } from './figure.rules'
import type { ClockRow, FigureRow } from './figures.rules'

type Names = Readonly<Record<SliceDimension, ReadonlyMap<string, string>>>
export type Reach = {
  readonly today: Day
  readonly own: OrganisationId
  /** What there is to choose, in words, in the order in which lists show it. */
  readonly names: Names
  readonly rules: ReadonlyMap<string, string>
  readonly limits: { readonly cell: number; readonly body: number; readonly days: number }
}

export type Figures = {
  readonly rows: readonly FigureRow[]
  readonly clocks: readonly ClockRow[]
}
