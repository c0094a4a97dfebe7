import * as fc from 'fast-check'
import {
  inCapitals,
  inDocuments,
  inShort,
  inYuan,
  moneyFaults,
  readMoney,
} from '../../src/vocabulary/money'

const MOST = 1_000_000_000_000n

const read = (text: string): bigint | string => {
  const answer = readMoney(text, MOST)
  return answer.ok ? answer.fen : answer.why
}

describe('an amount as it is typed', () => {
  it.each([
    ['0', 0n],
    ['200', 20_000n],
    ['1,234.56', 123_456n],
    ['１，２３４．５６', 123_456n],
    ['1234.5 元', 123_450n],
    ['￥1,234', 123_400n],
    ['人民币 12,000元', 1_200_000n],
    ['12.5万', 12_500_000n],
    ['12.5 万元', 12_500_000n],
    ['0.000001万', 1n],
    ['123.456789万元', 123_456_789n],
    [' 1,000,000 ', 100_000_000n],
  ])('%s is %s fen', (text, fen) => {
    expect(read(text)).toBe(fen)
  })

  it.each([
    ['', moneyFaults.unread],
    ['很多', moneyFaults.unread],
    ['1e5', moneyFaults.unread],
    ['0x10', moneyFaults.unread],
    ['1.2亿', moneyFaults.unread],
    ['12.5千', moneyFaults.unread],
    ['$12', moneyFaults.unread],
    ['1234元5角', moneyFaults.unread],
    ['9'.repeat(41), moneyFaults.unread],
    ['-5', moneyFaults.negative],
    ['－5', moneyFaults.negative],
    ['−5', moneyFaults.negative],
    ['+5', moneyFaults.negative],
    ['1.234,56', moneyFaults.foreign],
    ['1 234,56', moneyFaults.foreign],
    ["1'234.56", moneyFaults.foreign],
    ['12,34', moneyFaults.foreign],
    ['1234,567', moneyFaults.foreign],
    ['1,234,56', moneyFaults.foreign],
    ['12,5万', moneyFaults.foreign],
    ['1.234', moneyFaults['yuan-decimals']],
    ['1.2345678万', moneyFaults['wan-decimals']],
    ['10,000,000,000.01', '金额最多 10,000,000,000.00 元，请核对有没有多写几位'],
    ['1000001万', '金额最多 10,000,000,000.00 元，请核对有没有多写几位'],
  ])('%s is not read', (text, why) => {
    expect(read(text)).toBe(why)
  })

  it('loses nothing: what is printed is read back to the fen', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MOST }), fen => {
        expect(read(inYuan(fen))).toBe(fen)
        expect(read(`${inYuan(fen)}元`)).toBe(fen)
        const wan = `${(fen / 1_000_000n).toString()}.${(fen % 1_000_000n).toString().padStart(6, '0')}`
        expect(read(`${wan}万`)).toBe(fen)
      }),
    )
  })
})

describe('an amount as it is printed', () => {
  it.each([
    [0n, '0.00', '0 元'],
    [5n, '0.05', '0.05 元'],
    [-123_456n, '-1,234.56', '-1,234.56 元'],
    [999_999n, '9,999.99', '9,999.99 元'],
    [1_000_000n, '10,000.00', '1 万元'],
    [12_345_678n, '123,456.78', '12.35 万元'],
    [123_400_000_00n, '123,400,000.00', '12,340 万元'],
  ])('%s: %s, %s', (fen, yuan, short) => {
    expect([inYuan(fen), inShort(fen)]).toEqual([yuan, short])
  })

  // The vectors of ux.md 2.3, and the zeros between groups.
  it.each([
    [200_00n, '贰佰元整'],
    [12_000_00n, '壹万贰仟元整'],
    [200_000_00n, '贰拾万元整'],
    [325_04n, '叁佰贰拾伍元零肆分'],
    [1_409_50n, '壹仟肆佰零玖元伍角'],
    [6_007_14n, '陆仟零柒元壹角肆分'],
    [16_409_02n, '壹万陆仟肆佰零玖元零贰分'],
    [107_000_53n, '壹拾万零柒仟元伍角叁分'],
    [0n, '零元整'],
    [7n, '柒分'],
    [70n, '柒角'],
    [10_000_000_00n, '壹仟万元整'],
    [100_000_500_00n, '壹亿零伍佰元整'],
    [100_005_000_00n, '壹亿零伍仟元整'],
    [1_000_050_000_00n, '壹拾亿零伍万元整'],
    [10_010_001_00n, '壹仟零壹万零壹元整'],
  ])('%s fen in capitals: %s', (fen, words) => {
    expect(inCapitals(fen)).toBe(words)
  })

  it('stands beside the figures in documents', () => {
    expect(inDocuments(1_200_000n)).toBe('12,000.00 元（人民币壹万贰仟元整）')
  })

  it('in capitals says the same amount, with no two zeros in a row', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 17n }), fen => {
        const words = inCapitals(fen)
        expect(words).not.toMatch(/零零|零[元万亿角分整]/)
        expect(fromCapitals(words)).toBe(fen)
      }),
    )
  })
})

const digits = '零壹贰叁肆伍陆柒捌玖'
const places: Readonly<Record<string, bigint>> = { 拾: 10n, 佰: 100n, 仟: 1000n }
const groups: Readonly<Record<string, bigint>> = { 万: 10_000n, 亿: 100_000_000n }

/** A naive reader of 大写: fen. */
const fromCapitals = (words: string): bigint => {
  const [whole, rest] = words.includes('元')
    ? (words.split('元') as [string, string])
    : (['', words] as const)
  let total = 0n
  let group = 0n
  let digit = 0n
  for (const sign of whole) {
    if (digits.includes(sign)) digit = BigInt(digits.indexOf(sign))
    else if (places[sign] !== undefined) {
      group += digit * places[sign]
      digit = 0n
    } else {
      const unit = groups[sign] ?? 1n
      if (sign === '亿' && group + digit === 0n) total *= unit
      else total += (group + digit) * unit
      group = digit = 0n
    }
  }
  const part = (unit: string) => BigInt(digits.indexOf(rest.charAt(rest.indexOf(unit) - 1)))
  const tail =
    (rest.includes('角') ? part('角') * 10n : 0n) + (rest.includes('分') ? part('分') : 0n)
  return (total + group + digit) * 100n + tail
}
