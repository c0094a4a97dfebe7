import type { Day } from '../platform/clock'

/** A table of a paper; `shares` says how wide the columns are beside each other (all the same when left out). */
export type PaperTable = {
  readonly kind: 'table'
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly shares?: readonly number[]
}

export type PaperBlock =
  /** A paragraph of the body, its first line two signs in. */
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A paragraph that begins at the margin. */
  | { readonly kind: 'flush'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | PaperTable

/** A document as it stands on paper: plain words in their places, nothing of where they come from. */
export type Paper = {
  /** The body's name in red over a red line, as official letters have it. */
  readonly head?: string
  /** 发文字号. */
  readonly number?: string
  readonly title: string
  /** 主送; the colon is put behind it. */
  readonly addressee?: string
  readonly blocks: readonly PaperBlock[]
  /** Who signs and when, at the right; `seal` leaves the place for the seal. */
  readonly closing?: { readonly body: string; readonly day: Day; readonly seal: boolean }
  /** Small lines under everything, such as where the paper can be verified. */
  readonly foot?: readonly string[]
  /** Small grey words over every page: a draft, a watermark. */
  readonly mark?: string
}
