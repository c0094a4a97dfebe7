import { shippedLaw } from '../../src/lawbook/shipped-law'
import { nextStep, stepsFor, type Step, type TimedStep } from '../../src/reminders/step.rules'

const shipped = shippedLaw()
  .filter(({ kind }) => kind === 'reminder-step')
  .map(entry => entry as unknown as Step & { readonly source: string })

/** As on 2026-12-14, a Monday: the last due day for which each step has come. */
const days: Readonly<Record<string, string>> = {
  near: '2026-12-16',
  due: '2026-12-14',
  principal: '2026-12-11',
  supervision: '2026-12-07',
}
const timed: TimedStep[] = shipped.map(step => ({ step, dueUntil: days[step.code] ?? '' }))
const outcomes = (dueOn: string, reminded = 0) =>
  stepsFor(timed, { dueOn, reminded }).map(({ step, outcome }) => `${step.code} ${outcome}`)

it('takes nothing before its day, and each step on its day', () => {
  expect(outcomes('2026-12-17')).toEqual([])
  expect(outcomes('2026-12-16')).toEqual(['near told'])
  expect(outcomes('2026-12-14', 1)).toEqual(['due told'])
  expect(outcomes('2026-12-11', 2)).toEqual(['principal told'])
  expect(outcomes('2026-12-07', 3)).toEqual(['supervision told'])
  expect(outcomes('2026-12-07', 4)).toEqual([])
})

it('tells the handlers the last of what they missed, and everybody else once', () => {
  expect(outcomes('2026-12-01')).toEqual([
    'near passed',
    'due told',
    'principal told',
    'supervision told',
  ])
})

it('knows the next step of a clock, also when the law has left one out since', () => {
  const fewer = timed.filter(({ step }) => step.code !== 'principal')

  expect(nextStep(fewer, 3)?.step.code).toBe('supervision')
  expect(nextStep(fewer, 2)?.step.code).toBe('supervision')
  expect(nextStep(fewer, 4)).toBeUndefined()
})

describe('the shipped steps', () => {
  it('go on in time as they go on in order, each with a source', () => {
    const inOrder = [...shipped].sort((one, other) => one.data.order - other.data.order)
    const working = inOrder.map(({ data }) => data.workingDays)

    expect(working).toEqual([...working].sort((one, other) => one - other))
    expect(new Set(inOrder.map(({ data }) => data.order)).size).toBe(shipped.length)
    expect(shipped.every(({ source }) => source !== '')).toBe(true)
  })
})
