import fc from 'fast-check'
import { asStep, stepToResume } from '../../src/intake/steps.rules'
import {
  halfwaySteps,
  keepsHalfway,
  readUnfinished,
  toForm,
} from '../../src/intake/unfinished.rules'
import type { Answers } from '../../src/vocabulary/report-answers'

describe('what stands on a page', () => {
  it('is its own fields and no others, every one of them', () => {
    expect(readUnfinished('what', { text: '夜里', go: 'later', _csrf: 'x' }, 5000)).toEqual({
      text: '夜里',
      when: '',
      period: '',
      amount: '',
    })
    expect(readUnfinished('type', { behaviours: 'A1' }, 5000)).toMatchObject({ behaviours: ['A1'] })
  })

  it('goes back into the form as it came, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.string(), { maxLength: 5 }),
        (department, behaviours) => {
          const typed = readUnfinished('type', { department, behaviours }, 5000)
          expect(typed && toForm(typed)).toMatchObject({
            values: { department },
            chosen: behaviours,
          })
        },
      ),
    )
  })

  it('is not kept for the claim word, the summary, or more than anybody types', () => {
    expect(readUnfinished('claim-word', { word: '老槐树' }, 5000)).toBeUndefined()
    expect(readUnfinished('check', { truth: 'yes' }, 5000)).toBeUndefined()
    expect(readUnfinished('what', { text: '长'.repeat(41) }, 10)).toBeUndefined()
    expect(readUnfinished('what', { text: '长'.repeat(40) }, 10)).toBeDefined()
    expect([keepsHalfway('claim-word'), keepsHalfway('what')]).toEqual([false, true])
  })

  it('takes nothing but text', () => {
    expect(readUnfinished('identity', { identity: { a: 1 } }, 10)).toEqual({ identity: '' })
    expect(readUnfinished('type', { behaviours: ['A1', 7] }, 10)).toMatchObject({
      behaviours: ['A1'],
    })
  })

  it('is named by the pages that have it', () => {
    expect(halfwaySteps({ what: {}, named: {} })).toEqual(['what', 'named'])
    expect(asStep('nowhere')).toBeUndefined()
  })
})

describe('where a return leads', () => {
  const whole: Answers = {
    subject: { choice: 'unknown', institutionId: null, name: '', regionCode: '', aboutBody: 'no' },
    identity: 'anon',
    type: { codes: ['A1'], unsure: false, department: '', traceCode: '', billNumber: '' },
    what: { text: '事', when: '', period: '', amount: '' },
  }

  it.each<[string, Answers]>([
    ['subject', {}],
    ['check', whole],
    ['evidence', { ...whole, at: 'evidence' }],
    ['identity', { ...whole, at: 'identity' }],
    // A page that the answers no longer lead to.
    ['check', { ...whole, at: 'named' }],
    ['identity', { subject: whole.subject, at: 'what' }],
    ['check', { ...whole, at: 'nonsense' }],
  ])('is %s', (step, answers) => {
    expect(stepToResume(answers)).toBe(step)
  })
})
