import type { Random } from '../platform/random'

// 31 letters and digits that cannot be taken for one another when read out or copied by hand.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const LENGTH = 20

/** About 99 random bits, in groups of five: xxxxx-xxxxx-xxxxx-xxxxx. */
export const newOneTimePassword = (random: Random): string => {
  let letters = ''
  while (letters.length < LENGTH) {
    // Bytes of 248 and more would favour the first letters: 248 is the last multiple of 31 under 256.
    for (const byte of random.bytes(LENGTH)) {
      if (byte < 248 && letters.length < LENGTH) letters += LETTERS.charAt(byte % LETTERS.length)
    }
  }
  return (letters.match(/.{5}/g) ?? []).join('-')
}
