import type { StaffKeys } from '../accounts'
import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { StaffActor } from '../vocabulary/actor'
import type { DraftId, ReportId } from '../vocabulary/ids'
import type { Channel } from './channel.rules'
import type { SheetContent } from './sheet.rules'

/** Who writes, with the keys that this session holds. */
export type Writer = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  /** The secret of the session's cookie: what is sealed under it ends with the session. */
  readonly secret: SymmetricKey
}

type Common = { readonly id: DraftId; readonly source: Channel }

export type OpenSheet = Common & {
  readonly stage: 'unfinished'
  readonly begunOn: Day
  readonly expiresOn: Day
  readonly content: SheetContent
}

/** What waits to be read out or printed, until it is put away. */
export type CodeOnShow = {
  /** Absent: nobody can be told, so the code was thrown away at once. */
  readonly code?: string | undefined
  /** Where a letter is answered to; kept nowhere else. */
  readonly address: string
  /** Milliseconds. */
  readonly until: number
}

export type FiledSheet = Common & {
  readonly stage: 'filed'
  readonly reportId: ReportId
  /** undefined once its time is up, or after another sign-in. */
  readonly shown: CodeOnShow | undefined
}

export type Sheet = OpenSheet | FiledSheet
