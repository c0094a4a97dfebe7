import type { LawEntry } from '../lawbook'
import type { Day } from '../platform/clock'
import type { LawDraftId, StaffId } from '../vocabulary/ids'

export const draftStates = ['draft', 'proposed', 'approved', 'refused', 'withdrawn'] as const
export type DraftState = (typeof draftStates)[number]

/** A new version of an entry of the law book on its way into it. */
export type LawDraft = {
  readonly id: LawDraftId
  readonly kind: string
  readonly code: string
  readonly place: string
  readonly version: number
  readonly validFrom: Day
  readonly words: string
  readonly beforeWords: string
  readonly source: string
  readonly status: LawEntry['status']
  readonly state: DraftState
  readonly madeBy: StaffId
  readonly madeAt: Date
  readonly decidedBy: StaffId | null
  readonly decidedAt: Date | null
  /** Why it was refused. */
  readonly decidedWhy: string | null
}

export type DraftWish = Pick<
  LawDraft,
  'id' | 'kind' | 'code' | 'place' | 'validFrom' | 'words' | 'source' | 'status'
>

/** Which entries of the book are listed. */
export type Filter = { readonly kind: string; readonly all: boolean; readonly page: number }

export type Decision =
  { readonly decision: 'approved' } | { readonly decision: 'refused'; readonly why: string }
