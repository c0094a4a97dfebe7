import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { createInstallation, createKeyPair } from '../../../src/platform/crypto'

const one = { version: 1, secret: randomBytes(32) }
const two = { version: 2, secret: randomBytes(32) }
const installation = createInstallation([one])

describe('a public key', () => {
  const { publicKey } = createKeyPair()

  it('is vouched for to its owner and to nobody else', () => {
    const mac = installation.macPublicKey(publicKey, 'desk:1:1')
    expect(() => {
      installation.checkPublicKey(publicKey, 'desk:1:1', mac)
    }).not.toThrow()
    expect(() => {
      installation.checkPublicKey(publicKey, 'desk:1:2', mac)
    }).toThrow('public-key.broken')
    expect(() => {
      installation.checkPublicKey(createKeyPair().publicKey, 'desk:1:1', mac)
    }).toThrow('public-key.broken')
    expect(() => {
      installation.checkPublicKey(publicKey, 'desk:1:1', mac.subarray(1))
    }).toThrow('public-key.broken')
    expect(() => {
      installation.checkPublicKey(publicKey, 'desk:1:1', Buffer.alloc(0))
    }).toThrow('public-key.broken')
  })

  it('is refused when another installation vouched for it', () => {
    const other = createInstallation([{ version: 1, secret: randomBytes(32) }])
    const mac = other.macPublicKey(publicKey, 'desk:1:1')
    expect(() => {
      installation.checkPublicKey(publicKey, 'desk:1:1', mac)
    }).toThrow('public-key.broken')
  })
})

describe('a signed cookie', () => {
  it('gives back any text and refuses any change', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
        const value = installation.signCookie(text)
        expect(value).toMatch(/^[\w.-]+$/)
        expect(installation.readSignedCookie(value)).toBe(text)
        const index = at % value.length
        const letter = value[index] === 'A' ? 'B' : 'A'
        const changed = value.slice(0, index) + letter + value.slice(index + 1)
        // The last letter of base64url has bits that mean nothing: then the text is still the signed one.
        expect([undefined, text]).toContain(installation.readSignedCookie(changed))
      }),
    )
    for (const value of [undefined, '', '.', 'a.b', 'a.b.c'])
      expect(installation.readSignedCookie(value)).toBeUndefined()
  })
})

describe('a newer secret', () => {
  const both = createInstallation([two, one])

  it('signs anew, while what the old one signed still holds', () => {
    expect(both.version).toBe(2)
    expect(both.readSignedCookie(installation.signCookie('old'))).toBe('old')
    expect(installation.readSignedCookie(both.signCookie('new'))).toBeUndefined()
    const { publicKey } = createKeyPair()
    const mac = installation.macPublicKey(publicKey, 'staff:1')
    expect(() => {
      both.checkPublicKey(publicKey, 'staff:1', mac)
    }).not.toThrow()
    const [previous, row] = [Buffer.from('p'), Buffer.from('r')]
    expect(both.auditLinkHolds(previous, row, installation.linkAudit(previous, row))).toBe(true)
  })

  it('does not orphan the codes that people hold', () => {
    expect(both.receiptSalts.at(-1)).toEqual(installation.receiptSalts[0])
    expect(both.receiptSalts[0]).not.toEqual(installation.receiptSalts[0])
    expect(both.csrfSecrets).toEqual([expect.anything(), installation.csrfSecrets[0]])
  })
})

it('derives every subkey apart, and none gives the secret away', () => {
  const values = [
    (installation.receiptSalts[0] ?? one.secret).toString('hex'),
    Buffer.from(installation.csrfSecrets[0] ?? '', 'base64url').toString('hex'),
    installation.throttleKey.toString('hex'),
    ...installation.marks.map(({ mark }) => mark.toString('hex')),
  ]
  expect(new Set([...values, one.secret.toString('hex')]).size).toBe(values.length + 1)
})

it('refuses to be without a secret or with a short one', () => {
  expect(() => createInstallation([])).toThrow(RangeError)
  expect(() => createInstallation([{ version: 1, secret: Buffer.alloc(31) }])).toThrow(RangeError)
})
