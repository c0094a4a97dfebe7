import { dayInWords } from '../platform/clock'
import { inGroups } from '../receipts'
import type { Answers } from '../vocabulary/report-answers'
import type { OpenDraft } from './draft'
import { stepPath, stepToResume } from './steps.rules'

export const resumePath = (answers: Answers): string => stepPath(stepToResume(answers))

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

/** The slip with the resume code. */
export const toLaterPage = (
  { resumeCode, answers, expiresOn }: Pick<OpenDraft, 'resumeCode' | 'answers' | 'expiresOn'>,
  days: number,
) => ({
  code: inGroups(resumeCode ?? ''),
  resume: resumePath(answers),
  whole: stepToResume(answers) === 'check',
  until: dayInWords(expiresOn),
  days,
})
