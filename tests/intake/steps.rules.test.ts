import { firstMissing, pathAfter, stepBefore, turnedBackTo } from '../../src/intake/steps.rules'
import type { Answers } from '../../src/vocabulary/report-answers'

const subject: Answers['subject'] = {
  choice: 'unknown',
  institutionId: null,
  name: '',
  regionCode: '',
  aboutBody: 'no',
}
const type = { codes: ['A1'], unsure: false, department: '', traceCode: '', billNumber: '' }
const what = { text: '事', when: '', period: '', amount: '' }
const whole: Answers = { subject, identity: 'anon', type, what }

describe('the first step that lacks its answer', () => {
  it.each<[string | undefined, Answers]>([
    ['subject', {}],
    ['identity', { subject }],
    ['claim-word', { subject, identity: 'anon-claim' }],
    ['named', { subject, identity: 'named' }],
    ['type', { subject, identity: 'named', named: true }],
    ['what', { subject, identity: 'anon', type }],
    [undefined, whole],
  ])('is %s', (step, answers) => {
    expect(firstMissing(answers)).toBe(step)
  })
})

it('turns back who jumps ahead, never who goes back', () => {
  expect(turnedBackTo('check', { subject })).toBe('identity')
  expect(turnedBackTo('evidence', whole)).toBeUndefined()
  expect(turnedBackTo('subject', whole)).toBeUndefined()
})

it('does not show a page that the chosen kind of identity does not have', () => {
  expect(turnedBackTo('named', whole)).toBe('identity')
  expect(stepBefore('type', whole)).toBe('identity')
  expect(stepBefore('type', { ...whole, identity: 'named', named: true })).toBe('named')
})

it('leads from the summary and back to it as soon as everything is answered', () => {
  expect(pathAfter('what', whole, true)).toBe('/report/check')
  expect(pathAfter('identity', { ...whole, identity: 'named' }, true)).toBe(
    '/report/named?from=check',
  )
  expect(pathAfter('what', whole, false)).toBe('/report/evidence')
})
