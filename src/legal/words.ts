import type { ReviewResult } from './review'

export const resultWords: Readonly<Record<ReviewResult, string>> = {
  pass: '通过',
  changes: '有条件通过',
  return: '退回',
}
