import fc from 'fast-check'
import {
  codeAt,
  isUsedCode,
  newTotpSecret,
  stepOfCode,
  totpUri,
} from '../../src/accounts/one-time-code'
import { newOneTimePassword } from '../../src/accounts/one-time-password'
import { systemRandom } from '../../src/platform/random'

const at = (seconds: number) => new Date(seconds * 1000)
// RFC 6238, appendix B, the secret of the SHA-1 rows in base32; six of its eight digits.
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const secret = newTotpSecret(systemRandom)

describe('a one-time code', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [20000000000, '353130'],
  ])('agrees with RFC 6238 at %d', (seconds, code) => {
    expect(codeAt(rfcSecret, at(seconds))).toBe(code)
  })

  it('counts in its own half minute, the one before and the one after, and no further', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000, max: 4e9 }), seconds => {
        const step = Math.floor(seconds / 30)
        const now = at(seconds)
        const stepOf = (other: number) =>
          stepOfCode({ secret, code: codeAt(secret, at((step + other) * 30)), now })
        // Two steps may share a code by chance, one time in a million.
        expect([stepOf(-1), stepOf(0), stepOf(1)]).toEqual([step - 1, step, step + 1])
        expect([step - 1, step, step + 1, undefined]).toContain(stepOf(-2))
      }),
      { numRuns: 50 },
    )
  })

  it('works once: neither it nor an earlier one is taken again', () => {
    const now = at(1_800_000_000)
    const code = codeAt(secret, now)
    const step = stepOfCode({ secret, code, now }) ?? 0

    expect(stepOfCode({ secret, code, now }, step)).toBeUndefined()
    expect(
      stepOfCode({ secret, code: codeAt(secret, at(1_799_999_970)), now }, step),
    ).toBeUndefined()
    expect(stepOfCode({ secret, code: codeAt(secret, at(1_800_000_030)), now }, step)).toBe(
      step + 1,
    )
  })

  it('is known as the one that was used last, and no other is', () => {
    const code = codeAt(secret, at(1_800_000_000))
    expect(isUsedCode(secret, code, 60_000_000)).toBe(true)
    expect(isUsedCode(secret, code, 60_000_001)).toBe(false)
    expect(isUsedCode(secret, code, undefined)).toBe(false)
  })

  it('is wrong for some minutes when the clock was set back a little behind the last one', () => {
    const now = at(1_800_000_000)
    const step = 60_000_000

    for (const ahead of [2, 20])
      expect(stepOfCode({ secret, code: codeAt(secret, now), now }, step + ahead)).toBeUndefined()
  })

  it('is right again when the last one was used while the clock was hours ahead', () => {
    const now = at(1_800_000_000)

    expect(stepOfCode({ secret, code: codeAt(secret, now), now }, 70_000_000)).toBe(60_000_000)
  })

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('is not %j', code => {
    expect(stepOfCode({ secret, code, now: at(59) })).toBeUndefined()
  })

  it('has a secret of 160 bits in base32, and says whose it is', () => {
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(totpUri(secret, '鸣哨', 'handler1')).toBe(
      `otpauth://totp/%E9%B8%A3%E5%93%A8:handler1?secret=${secret}&issuer=%E9%B8%A3%E5%93%A8`,
    )
  })
})

it('makes one-time passwords that can be read out', () => {
  const made = Array.from({ length: 50 }, () => newOneTimePassword(systemRandom))

  expect(new Set(made).size).toBe(50)
  for (const one of made) expect(one).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/)
})
