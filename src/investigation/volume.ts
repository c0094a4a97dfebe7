import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { OpenFile } from './record'

export type VolumePart = 'clue' | 'record' | 'decision' | 'paper'

/** One line of the contents list. No words of a report, nothing on who reported: paper is left on desks. */
export type VolumeLine = {
  readonly part: VolumePart
  readonly name: string
  readonly on: Day | null
  readonly pages: string
  readonly maker: string
  readonly remark: string
}

/** What another room adds to the contents of a case; the house brings them together. */
export type VolumeChapter = (
  tx: Tx,
  file: Pick<OpenFile, 'found' | 'key' | 'mask'>,
) => Promise<readonly VolumeLine[]>
