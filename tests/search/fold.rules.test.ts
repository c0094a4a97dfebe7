import fc from 'fast-check'
import {
  canBeAsked,
  foldText,
  foldWithPlaces,
  pairsOf,
  readCaseNumber,
  readWords,
} from '../../src/search/fold.rules'

it.each([
  ['ＡＢＣ１２３', 'abc123'],
  ['Café', 'cafe'],
  ['Cafe\u0301', 'cafe'],
  ['醫療保險', '医疗保险'],
  ['和安　医院（城东）', '和安医院城东'],
  ['住院，费用\n清单', '住院费用清单'],
  ['℃㎡Ⅲ', 'cm2iii'],
  ['🙂！', ''],
])('%s is compared as %s', (text, folded) => {
  expect(foldText(text)).toBe(folded)
})

it('finds every part of a text by its pairs, however it was written', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.nat(60),
      fc.nat(10),
      (text, from, long) => {
        const folded = foldText(text)
        const part = Array.from(folded)
          .slice(from, from + 2 + long)
          .join('')
        if (Array.from(part).length < 2) return
        const pairs = new Set(pairsOf(folded))
        expect(pairsOf(part).every(pair => pairs.has(pair))).toBe(true)
      },
    ),
  )
})

it('knows of each character where it stood', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
      const { characters, places } = foldWithPlaces(text)
      const written = Array.from(text)
      expect(characters.join('')).toBe(foldText(text))
      expect(places.every(place => place >= 0 && place < written.length)).toBe(true)
      expect(places.toSorted((one, other) => one - other)).toEqual(places)
    }),
  )
})

it('takes words apart at blanks, each once', () => {
  expect(readWords(' 透析　 透析 CT！ ')).toEqual(['透析', 'ct'])
})

it.each([
  ['医', false],
  ['9', false],
  ['医 院', false],
  ['，。', false],
  ['医院', true],
  ['12', true],
  ['张 透析', true],
])('%s can be asked for: %s', (asked, can) => {
  expect(canBeAsked(readWords(asked))).toBe(can)
})

it.each([
  ['医保举〔2026〕00318', { year: 2026, serial: 318 }],
  ['〔2026〕318', { year: 2026, serial: 318 }],
  ['[2026]00318号', { year: 2026, serial: 318 }],
  ['（２０２６）３１８', { year: 2026, serial: 318 }],
  ['2026-318', { year: 2026, serial: 318 }],
  ['2026 00318', { year: 2026, serial: 318 }],
  ['318', { serial: 318 }],
  ['00318号', { serial: 318 }],
  ['第318号', { serial: 318 }],
  ['13812345678', undefined],
  ['318 透析', undefined],
  ['', undefined],
])('%s as a number of a case', (asked, number) => {
  expect(readCaseNumber(asked)).toEqual(number)
})
