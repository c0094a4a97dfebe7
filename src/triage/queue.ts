import type { Case, CaseTitle } from '../cases'
import type { Day } from '../platform/clock'
import type { LampColour } from '../vocabulary/case-words'
import type { FilterName, Light, Place, QueueView, QueueWish } from './queue.rules'

/** `group` gathers what belongs together in a long list; those of one group stand together. */
export type Option = { readonly value: string; readonly words: string; readonly group?: string }
export type Options = Readonly<Record<FilterName, readonly Option[]>>

export type RowLamp = { readonly colour: LampColour; readonly workingDays: number }

/** A case that is listed under another one. */
export type FoldedRow = Pick<QueueRow, 'found' | 'number' | 'title' | 'mark'>

/** A line of the list. No title: the person's session holds no key to it yet. */
export type QueueRow = {
  readonly found: Case
  readonly number: string
  readonly title: CaseTitle | undefined
  readonly lamp: RowLamp
  readonly handlers: readonly string[]
  /** The decision that stands last: what is done to many is done to what was seen. */
  readonly mark: string
  /** Others with nearly the same text about the same target that this person may see: listed under this one. */
  readonly folded: readonly FoldedRow[]
  /** Colleagues who have it open just now. */
  readonly viewers: readonly string[]
}

export type Dropped = FilterName | 'light'

export type QueueFindings = {
  readonly today: Day
  /** How many working days the tab of what is due soon looks ahead. */
  readonly soonDays: number
  readonly rows: readonly QueueRow[]
  /** How many cases the page has, those that are folded under others with them; its first and last in the order. */
  readonly onPage: number
  readonly first: Case | undefined
  readonly last: Case | undefined
  readonly listed: number
  readonly views: Readonly<Partial<Record<QueueView, number>>>
  readonly lights: Readonly<Record<Light, number>>
  readonly hasEarlier: boolean
  readonly hasLater: boolean
  /** How many there would be without one of the filters; asked only when nothing was found. */
  readonly without: Readonly<Partial<Record<Dropped, number>>>
}

export type QueueAsk = {
  readonly wish: QueueWish
  readonly from?: Place & { readonly backwards: boolean }
}

export type QueueRequest = {
  readonly wish: QueueWish
  readonly from?: Place & { readonly backwards: boolean }
  /** What the address asked for and the list does not know: where on the page, and the sentence. */
  readonly problems: Readonly<Record<string, string>>
}
