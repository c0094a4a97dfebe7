import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Item } from './decide.rules'
import type { Mask } from './mask.rules'
import type { OriginalContent } from './report-content'
import type { Decided, Suggestion } from './suggest.rules'

/** A case whose key is in the caller's hands. */
export type OpenCase = { readonly caseId: CaseId; readonly key: SymmetricKey }

/** What reporters wrote besides their reports; rooms above bring it. */
export type Letters = {
  readonly messages: readonly { readonly on: Day; readonly body: string }[]
  readonly files: readonly { readonly name: string; readonly note: string }[]
}
export type ReadLetters = (tx: Tx, open: OpenCase) => Promise<Letters>

/** The mask of one case. */
export type CaseMask = Mask & {
  /** The answer about the relation to the matter: masked as a whole, whatever it is. */
  readonly answer: (words: string) => string
}

/** One report as it was written. */
export type Original = { readonly receivedOn: Day; readonly content: OriginalContent }

/** Everything that is known of the masking of one case, open. */
export type Reading = {
  readonly originals: readonly Original[]
  readonly letters: Letters
  readonly suggestions: readonly Suggestion[]
  readonly decided: Decided
  /** 0: nobody has set anything yet. */
  readonly version: number
  readonly setBy: { readonly staffId: StaffId; readonly at: Date } | undefined
  readonly mask: CaseMask
}

/** An open case together with what reporters wrote in it, read already. */
export type ReadCase = OpenCase & {
  /** As they were sealed. */
  readonly contents: readonly unknown[]
  readonly letters: {
    readonly messages: readonly { readonly body: string }[]
    readonly files: Letters['files']
  }
}

/** An item under a name that tells nobody without the key what it is. */
export type NamedItem = Item & { readonly id: string }

export type MaskingWish = {
  /** The setting that the page was drawn with. */
  readonly seen: number
  readonly listed: readonly string[]
  readonly ticked: readonly string[]
  readonly added: readonly string[]
}
