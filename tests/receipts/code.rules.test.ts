import fc from 'fast-check'
import { completeCode, inGroups, readCode } from '../../src/receipts/code.rules'

const digits = fc
  .array(fc.nat({ max: 9 }), { minLength: 23, maxLength: 23 })
  .map(list => list.join(''))
const code = digits.map(completeCode)
const slip = { ok: false, slip: true }
const noCode = { ok: false, slip: false }

describe('a receipt code', () => {
  it('has 24 digits, the last a check digit by Damm', () => {
    // The thesis's own example: 572 is completed by 4.
    expect(completeCode('00000000000000000000572')).toBe('000000000000000000005724')
    fc.assert(
      fc.property(code, one => {
        expect(one).toMatch(/^\d{24}$/)
        expect(readCode(one)).toEqual({ ok: true, code: one })
      }),
    )
  })

  it('tells every single wrong digit', () => {
    fc.assert(
      fc.property(code, one => {
        for (let at = 0; at < 24; at += 1)
          for (let digit = 0; digit < 10; digit += 1) {
            if (one[at] === digit.toString()) continue
            expect(readCode(one.slice(0, at) + digit.toString() + one.slice(at + 1))).toEqual(slip)
          }
      }),
      { numRuns: 30 },
    )
  })

  it('tells every two neighbours that changed places', () => {
    fc.assert(
      fc.property(code, one => {
        for (let at = 0; at < 23; at += 1) {
          const [left = '', right = ''] = one.slice(at, at + 2)
          if (left === right) continue
          expect(readCode(one.slice(0, at) + right + left + one.slice(at + 2))).toEqual(slip)
        }
      }),
    )
  })

  it('is printed in groups of four', () => {
    expect(inGroups(completeCode('12345678901234567890123'))).toMatch(/^(\d{4} ){5}\d{4}$/)
  })
})

describe('reading a code', () => {
  const one = completeCode('12345678901234567890123')
  const wide = Array.from(one, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')

  it.each([
    inGroups(one),
    ` ${one}\n`,
    wide,
    inGroups(one).replaceAll(' ', '-'),
    inGroups(one).replaceAll(' ', '－'),
    inGroups(one).replaceAll(' ', '　'),
    inGroups(one).replaceAll(' ', '—'),
    inGroups(one).replaceAll(' ', '\u00a0'),
    inGroups(one).replaceAll(' ', '\u200b'),
    inGroups(one).replaceAll(' ', '. '),
  ])('understands %j', text => {
    expect(readCode(text)).toEqual({ ok: true, code: one })
  })

  it.each([
    '',
    '   ',
    one.slice(1),
    `${one}0`,
    `${one.slice(1)}a`,
    'ＡＢＣ',
    '١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١٢٣٤',
    '9'.repeat(100_000),
    ' '.repeat(100_000),
    `${one}'; drop table reports; --`,
  ])('takes %# for no code', text => {
    expect(readCode(text)).toEqual(noCode)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(readCode(text).ok).toBe(false)
      }),
    )
  })
})
