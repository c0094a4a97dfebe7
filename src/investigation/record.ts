import type { Case } from '../cases'
import type { LawEntry } from '../lawbook'
import type { CaseMask } from '../masking'
import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { CaseId, EvidenceId, RecordItemId, StaffId } from '../vocabulary/ids'

export type ItemWords = {
  readonly title: string
  readonly place: string
  /** What was written down here; '' when it came as a file. */
  readonly text: string
  readonly pages: number | null
  readonly remark: string
}

/** One paper, picture or recording of the investigation record, in one version, its words opened. */
export type RecordItem = {
  readonly id: RecordItemId
  readonly caseId: CaseId
  readonly serial: number
  readonly version: number
  /** Code of lawbook kind `record-kind`. */
  readonly kind: string
  readonly evidenceId: EvidenceId | null
  readonly madeOn: Day
  /** Who added it, and who was there too. */
  readonly first: StaffId
  readonly second: StaffId
  readonly addedAt: Date
  readonly confirmedAt: Date | null
  readonly words: ItemWords
}

/** A case opened with the keys of the session. Lives as long as the request. */
export type OpenFile = {
  readonly found: Case
  readonly key: SymmetricKey
  readonly mask: CaseMask
  /** May add to the record now. */
  readonly mayAdd: boolean
}

export type Person = { readonly id: StaffId; readonly name: string; readonly handling: boolean }

/** What the form offers. */
export type FormLists = {
  readonly kinds: readonly LawEntry<'record-kind'>[]
  /** Who can be the second officer: everybody else of the body who can open the case. */
  readonly people: readonly Person[]
  readonly today: Day
  readonly limits: {
    readonly title: number
    readonly place: number
    readonly text: number
    readonly remark: number
    readonly pages: number
    readonly files: number
  }
}

/** What an officer adds, read from the form. */
export type NewItem = {
  readonly title: string
  readonly kind: string
  readonly where: string
  readonly on: Day
  readonly second: StaffId
  readonly text: string
  readonly pages: number | null
  readonly words: string
  readonly once: string
  /** The version that it takes the place of. */
  readonly of: RecordItemId | undefined
}

export type ShownItem = {
  readonly item: RecordItem
  readonly kind: string
  readonly first: string
  readonly second: string
}
