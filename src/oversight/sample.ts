import type { CaseBrief } from '../cases'
import type { Day } from '../platform/clock'
import type { Letter } from './letter'
import type { SampleRow } from './samples.repository'

export type { SampleRow }

export type SampleFile = {
  readonly sample: SampleRow
  readonly letters: readonly (Letter & { readonly body: string })[]
  readonly names: ReadonlyMap<string, string>
  readonly mayDraw: boolean
}

/** What somebody above reads of a case that was drawn: nothing of who reported, nor the report as it was written. */
export type DrawnCase = {
  readonly letter: Letter
  readonly target: string
  readonly brief: CaseBrief | undefined
  readonly decisions: readonly {
    readonly action: string
    readonly on: Day
    readonly ground: string
    readonly reason: string
  }[]
}
