import type { PastReview } from './legal'
import { resultWords } from './words'

/** For views/legal/late: what a colleague decided, and what was typed meanwhile; nothing of it is kept. */
export const toLatePage = (
  { review, by, points }: PastReview,
  typed: Readonly<Record<string, string>>,
) => ({
  title: '同事已经审核过了',
  result: review.result === null ? '' : resultWords[review.result],
  by,
  kept: [
    ...points.map(({ code, name }) => ({ name, words: typed[`opinion-${code}`] ?? '' })),
    { name: '总的意见', words: typed['text'] ?? '' },
    { name: '要改的地方', words: typed['words'] ?? '' },
  ].filter(({ words }) => words.trim() !== ''),
})
