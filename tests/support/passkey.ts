import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

type Question = { readonly challenge: string }

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest()

/** A device in memory that holds one key, ES256, and answers as a browser would hand it over. */
export type Device = {
  readonly credentialId: string
  /** What a page asks for in a registration, answered. */
  readonly register: (question: Question) => string
  readonly prove: (question: Question, wish?: Wish) => string
}

/** What a faithful device would not do. */
type Wish = {
  readonly counter?: number
  readonly origin?: string
  readonly host?: string
  /** Signed by another key. */
  readonly forged?: boolean
}

type At = { readonly origin: string; readonly host: string }

const numberOf = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const coseOf = (key: KeyObject): Uint8Array => {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]),
  )
}

/** `counts`: whether the device counts its answers; many do not, and say 0. */
export const createDevice = (at: At, counts = true): Device => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  let uses = 0

  const clientData = (type: string, { challenge }: Question, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

  return {
    credentialId: id,
    register: question => {
      const attested = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([0, credentialId.length]),
        credentialId,
        coseOf(pair.publicKey),
      ])
      // User present, user verified, a key attached.
      const flags = Buffer.from([0x45])
      const authData = Buffer.concat([sha256(at.host), flags, numberOf(0), attested])
      const attestation = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(authData)],
        ]) as Parameters<typeof isoCBOR.encode>[0],
      )
      return JSON.stringify({
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: {
          clientDataJSON: clientData('webauthn.create', question, at.origin).toString('base64url'),
          attestationObject: Buffer.from(attestation).toString('base64url'),
          transports: ['internal'],
        },
      })
    },
    prove: (question, { counter, origin = at.origin, host = at.host, forged = false } = {}) => {
      uses += 1
      const data = clientData('webauthn.get', question, origin)
      const now = counter ?? (counts ? uses : 0)
      const authData = Buffer.concat([sha256(host), Buffer.from([0x05]), numberOf(now)])
      const signed = Buffer.concat([authData, sha256(data)])
      const signature = sign('sha256', signed, (forged ? stranger : pair).privateKey)
      return JSON.stringify({
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      })
    },
  }
}
