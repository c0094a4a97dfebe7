// GB 11643: weights of the first 17 digits, and the last sign by the remainder mod 11.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const lastSigns = '10X98765432'

/** The check sign of a citizen number 居民身份证号, from its first 17 digits. */
export const lastSignOf = (digits: string): string =>
  lastSigns.charAt(weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11)
