import fc from 'fast-check'
import { readProse } from '../../src/filing/fields.schema'
import {
  bare,
  billNumber,
  halfWidth,
  lengthOf,
  line,
  prose,
  withThousands,
} from '../../src/vocabulary/typing'

it('reads what an input method leaves behind', () => {
  expect(halfWidth('ＡＢ１２（３）　')).toBe('AB12(3) ')
  expect(billNumber(' 沪Ａ－001 ·2.3')).toBe('沪A-001·2.3')
  expect(bare(' 81—23 45－67·89 ')).toBe('8123456789')
  expect(line('  某某\r\n医院\u200b  ')).toBe('某某 医院')
  // Signs that turn the direction, and the second row of control signs.
  expect(line('示范\u202e银行\u2066城\u200f南\u061c\u0085支行\u009f')).toBe('示范银行城南支行')
  expect(prose('一\r\n二\u0007\r三 ')).toBe('一\n二\n三')
})

it('counts characters as people do', () => {
  expect(lengthOf('医保𠮷😀')).toBe(4)
  expect(withThousands(5000)).toBe('5,000')
  expect(withThousands(132)).toBe('132')
})

it('says how much is too much', () => {
  expect(readProse({ most: 5000 })('字'.repeat(5132))).toEqual({
    ok: false,
    why: '最多 5,000 字，现在多了 132 字',
  })
  expect(readProse({ most: 5 })('\ufffd\ufffd')).toMatchObject({ ok: false })
})

it('never changes what it has read once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(prose(prose(text))).toBe(prose(text))
      expect(bare(bare(text))).toBe(bare(text))
    }),
  )
})
