import fc from 'fast-check'
import {
  newSymmetricKey,
  openField,
  openJson,
  sealField,
  sealJson,
} from '../../../src/platform/crypto'
import { systemRandom } from '../../../src/platform/random'

const key = newSymmetricKey(systemRandom)
const place = fc.record({ table: fc.string(), column: fc.string(), row: fc.string() })
const plain = fc.uint8Array({ maxLength: 5000 }).map(bytes => Buffer.from(bytes))
const here = { table: 'reports', column: 'sealed_content', row: 'r1' }

describe('a sealed field', () => {
  it('opens where it was sealed, whatever it holds', () => {
    fc.assert(
      fc.property(place, plain, (at, bytes) => {
        expect(openField(key, at, sealField(key, at, bytes)).equals(bytes)).toBe(true)
      }),
    )
  })

  it.each(['', '\u0080', 'text\u0000\u0000', '甲'.repeat(341), 'x'.repeat(1023), 'x'.repeat(1024)])(
    'keeps endings that look like padding apart from padding (%#)',
    text => {
      expect(openField(key, here, sealField(key, here, text)).toString('utf8')).toBe(text)
      const marked = Buffer.concat([Buffer.from(text), Buffer.of(0x80, 0, 0)])
      expect(openField(key, here, sealField(key, here, marked)).equals(marked)).toBe(true)
    },
  )

  it('fails in any other table, column or row', () => {
    fc.assert(
      fc.property(place, place, (at, other) => {
        fc.pre(JSON.stringify(at) !== JSON.stringify(other))
        const sealed = sealField(key, at, 'x')
        expect(() => openField(key, other, sealed)).toThrow('seal.broken')
        for (const changed of [
          { ...at, table: `${at.table}x` },
          { ...at, column: `${at.column}x` },
          { ...at, row: `${at.row}x` },
        ])
          expect(() => openField(key, changed, sealed)).toThrow('seal.broken')
      }),
    )
  })

  it('does not confuse places whose names run together', () => {
    const sealed = sealField(key, { table: 'ab', column: 'c', row: 'd' }, 'x')
    for (const moved of [
      { table: 'a', column: 'bc', row: 'd' },
      { table: 'ab', column: 'cd', row: '' },
      { table: 'abc', column: '', row: 'd' },
    ])
      expect(() => openField(key, moved, sealed)).toThrow('seal.broken')
  })

  it('fails when any one bit is flipped or any byte is cut off', () => {
    const sealed = sealField(key, here, '骗保线索')
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(() => openField(key, here, changed)).toThrow('seal.broken')
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => openField(key, here, sealed.subarray(0, length))).toThrow('seal.broken')
  })

  it('fails under another key', () => {
    const sealed = sealField(key, here, 'x')
    expect(() => openField(newSymmetricKey(systemRandom), here, sealed)).toThrow('seal.broken')
  })

  it('tells its length in steps of 1 KiB only, and never repeats a nonce', () => {
    const sizes = [0, 1, 500, 1023].map(length => sealField(key, here, 'x'.repeat(length)).length)
    expect(new Set(sizes)).toEqual(new Set([1 + 12 + 1024 + 16]))
    expect(sealField(key, here, 'x'.repeat(1024))).toHaveLength(1 + 12 + 2048 + 16)
    const nonces = Array.from({ length: 500 }, () =>
      sealField(key, here, 'x').subarray(1, 13).toString('hex'),
    )
    expect(new Set(nonces).size).toBe(500)
  })

  it('carries JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value)
        expect(JSON.stringify(openJson(key, here, sealJson(key, here, value)))).toBe(text)
      }),
    )
  })
})
