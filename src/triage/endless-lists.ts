import type { Clock } from '../platform/clock'

/** Names of lists of which counting stopped at the cap. */
export type EndlessLists = {
  readonly has: (name: string) => boolean
  readonly keep: (name: string) => void
}

const KEPT_MILLISECONDS = 60_000
const KEPT_LISTS = 1000

/**
 * Such a list is not counted again for a minute: thousands would have to be closed in it before «10,000+»
 * were wrong, and counting so far is the dearest part of a large bureau's page. Smaller lists are always
 * counted anew.
 */
export const createEndlessLists = (clock: Clock): EndlessLists => {
  const until = new Map<string, number>()
  return {
    has: name => (until.get(name) ?? 0) > clock().getTime(),
    keep: name => {
      // Filters come from addresses: what is kept of them is bounded.
      if (until.size >= KEPT_LISTS) until.clear()
      until.set(name, clock().getTime() + KEPT_MILLISECONDS)
    },
  }
}
