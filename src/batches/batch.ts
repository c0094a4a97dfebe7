import type { LawEntry } from '../lawbook'
import type { ReadLimits } from '../tables'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Mapping, Problem } from './batch.rules'

export type BatchState = 'mapping' | 'checked' | 'running' | 'waiting' | 'done'

export type Batch = {
  readonly id: string
  readonly organisationId: OrganisationId
  readonly staffId: StaffId
  readonly source: string
  readonly state: BatchState
  readonly sealedKey: Buffer
  readonly sealedSheet: Buffer
  /** Rows of the sheet, rows gone through, cases made, and the number of the last row gone through. */
  readonly total: number
  readonly done: number
  readonly created: number
  readonly reached: number
  readonly madeAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly expiresAt: Date
}

/** What is sealed of it beside the file: how it was called, what stands in its first line, what was chosen. */
export type SheetInfo = {
  readonly name: string
  readonly headers: readonly string[]
  readonly mapping: Mapping
}

export type RowProblem = {
  readonly number: number
  readonly problem: Problem
  /** The row that it repeats. */
  readonly other: number | null
}

export type BatchLimits = {
  readonly read: ReadLimits
  readonly keepHours: number
  readonly shown: number
  readonly alikeDays: number
  readonly alikePercent: number
  readonly compared: number
  readonly targetMost: number
  readonly textMost: number
}

export type BatchFile = {
  readonly batch: Batch
  readonly info: SheetInfo
  readonly fields: readonly LawEntry<'batch-field'>[]
  readonly sources: readonly LawEntry<'batch-source'>[]
  readonly limits: BatchLimits
}
