import fc from 'fast-check'
import {
  foldName,
  gramsOf,
  gramsToFind,
  readQuery,
  regionPrefix,
} from '../../src/registry/name.rules'

describe('folding a name', () => {
  it.each([
    ['和安医院（城东院区）', '和安医院城东院区'],
    ['和安医院(城东院区)', '和安医院城东院区'],
    [' 康宁 大药房　滨河店 ', '康宁大药房滨河店'],
    ['Ａ１２３诊所', 'a123诊所'],
    ['ABC诊所', 'abc诊所'],
    ['％_\\', ''],
    ['𠮷田诊所', '𠮷田诊所'],
  ])('%s becomes %s', (name, folded) => {
    expect(foldName(name)).toBe(folded)
  })
})

it('takes pairs by whole characters', () => {
  expect(gramsOf('𠮷田店')).toEqual(['𠮷', '田', '店', '𠮷田', '田店'])
  expect(gramsOf('')).toEqual([])
})

it.each([
  ['和安 城东', ['和安', '城东']],
  ['　和安　', ['和安']],
  ['（）', []],
  ['和安 和安', ['和安']],
])('%s asks for %j', (q, parts) => {
  expect(readQuery(q)).toEqual(parts)
})

it('any part of a name is found by what the index holds of it', () => {
  const name = fc.array(fc.constantFrom(...Array.from('和安医院城东（）院区 ABＣ1２𠮷')), {
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(name, fc.nat(), fc.nat(), (characters, from, length) => {
      const start = from % characters.length
      const part = characters.slice(start, start + 1 + (length % characters.length)).join('')
      const folded = foldName(characters.join(''))
      const parts = readQuery(part)
      expect(parts.every(each => folded.includes(each))).toBe(true)
      expect(gramsOf(folded)).toEqual(expect.arrayContaining(gramsToFind(parts)))
    }),
  )
})

it.each([
  ['990102', '990102'],
  ['990100', '9901'],
  ['990000', '99'],
  ['100000', '10'],
])('%s covers %s…', (code, prefix) => {
  expect(regionPrefix(code)).toBe(prefix)
})
