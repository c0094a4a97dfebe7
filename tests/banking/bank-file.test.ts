import fc from 'fast-check'
import { bankHeader, bankRow, readAnswers, readBankCard, type BankLayout } from '../../src/banking'
import { shippedEntries } from '../../src/lawbook'

const shipped = [...shippedEntries('bank-layout')].find(({ code }) => code === 'plain-csv')
const layout = (shipped as { data: BankLayout }).data

const withCheck = (body: string): string =>
  [...Array(10).keys()]
    .map(last => `${body}${last}`)
    .filter(digits => readBankCard(digits).ok)
    .join()

describe('the number of a bank card', () => {
  // The examples of ISO/IEC 7812 readers: one good, one with a neighbour swapped, one with a digit off.
  it.each([
    ['6222 0202 0000 0000 003', false],
    ['4532015112830366', true],
    ['4532 0151 1283 0366', true],
    ['４５３２０１５１１２８３０３６６', true],
    ['4532015112830367', false],
    ['4532015112380366', false],
    ['12345678901', false],
    ['123456789012', true],
    ['62220202000000000000', false],
    ['6222ABCD00000000', false],
    ['', false],
  ])('%s: %s', (typed, ok) => {
    expect(readBankCard(typed).ok).toBe(ok)
  })

  it('has exactly one last digit, and no digit of it is wrong unnoticed', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9]\d{14,17}$/),
        fc.nat(14),
        fc.integer({ min: 1, max: 9 }),
        (body, at, by) => {
          const good = withCheck(body)
          expect(good).toHaveLength(body.length + 1)
          const wrong = Array.from(good)
          wrong[at] = String((Number(wrong[at]) + by) % 10)
          return !readBankCard(wrong.join('')).ok
        },
      ),
    )
  })
})

const payment = {
  reference: '900000000001',
  name: '张*明',
  account: '4532015112830366',
  bank: '示范银行',
  fen: 1_234_567n,
}

it('writes the columns in the order of the layout, amounts to the fen, the remark of the layout', () => {
  expect(bankHeader(layout)).toEqual([
    '序号',
    '业务参考号',
    '收款人户名',
    '收款人账号',
    '开户银行',
    '金额（元）',
    '附言',
  ])
  expect(bankRow(layout, payment, { at: 0, day: '2026-11-23' })).toEqual([
    '1',
    '900000000001',
    '张*明',
    '4532015112830366',
    '示范银行',
    '12345.67',
    '款项',
  ])
})

const rowsOf = (...lines: string[][]) => lines.map((cells, at) => ({ number: at + 1, cells }))
const header = ['业务参考号', '金额（元）', '处理结果', '失败原因']

it('reads the answer, amounts as people write them', () => {
  expect(
    readAnswers(
      layout,
      rowsOf(
        header,
        ['900000000001', '12,345.67', '成功'],
        ['900000000002', '5', '退票', '户名不符'],
      ),
    ),
  ).toEqual({
    answers: [
      { row: 2, reference: '900000000001', fen: 1_234_567n, paid: true, reason: '' },
      { row: 3, reference: '900000000002', fen: 500n, paid: false, reason: '户名不符' },
    ],
    faults: [],
  })
})

it.each([
  [[header, ['900000000001', '1', '处理中']], '处理结果“处理中”不认识'],
  [[header, ['900000000001', '1.234,5', '成功']], '小数点'],
  [[header, ['900000000001', '-5', '成功']], '负数'],
  [[header, ['', '5', '成功']], '业务参考号不对'],
  [[header, ['1.23457E+15', '5', '成功']], '科学计数法'],
  [[header, ['900000000001', '5', '成功'], ['900000000001', '5', '失败']], '和第 2 行一样'],
])('names the fault of a row: %j', (lines, why) => {
  const read = readAnswers(layout, rowsOf(...lines))
  expect(typeof read === 'string' ? read : read.faults.map(one => one.why).join()).toContain(why)
})

it.each([
  [
    [
      ['参考号', '金额（元）', '处理结果'],
      ['1', '2', '成功'],
    ],
    '没有这些列：业务参考号',
  ],
  [[header], '没有一行结果'],
  [
    [
      [...header, '处理结果'],
      ['900000000001', '5', '成功', '失败'],
    ],
    '“处理结果”这一列有两个',
  ],
])('says which columns are missing: %j', (lines, why) => {
  expect(readAnswers(layout, rowsOf(...lines))).toContain(why)
})

it('fits what it wrote: an answer made of a file is read to the same sums', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 14n }), { minLength: 1, maxLength: 20 }),
      sums => {
        const file = sums.map((fen, at) =>
          bankRow(
            layout,
            { ...payment, reference: String(900_000_000_000 + at), fen },
            { at, day: '' },
          ),
        )
        const rows = file.map(cells => [String(cells[1]), String(cells[5]), '成功'])
        const read = readAnswers(layout, rowsOf(header, ...rows))
        expect(read).toMatchObject({ faults: [] })
        return typeof read !== 'string' && read.answers.every(({ fen }, at) => fen === sums[at])
      },
    ),
  )
})
