import { hkdfSync, timingSafeEqual } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import type { Random } from '../random'
import { wipe, type SymmetricKey } from './keys'
import { createBoundedQueue } from './queue'

/** One Argon2id output (the library's default variant), split in two: what is stored and compared, and what opens. Neither gives the other. */
type Derived = { readonly verifier: Buffer; readonly wrappingKey: SymmetricKey }

type Cost = { readonly memoryCost: number; readonly timeCost: number }

const passwordCost: Cost = { memoryCost: 64 * 1024, timeCost: 3 }
/** Light, because a receipt code has 76 random bits of its own. */
const codeCost: Cost = { memoryCost: 4 * 1024, timeCost: 1 }

// The hash runs on Node's small thread pool, which also serves files: two at a time leave it room.
// Waiting is bounded so that a flood is answered "busy" and does not pile up.
const passwordQueue = createBoundedQueue({ atOnce: 2, waiting: 64, busy: 'password.busy' })
const codeQueue = createBoundedQueue({ atOnce: 2, waiting: 64, busy: 'receipt.busy' })
// As heavy as a password, and in a queue of its own: a flood of them keeps no officer from signing in.
const resumeQueue = createBoundedQueue({ atOnce: 1, waiting: 64, busy: 'resume.busy' })

const expand = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, 32))

const derive = async (
  text: string,
  salt: Buffer,
  cost: Cost,
  purpose: string,
): Promise<Derived> => {
  const secret = await hashRaw(text, {
    ...cost,
    parallelism: 1,
    outputLen: 32,
    salt,
  })
  const verifier = expand(secret, `mingshao ${purpose} verifier`)
  const wrappingKey = expand(secret, `mingshao ${purpose} wrapping key`) as SymmetricKey
  wipe(secret)
  return { verifier, wrappingKey }
}

export const newPasswordSalt = (random: Random): Buffer => random.bytes(16)

/**
 * Argon2id, 64 MiB, three passes. Typed alike means the same password whatever the keyboard's width.
 * @throws KnownError 'unavailable' when too many wait
 */
export const derivePassword = (password: string, salt: Buffer): Promise<Derived> =>
  passwordQueue(() => derive(password.normalize('NFKC'), salt, passwordCost, 'password'))

/** @throws KnownError 'unavailable' when too many wait */
export const deriveCode = (code: string, salt: Buffer): Promise<Derived> =>
  codeQueue(() => derive(code, salt, codeCost, 'receipt'))

/**
 * As heavy as a password: sixteen digits are fewer than a receipt's, and going on with a draft is rare.
 * @throws KnownError 'unavailable' when too many wait
 */
export const deriveResumeCode = (code: string, salt: Buffer): Promise<Derived> =>
  resumeQueue(() => derive(code, salt, passwordCost, 'resume'))

/** Compares in constant time. */
export const sameVerifier = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other)
