import fc from 'fast-check'
import {
  asSymmetricKey,
  createKeyPair,
  newSymmetricKey,
  openSealedKey,
  sealKeyTo,
  wipe,
} from '../../../src/platform/crypto'
import { systemRandom } from '../../../src/platform/random'

const pair = createKeyPair()
const key = newSymmetricKey(systemRandom)
const place = fc.record({
  table: fc.string(),
  column: fc.string(),
  row: fc.string(),
  recipient: fc.string(),
  version: fc.nat(),
})
const here = { table: 'case_seals', column: 'sealed', row: 'c1', recipient: 'desk:d1', version: 1 }

describe('a sealed key', () => {
  it('opens for its recipient where it was sealed', () => {
    fc.assert(
      fc.property(place, at => {
        expect(openSealedKey(pair, at, sealKeyTo(pair.publicKey, at, key)).equals(key)).toBe(true)
      }),
    )
  })

  it('fails at any other place, for any other recipient and version', () => {
    fc.assert(
      fc.property(place, at => {
        const sealed = sealKeyTo(pair.publicKey, at, key)
        for (const moved of [
          { ...at, table: `${at.table}x` },
          { ...at, column: `${at.column}x` },
          { ...at, row: `${at.row}x` },
          { ...at, recipient: `${at.recipient}x` },
          { ...at, version: at.version + 1 },
        ])
          expect(() => openSealedKey(pair, moved, sealed)).toThrow('seal.broken')
      }),
    )
  })

  it('fails for another pair, when any byte is changed, and when cut', () => {
    const sealed = sealKeyTo(pair.publicKey, here, key)
    expect(() => openSealedKey(createKeyPair(), here, sealed)).toThrow('seal.broken')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(() => openSealedKey(pair, here, changed)).toThrow('seal.broken')
      expect(() => openSealedKey(pair, here, sealed.subarray(0, at))).toThrow('seal.broken')
    }
  })

  it('holds no trace of the key and differs every time', () => {
    const sealed = sealKeyTo(pair.publicKey, here, key)
    expect(sealed.indexOf(key)).toBe(-1)
    expect(sealed.equals(sealKeyTo(pair.publicKey, here, key))).toBe(false)
  })
})

describe('key material', () => {
  it('is 32 bytes or refused, and can be overwritten', () => {
    expect(() => asSymmetricKey(Buffer.alloc(31))).toThrow('seal.broken')
    const bytes = Buffer.alloc(32, 7)
    wipe(bytes)
    expect(bytes.equals(Buffer.alloc(32))).toBe(true)
  })
})
