import { addDays, asDay, type Day } from '../platform/clock'
import type { Span } from '../platform/periods.rules'

export type Pieces = {
  /** First days of whole months, from and before. */
  readonly months: { readonly from: Day; readonly before: Day } | undefined
  readonly days: readonly Span[]
}

const firstOf = (day: Day): Day => asDay(`${day.slice(0, 8)}01`)

/** Whole months are read from what is summed by month; the days before and behind them one by one. */
export const piecesOf = ({ from, until }: Span): Pieces => {
  const start = from.endsWith('-01') ? from : firstOf(addDays(firstOf(from), 31))
  const behind = addDays(until, 1)
  const end = firstOf(behind)
  if (start >= end) return { months: undefined, days: [{ from, until }] }
  return {
    months: { from: start, before: end },
    days: [
      ...(from < start ? [{ from, until: addDays(start, -1) }] : []),
      ...(end < behind ? [{ from: end, until }] : []),
    ],
  }
}
