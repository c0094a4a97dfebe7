import { createHash } from 'node:crypto'
import { asSymmetricKey, type SymmetricKey } from '../platform/crypto'
import type { Random } from '../platform/random'
import type { StaffId } from '../vocabulary/ids'

export type Side = 'reporter' | 'staff'

/** What the cookie holds: the id finds the row by its hash, the secret opens it. Lives in memory only. */
export type SessionRef = {
  readonly side: Side
  readonly idHash: Buffer
  readonly secret: SymmetricKey
}

export type Session = {
  readonly side: Side
  readonly stage: string
  readonly staffId?: StaffId
  /** Whatever the owner of the stage put in; to be parsed by it. */
  readonly data: unknown
  readonly ref: SessionRef
  readonly expiresAt: Date
}

const partBytes = 32
const hour = 3_600_000

const hashOf = (id: Buffer): Buffer => createHash('sha256').update(id).digest()

/** The hash of the id as text: names the session without giving it away. */
export const nameOf = (ref: SessionRef): string => ref.idHash.toString('base64url')

export const newCookie = (
  random: Random,
  side: Side,
): { readonly cookie: string; readonly ref: SessionRef } => {
  const id = random.bytes(partBytes)
  const secret = asSymmetricKey(random.bytes(partBytes))
  const cookie = `${id.toString('base64url')}.${secret.toString('base64url')}`
  return { cookie, ref: { side, idHash: hashOf(id), secret } }
}

export const readCookie = (side: Side, cookie: string | undefined): SessionRef | undefined => {
  const [, first, second] = /^([\w-]{43})\.([\w-]{43})$/.exec(cookie ?? '') ?? []
  if (first === undefined || second === undefined) return undefined
  const secret = asSymmetricKey(Buffer.from(second, 'base64url'))
  return { side, idHash: hashOf(Buffer.from(first, 'base64url')), secret }
}

/** A reporter's row tells the hour at most; the true end lies in the idle cookie. */
export const expiryOf = (side: Side, now: Date, minutes: number): Date => {
  const exact = now.getTime() + minutes * 60_000
  return new Date(side === 'reporter' ? Math.ceil(exact / hour) * hour : exact)
}
