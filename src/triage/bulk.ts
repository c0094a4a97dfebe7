import type { StaffKeys } from '../accounts'
import type { Case, CaseTitle } from '../cases'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { BulkAction, Pick, Skip } from './bulk-step'

/** Who does what to which cases, as a form says it. */
export type BulkAsk = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  readonly action: BulkAction
  readonly picks: readonly Pick[]
  readonly handlers: readonly StaffId[]
}

export type BulkDeed = BulkAsk & {
  /** The form's own number: sent again it does nothing more. */
  readonly once: string
  readonly ground: string
  readonly reason: string
}

/** One of the chosen on the page that asks for confirmation. No case: the person may not know of it. */
export type BulkLine = {
  readonly pick: Pick
  readonly found: Case | undefined
  readonly title: CaseTitle | undefined
  readonly skip: Skip | undefined
  /** Who of the two must keep away, where that is why. */
  readonly barred: readonly string[]
  /** What the step still needs: a code of vocabulary/refusals. */
  readonly fault: string | undefined
  /** What speaks against one of the two; the reason answers it. */
  readonly warnings: readonly string[]
}

export type BulkPreview = {
  readonly action: BulkAction
  readonly lines: readonly BulkLine[]
  readonly handlers: readonly { readonly id: StaffId; readonly name: string }[]
}

export type BulkResult = {
  readonly action: BulkAction
  readonly at: Date
  readonly reason: string
  readonly items: readonly {
    readonly caseId: CaseId
    /** undefined: the person may not know of it any more. */
    readonly found: Case | undefined
    readonly title: CaseTitle | undefined
    readonly outcome: 'done' | Skip
  }[]
}
