import { existsSync } from 'node:fs'
import { fillSentence, safetySentences } from '../../src/publicity/safety.rules'

it('gives each sentence a name of its own', () => {
  const ids = safetySentences.map(({ id }) => id)

  expect(new Set(ids).size).toBe(ids.length)
})

it.each(safetySentences.map(sentence => [sentence.id, sentence] as const))(
  '%s fills its blanks and names a promise',
  (_id, { text, promise }) => {
    const printed = fillSentence(text, { followMinutes: 10 })

    expect(printed).not.toMatch(/[{}]/)
    expect(promise).toBeGreaterThanOrEqual(1)
    expect(promise).toBeLessThanOrEqual(24)
  },
)

it('names only tests that exist', () => {
  const named = safetySentences.flatMap(({ test }) => (test === null ? [] : [test]))

  expect(named.filter(file => !existsSync(file))).toEqual([])
})

it('refuses a blank that nobody fills', () => {
  expect(() => fillSentence('{nobody} 分钟', { followMinutes: 10 })).toThrow('nobody')
})
