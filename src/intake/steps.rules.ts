import type { Answers } from '../vocabulary/report-answers'

const steps = [
  'subject',
  'identity',
  'claim-word',
  'named',
  'type',
  'what',
  'evidence',
  'relation',
  'check',
] as const
export type Step = (typeof steps)[number]

type Rule = {
  /** Sub-pages do not count, so that «of 7» is always true. */
  readonly number: 1 | 2 | 3 | 4 | 5 | 6 | 7
  readonly applies?: (answers: Answers) => boolean
  /** Absent: the step may be skipped. */
  readonly answered?: (answers: Answers) => boolean
}

const rules: Record<Step, Rule> = {
  subject: { number: 1, answered: ({ subject }) => subject !== undefined },
  identity: { number: 2, answered: ({ identity }) => identity !== undefined },
  'claim-word': {
    number: 2,
    applies: ({ identity }) => identity === 'anon-claim',
    answered: ({ claim }) => claim !== undefined,
  },
  named: {
    number: 2,
    applies: ({ identity }) => identity === 'named',
    answered: ({ named }) => named === true,
  },
  type: { number: 3, answered: ({ type }) => type !== undefined },
  what: { number: 4, answered: ({ what }) => what !== undefined },
  evidence: { number: 5 },
  relation: { number: 6 },
  check: { number: 7 },
}

export const stepNumber = (step: Step): number => rules[step].number

export const stepPath = (step: Step): string => `/report/${step}`

const applies = (step: Step, answers: Answers): boolean => rules[step].applies?.(answers) ?? true

const isMissing = (step: Step, answers: Answers): boolean =>
  applies(step, answers) && rules[step].answered?.(answers) === false

export const firstMissing = (answers: Answers): Step | undefined =>
  steps.find(step => isMissing(step, answers))

/** Where a visitor to `step` is sent instead, because something before it is not answered yet. */
export const turnedBackTo = (step: Step, answers: Answers): Step | undefined => {
  const before = steps.slice(0, steps.indexOf(step)).find(earlier => isMissing(earlier, answers))
  if (before !== undefined) return before
  return applies(step, answers) ? undefined : 'identity'
}

const stepAfter = (step: Step, answers: Answers): Step =>
  steps.slice(steps.indexOf(step) + 1).find(later => applies(later, answers)) ?? 'check'

export const stepBefore = (step: Step, answers: Answers): Step | undefined =>
  steps.slice(0, steps.indexOf(step)).findLast(earlier => applies(earlier, answers))

/** After saving: on to the next page; or, for who came from the summary, back to it as soon as it is whole. */
export const stepOnceSaved = (step: Step, answers: Answers, fromCheck: boolean): Step =>
  fromCheck ? (firstMissing(answers) ?? 'check') : stepAfter(step, answers)

export const pathAfter = (step: Step, answers: Answers, fromCheck: boolean): string => {
  const next = stepOnceSaved(step, answers, fromCheck)
  return fromCheck && next !== 'check' ? `${stepPath(next)}?from=check` : stepPath(next)
}

export const asStep = (name: unknown): Step | undefined => steps.find(step => step === name)

/** Where a returning writer goes on: the page that was left; else the first open question, or the summary. */
export const stepToResume = (answers: Answers): Step => {
  const at = asStep(answers.at)
  if (at !== undefined && turnedBackTo(at, answers) === undefined) return at
  return firstMissing(answers) ?? 'check'
}
