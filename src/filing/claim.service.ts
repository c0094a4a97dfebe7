import { derivePassword, newPasswordSalt } from '../platform/crypto'
import type { Random } from '../platform/random'
import type { ClaimAnswer } from '../vocabulary/report-answers'

/** Salt and verifier of a claim word: slow on purpose, and all that is ever kept of it. */
export const makeClaim = async (random: Random, word: string): Promise<ClaimAnswer> => {
  const salt = newPasswordSalt(random)
  const { verifier } = await derivePassword(word, salt)
  return { salt: salt.toString('base64url'), verifier: verifier.toString('base64url') }
}
