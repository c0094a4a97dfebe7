import type { ProposalSum, ProposalWish } from '../awards'

/** What a proposal comes to (undefined: no reward), and what the form brings back once it was seen. */
export type Preview = { readonly sum: ProposalSum | undefined; readonly seen: string }

/** Everything the figure was made of: whatever is changed afterwards makes another one. */
export const shown = (wish: ProposalWish, sum: ProposalSum | undefined): Preview => {
  const { basis, grade, subject, insider, rate, conditions, exclusions } = wish
  const made =
    sum === undefined
      ? [...conditions, ...exclusions].map(({ code, yes }) => `${code}:${String(yes)}`)
      : [sum.fen, basis, grade, subject, insider, rate]
  return { sum, seen: made.join('|') }
}
