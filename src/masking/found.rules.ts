/** Why words may tell who wrote them. */
export type Kind =
  | 'name'
  | 'phone'
  | 'contact'
  | 'id-number'
  | 'staff-number'
  | 'only-me'
  | 'relation'
  | 'post'
  | 'hide'
  | 'answer'

/** A place that may tell who wrote it. */
export type Found = {
  readonly kind: Kind
  /** As it stands in the text. */
  readonly phrase: string
  /** What is to be masked wherever it stands, the longest first. */
  readonly words: readonly string[]
}

/** Anything up to the next pause of the sentence. */
export const toThePause = '[^\\n，。；！？,;!?]'
