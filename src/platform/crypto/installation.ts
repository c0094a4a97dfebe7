import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { broken } from '../errors'
import { joinUnambiguously } from './encoding'
import { openField, sealField, type FieldPlace } from './fields'
import { asSymmetricKey } from './keys'

/** One installation secret. The highest version signs; older ones are kept and still verify. */
export type InstallationSecret = { readonly version: number; readonly secret: Buffer }

/** What the installation secret is used for. It opens no content. */
export type Installation = {
  readonly version: number
  /** Binds a public key to its owner, e.g. `desk:<id>:<version>`. */
  readonly macPublicKey: (publicKey: Buffer, owner: string) => Buffer
  /** @throws KnownError 'broken' when this installation never vouched for this key of this owner */
  readonly checkPublicKey: (publicKey: Buffer, owner: string, mac: Buffer) => void
  /** Says that this service itself sealed a key here, e.g. `desk-seal:<desk>:<version>:<person>`. */
  readonly macSeal: (sealed: Buffer, place: string) => Buffer
  readonly sealHolds: (sealed: Buffer, place: string, mac: Buffer) => boolean
  /** Newest first: new codes are made under the first, and the codes that people hold keep finding their report. */
  readonly receiptSalts: readonly Buffer[]
  /** As receiptSalts, for the codes that open a draft again. */
  readonly resumeSalts: readonly Buffer[]
  /** From the oldest secret: what a demonstration invents stays the same. */
  readonly inventionKey: Buffer
  readonly signCookie: (text: string) => string
  /** The text, or undefined when the value was not signed here. */
  readonly readSignedCookie: (value: string | undefined) => string | undefined
  /** Newest first: a form that was drawn before a rotation can still be sent. */
  readonly csrfSecrets: readonly string[]
  readonly throttleKey: Buffer
  /** What officers' recovery codes are kept under, newest first: codes lie in drawers for long. */
  readonly recoveryCodeKeys: readonly Buffer[]
  /** For what the service itself must read at any time, e.g. an officer's address. Never for content. */
  readonly sealOwn: (place: FieldPlace, plain: string) => Buffer
  /** @throws KnownError 'broken' */
  readonly openOwn: (place: FieldPlace, sealed: Buffer) => string
  /** The link of an audit entry to the one before it. */
  readonly linkAudit: (previous: Buffer, row: Buffer) => Buffer
  readonly auditLinkHolds: (previous: Buffer, row: Buffer, link: Buffer) => boolean
  /** Signs an exported list of audit heads, so that the file cannot be rewritten with the table. */
  readonly macHeads: (text: string) => Buffer
  readonly headsHold: (text: string, mac: Buffer) => boolean
  /** One check value per held version; tells whether a secret is the right one and nothing else. */
  readonly marks: readonly InstallationMark[]
}

export type InstallationMark = { readonly version: number; readonly mark: Buffer }

type Keyed = {
  readonly make: (...parts: readonly Buffer[]) => Buffer
  readonly holds: (mac: Buffer, ...parts: readonly Buffer[]) => boolean
}

const versionBytes = 2

const subkey = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `mingshao ${purpose}`, 32))

/** MACs that name the version of their secret, so that a newer secret leaves the old ones valid. */
const createKeyed = (secrets: readonly InstallationSecret[], purpose: string): Keyed => {
  const keys = new Map(secrets.map(({ version, secret }) => [version, subkey(secret, purpose)]))
  const latest = Math.max(...keys.keys())
  const macUnder = (version: number, key: Buffer, parts: readonly Buffer[]): Buffer => {
    const mark = Buffer.alloc(versionBytes)
    mark.writeUInt16BE(version)
    const hmac = createHmac('sha256', key)
    for (const part of parts) {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(part.length)
      hmac.update(length).update(part)
    }
    return Buffer.concat([mark, hmac.digest()])
  }
  return {
    make: (...parts) => macUnder(latest, keys.get(latest) ?? Buffer.alloc(0), parts),
    holds: (mac, ...parts) => {
      if (mac.length !== versionBytes + 32) return false
      const version = mac.readUInt16BE()
      const key = keys.get(version)
      return key !== undefined && timingSafeEqual(mac, macUnder(version, key, parts))
    },
  }
}

const createCookieSigner = (
  keyed: Keyed,
): Pick<Installation, 'signCookie' | 'readSignedCookie'> => ({
  signCookie: text => {
    const bytes = Buffer.from(text, 'utf8')
    return `${bytes.toString('base64url')}.${keyed.make(bytes).toString('base64url')}`
  },
  readSignedCookie: value => {
    const [text, mac, ...rest] = (value ?? '').split('.')
    if (text === undefined || mac === undefined || rest.length > 0) return undefined
    const bytes = Buffer.from(text, 'base64url')
    if (!keyed.holds(Buffer.from(mac, 'base64url'), bytes)) return undefined
    return bytes.toString('utf8')
  },
})

const bySecretVersion = (one: InstallationSecret, other: InstallationSecret): number =>
  one.version - other.version

/** Two bytes name the version of the secret, as in the MACs. */
const createOwnSeals = (
  secrets: readonly InstallationSecret[],
): Pick<Installation, 'sealOwn' | 'openOwn'> => {
  const keys = new Map(
    secrets.map(({ version, secret }) => [version, asSymmetricKey(subkey(secret, 'own fields'))]),
  )
  const keyOf = (version: number) => {
    const key = keys.get(version)
    if (key === undefined) throw broken('seal.broken')
    return key
  }
  const latest = Math.max(...keys.keys())
  return {
    sealOwn: (place, plain) => {
      const mark = Buffer.alloc(versionBytes)
      mark.writeUInt16BE(latest)
      return Buffer.concat([mark, sealField(keyOf(latest), place, plain)])
    },
    openOwn: (place, sealed) => {
      if (sealed.length < versionBytes) throw broken('seal.broken')
      const key = keyOf(sealed.readUInt16BE())
      return openField(key, place, sealed.subarray(versionBytes)).toString('utf8')
    },
  }
}

/** @throws RangeError when there is no secret, or one of them is shorter than 32 bytes */
export const createInstallation = (held: readonly InstallationSecret[]): Installation => {
  const secrets = held.toSorted(bySecretVersion)
  const oldest = secrets.at(0)
  const latest = secrets.at(-1)
  if (oldest === undefined || latest === undefined) throw new RangeError('no installation secret')
  if (secrets.some(({ secret }) => secret.length < 32)) throw new RangeError('secret too short')

  const publicKeys = createKeyed(secrets, 'public keys')
  const seals = createKeyed(secrets, 'key seals')
  const audit = createKeyed(secrets, 'audit links')
  const heads = createKeyed(secrets, 'audit heads')
  const each = (purpose: string): Buffer[] =>
    secrets.map(({ secret }) => subkey(secret, purpose)).reverse()
  const bound = (bytes: Buffer, owner: string) => [bytes, joinUnambiguously([owner])] as const
  return {
    version: latest.version,
    macPublicKey: (publicKey, owner) => publicKeys.make(...bound(publicKey, owner)),
    checkPublicKey: (publicKey, owner, mac) => {
      if (!publicKeys.holds(mac, ...bound(publicKey, owner))) throw broken('public-key.broken')
    },
    macSeal: (sealed, place) => seals.make(...bound(sealed, place)),
    sealHolds: (sealed, place, mac) => seals.holds(mac, ...bound(sealed, place)),
    receiptSalts: each('receipt salt'),
    resumeSalts: each('resume salt'),
    inventionKey: subkey(oldest.secret, 'receipt salt'),
    ...createCookieSigner(createKeyed(secrets, 'cookies')),
    csrfSecrets: each('csrf').map(key => key.toString('base64url')),
    throttleKey: subkey(latest.secret, 'throttle'),
    recoveryCodeKeys: each('recovery codes'),
    ...createOwnSeals(secrets),
    linkAudit: (previous, row) => audit.make(previous, row),
    auditLinkHolds: (previous, row, link) => audit.holds(link, previous, row),
    macHeads: text => heads.make(Buffer.from(text, 'utf8')),
    headsHold: (text, mac) => heads.holds(mac, Buffer.from(text, 'utf8')),
    marks: secrets.map(({ version, secret }) => ({ version, mark: subkey(secret, 'mark') })),
  }
}
