import type { Deed } from '../vocabulary/deeds'

/** What was exported: the question, how far each chain had come, and for how long it can be fetched. */
export type Export = {
  readonly id: string
  readonly staffId: string
  readonly question: {
    readonly from: string
    readonly until: string
    readonly deeds?: readonly Deed[] | undefined
    readonly actorId?: string | undefined
    readonly caseIds?: readonly string[] | undefined
  }
  readonly bounds: readonly { readonly chain: string; readonly upTo: number }[]
  readonly entries: number
  readonly sealedReason: Buffer
  readonly madeAt: Date
  readonly expiresAt: Date
}

export type ExportLimits = { readonly rows: number; readonly hours: number }

export type ReasonLimits = { readonly min: number; readonly max: number }
