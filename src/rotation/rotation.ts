import type { DeskVersions } from '../desks'

export type DeskRotation = DeskVersions & {
  /** What is still sealed to earlier versions, counted up to `leftCap`. */
  readonly left: number
  /** Whether this person belongs to the desk, and so can move what is left. */
  readonly mine: boolean
}

/** Counting what is left stops there. */
export const leftCap = 10_000

/** What still depends on an earlier version of the installation secret. */
export type Dependence = {
  readonly name: string
  readonly left: number
  /** How it comes to an end. */
  readonly ends: 'by-itself' | 'at-the-visit' | 'never'
}

/** What the press before did. */
export type Shown = {
  readonly desk: string
  readonly done: number
  readonly closed: number
  readonly open?: 'done' | undefined
}

/** What the press before indexed anew under the newest search key. */
export type Indexed = { readonly done: number; readonly closed: number }
