import { countIn, excerptOf } from '../../src/search/excerpt.rules'

const said = (text: string, ...words: string[]) =>
  excerptOf(text, words)
    ?.map(({ text: piece, marked }) => (marked ? `[${piece}]` : piece))
    .join('')

it('marks the words as they were written', () => {
  expect(said('夜里 病 区基本没人', '病区')).toBe('夜里 [病 区]基本没人')
  expect(said('ＣＴ做了三次，ct 单子只有一张', 'ct')).toBe('[ＣＴ]做了三次，[ct] 单子只有一张')
  expect(said('醫療費', '医疗')).toBe('[醫療]費')
})

it('shows one line around the first of them', () => {
  const text = `${'前'.repeat(100)}透析${'后'.repeat(100)}`
  const line = said(text, '透析') ?? ''

  expect(line).toMatch(/^…前{14}\[透析\]后+…$/)
  expect(Array.from(line).length).toBeLessThan(75)
})

it('marks words that overlap once', () => {
  expect(said('虚假住院费', '虚假住院', '住院费')).toBe('[虚假住院][费]')
})

it('says nothing where nothing stands', () => {
  expect(said('夜里没人', '透析')).toBeUndefined()
  expect(countIn('夜里没人', ['透析'])).toBe(0)
})

it('stops counting in a text that is nothing else', () => {
  expect(countIn('透析'.repeat(5000), ['透析'])).toBe(20)
})

it('keeps a line on one line', () => {
  expect(said('第一\n透析\r\n第二', '透析')).toBe('第一 [透析]  第二')
})
