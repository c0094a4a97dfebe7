import fc from 'fast-check'
import { createCsvReader, type CsvRecord } from '../../src/registry/csv.rules'

const readAll = (...pieces: string[]): CsvRecord[] => {
  const reader = createCsvReader()
  return [...pieces.flatMap(reader.push), ...reader.end()]
}

it.each([
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\r\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['"a,1","b ""x"""\n', [['a,1', 'b "x"']]],
  ['"a\nb",c\n', [['a\nb', 'c']]],
  ['a"b,c\n', [['a"b', 'c']]],
  ['"",x\n', [['', 'x']]],
  [
    'a,\n\n,\nb,\n',
    [
      ['a', ''],
      ['b', ''],
    ],
  ],
  ['', []],
])('%j', (text, expected) => {
  expect(readAll(text).map(({ fields }) => fields)).toEqual(expected)
})

it('knows on which line a record begins', () => {
  expect(readAll('h\n"a\nb"\n\nc\n').map(({ line }) => line)).toEqual([1, 2, 5])
})

it('notices a quote that is never closed', () => {
  const reader = createCsvReader()
  reader.push('"a\nb\n')
  expect(reader.isOpen()).toBe(true)
})

it('reads what was written, wherever it is cut', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '医', '"', ',', '\n', ' '), maxLength: 5 })
  const table = fc.array(fc.tuple(field, field), { maxLength: 5 })
  const write = (text: string) => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(table, fc.nat(), (rows, cut) => {
      const text = rows.map(row => row.map(write).join(',')).join('\n')
      const at = text === '' ? 0 : cut % text.length
      const filled = rows.filter(row => row.some(each => each.trim() !== ''))
      const read = readAll(text.slice(0, at), text.slice(at)).map(({ fields }) => fields)
      expect(read).toEqual(filled)
    }),
  )
})
