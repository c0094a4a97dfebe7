import fc from 'fast-check'
import { readRange } from '../../src/files/range.rules'
import { sizeInWords } from '../../src/files/size.rules'

describe('a byte range', () => {
  it.each([
    [undefined, { kind: 'whole' }],
    ['bytes=0-', { kind: 'part', start: 0, end: 99 }],
    ['bytes=10-19', { kind: 'part', start: 10, end: 19 }],
    ['bytes=90-500', { kind: 'part', start: 90, end: 99 }],
    ['bytes=-10', { kind: 'part', start: 90, end: 99 }],
    ['bytes=-500', { kind: 'part', start: 0, end: 99 }],
    ['bytes=100-', { kind: 'outside' }],
    ['bytes=-0', { kind: 'outside' }],
    ['bytes=-', { kind: 'whole' }],
    ['bytes=20-10', { kind: 'whole' }],
    ['bytes=0-1,5-6', { kind: 'whole' }],
    ['lines=0-1', { kind: 'whole' }],
  ])('%s of 100 bytes', (header, range) => {
    expect(readRange(header, 100)).toEqual(range)
  })

  it('never leaves the file', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(), (text, a, b, size) => {
        for (const header of [text, `bytes=${a}-${b}`, `bytes=-${a}`, `bytes=${a}-`]) {
          const range = readRange(header, size)
          const inside = range.kind !== 'part' || (range.start <= range.end && range.end < size)
          expect(inside && (range.kind !== 'part' || range.start >= 0)).toBe(true)
        }
      }),
    )
  })
})

it.each([
  [0, '0 字节'],
  [640 * 1024, '640 KB'],
  [2.4 * 1024 ** 2, '2.4 MB'],
  [260 * 1024 ** 2, '260 MB'],
  [2 * 1024 ** 3, '2 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words)
})
