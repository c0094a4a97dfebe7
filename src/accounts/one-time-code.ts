import { generateSync, generateURI, verifySync } from 'otplib'
import type { Random } from '../platform/random'

// RFC 4648 base32, as the authenticator apps want it. 20 bytes give 32 characters and no padding.
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const SECRET_BYTES = 20
const STEP_SECONDS = 30

export const newTotpSecret = (random: Random): string => {
  const bits = [...random.bytes(SECRET_BYTES)]
    .map(byte => byte.toString(2).padStart(8, '0'))
    .join('')
  return (bits.match(/.{5}/g) ?? []).map(five => LETTERS.charAt(parseInt(five, 2))).join('')
}

const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1000)

/** What the app shows at this moment. */
export const codeAt = (secret: string, moment: Date): string =>
  generateSync({ secret, epoch: seconds(moment) })

/** What the app reads from the picture. */
export const totpUri = (secret: string, issuer: string, label: string): string =>
  generateURI({ secret, issuer, label })

/** Ten minutes. */
const TOO_FAR_AHEAD = 20

/**
 * A last step far in the future was used while the clock was wrong. To wait for it would lock its owner out for
 * as long as the clock was ahead; codes of today are none of those that were used then.
 */
const believable = (lastStep: number | undefined, epoch: number): number | undefined =>
  lastStep !== undefined && lastStep - Math.floor(epoch / STEP_SECONDS) > TOO_FAR_AHEAD
    ? undefined
    : lastStep

type Asked = { readonly secret: string; readonly code: string; readonly now: Date }

/**
 * The time step a code belongs to: this one, the one before or the one after. Undefined when the code is wrong
 * or its step is not later than the last one used, so that a code works once.
 */
export const stepOfCode = ({ secret, code, now }: Asked, lastStep?: number): number | undefined => {
  if (!/^\d{6}$/.test(code)) return undefined
  const epoch = seconds(now)
  const last = believable(lastStep, epoch)
  // The library throws when asked for steps after one that cannot come yet: a clock that was set back a little.
  if (last !== undefined && last > Math.floor(epoch / STEP_SECONDS) + 1) return undefined
  const result = verifySync({
    secret,
    token: code,
    epoch,
    epochTolerance: STEP_SECONDS,
    ...(last === undefined ? {} : { afterTimeStep: last }),
  })
  return result.valid && 'timeStep' in result ? result.timeStep : undefined
}

/** The very code that was used last: a form that was sent again, and no guess. */
export const isUsedCode = (secret: string, code: string, lastStep: number | undefined): boolean =>
  lastStep !== undefined && codeAt(secret, new Date(lastStep * STEP_SECONDS * 1000)) === code
