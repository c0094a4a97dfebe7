import type { FactorResetId, StaffId } from '../vocabulary/ids'

/** What became of a request; nothing yet while it waits. */
export type FactorAnswer = 'approved' | 'refused' | 'expired' | 'withdrawn'

/** A lost second factor that somebody asks to have reset for somebody else. */
export type FactorReset = {
  readonly id: FactorResetId
  readonly staffId: StaffId
  /** Code of lawbook kind `factor-reset-ground`. */
  readonly ground: string
  readonly askedBy: StaffId
  readonly askedAt: Date
  readonly expiresAt: Date
  readonly answer: FactorAnswer | undefined
  readonly answeredBy: StaffId | undefined
}
