import type { Answers } from '../vocabulary/report-answers'
import { firstMissing, stepPath } from './steps.rules'

/** Where a returning writer goes on: the first open question, or the summary. */
export const resumePath = (answers: Answers): string => stepPath(firstMissing(answers) ?? 'check')

type Start = {
  readonly answers: Answers | undefined
  readonly type: string
  readonly idleMinutes: number
}

export const toStartPage = ({ answers, type, idleMinutes }: Start) => ({
  resume: answers === undefined ? undefined : resumePath(answers),
  type,
  idleMinutes,
})
