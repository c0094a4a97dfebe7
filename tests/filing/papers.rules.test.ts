import fc from 'fast-check'
import {
  readAmount,
  readIdNumber,
  readOtherPaper,
  readPhone,
  readTraceCode,
  readWhen,
} from '../../src/filing/papers.rules'
import { asDay } from '../../src/platform/clock'
import { lastSignOf } from '../../src/vocabulary/citizen-number'

const why = (read: ReturnType<typeof readPhone>) => (read.ok ? undefined : read.why)
const value = (read: ReturnType<typeof readPhone>) => (read.ok ? read.value : undefined)

describe('a mobile number', () => {
  it.each([
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '１３８００１３８０００',
    '+86 138 0013 8000',
    '0086－138　0013　8000',
  ])('%s is read as its eleven digits', typed => {
    expect(value(readPhone(typed))).toBe('13800138000')
  })

  it.each([
    ['1380013800', '手机号是 11 位数字，现在是 10 位'],
    ['138001380001', '手机号是 11 位数字，现在是 12 位'],
    ['', '请写手机号'],
    ['23800138000', '手机号第一位是 1，请核对'],
    ['1380013800O', '手机号只填数字'],
  ])('%s is answered: %s', (typed, sentence) => {
    expect(why(readPhone(typed))).toBe(sentence)
  })
})

describe('a citizen number', () => {
  const today = asDay('2026-11-23')
  // The example of GB 11643.
  it.each(['11010519491231002X', '１１０１０５１９４９１２３１００２ｘ', '110105 19491231 002x'])(
    '%s is read',
    typed => {
      expect(value(readIdNumber(typed, today))).toBe('11010519491231002X')
    },
  )

  it.each([
    ['11010519491231002', '身份证号是 18 位，现在是 17 位'],
    ['110105194912310021', '身份证号最后一位对不上，请核对'],
    ['1101051949123100A1', '身份证号只有数字，最后一位可以是 X'],
  ])('%s is answered: %s', (typed, sentence) => {
    expect(why(readIdNumber(typed, today))).toBe(sentence)
  })

  const born = (day: string) => {
    const start = `110105${day}002`
    return start + lastSignOf(start)
  }
  it.each([
    ['19000230', '身份证号里的出生日期对不上，请核对'],
    ['20261124', '身份证号里的出生日期还没到，请核对'],
    ['29990101', '身份证号里的出生日期还没到，请核对'],
    ['18961122', '身份证号里的出生日期在 130 年以前，请核对'],
  ])('of somebody born on %s is answered: %s', (day, sentence) => {
    expect(why(readIdNumber(born(day), today))).toBe(sentence)
  })
  it.each(['20261123', '18961123'])('of somebody born on %s is read', day => {
    expect(readIdNumber(born(day), today).ok).toBe(true)
  })

  it('finds every single wrong digit', () => {
    const right = '11010519491231002X'
    fc.assert(
      fc.property(fc.nat(16), fc.integer({ min: 1, max: 9 }), (at, shift) => {
        const wrong = ((Number(right[at]) + shift) % 10).toString()
        expect(readIdNumber(right.slice(0, at) + wrong + right.slice(at + 1), today).ok).toBe(false)
      }),
    )
  })
})

it('reads the other papers by their signs only', () => {
  expect(value(readOtherPaper('e 1234-5678'))).toBe('E12345678')
  expect(why(readOtherPaper('我没有'))).toBe('证件号是 5 到 20 位字母和数字')
})

it('reads a trace code of twenty digits in groups', () => {
  expect(value(readTraceCode('8123 4567 8901 2345 6789'))).toBe('81234567890123456789')
  expect(why(readTraceCode('8123'))).toBe('药品追溯码是 20 位数字，现在是 4 位')
  expect(why(readTraceCode('8123a'))).toBe('药品追溯码只有数字')
})

describe('an amount', () => {
  it.each([
    ['60', '60'],
    ['60元', '60'],
    ['￥1,200.5', '1200.50'],
    ['１２００', '1200'],
    ['1.2万', '12000'],
    ['3 万元', '30000'],
    ['0.01', '0.01'],
    ['0060', '60'],
    ['20万', '200000'],
  ])('%s is %s yuan', (typed, yuan) => {
    expect(value(readAmount(typed))).toBe(yuan)
  })

  it.each(['很多', '六十', '-5', '1e9', '1.2.3', '60 到 80'])('%s is no amount', typed => {
    expect(why(readAmount(typed))).toBe('金额要填数字，例如 60')
  })

  it('is not rounded', () => {
    expect(why(readAmount('1.234'))).toBe('金额最多写到分，例如 60.50')
  })
})

describe('a time', () => {
  const today = asDay('2026-11-22')

  it.each([
    ['2026 9 12', '2026-09-12'],
    ['2026年9月12日', '2026-09-12'],
    ['２０２６.９.１２', '2026-09-12'],
    ['2026/11/22', '2026-11-22'],
    ['今年夏天', '今年夏天'],
    ['2025 年底', '2025 年底'],
    ['2024', '2024'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(value(readWhen(typed, today))).toBe(kept)
  })

  it.each([
    ['2026 13 1', '日期要写成年、月、日，例如 2026 9 12'],
    ['2026-02-30', '日期要写成年、月、日，例如 2026 9 12'],
    ['20260912', '日期要写成年、月、日，例如 2026 9 12'],
    ['2026 11 23', '这个日期还没到'],
  ])('%s is answered: %s', (typed, sentence) => {
    expect(why(readWhen(typed, today))).toBe(sentence)
  })
})
