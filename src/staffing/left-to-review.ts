import type { Staff } from '../accounts'

/** Whom nobody has looked at yet in this period. */
export type Left = {
  readonly people: readonly Staff[]
  readonly reviewed: number
  readonly more: boolean
}
