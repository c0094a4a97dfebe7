import type { Fen } from '../vocabulary/money'

/**
 * Hundred-millionths of a fen: a rate and a factor have four places each at most (`lawbook/reward-rule.ts`), so an amount
 * multiplied by both is a whole number of these, and nothing is rounded before the end.
 */
export type Exact = bigint

const PLACES = 4
const ONE = 10_000n
const EXACT_FEN = ONE * ONE

export const exactly = (fen: Fen): Exact => fen * EXACT_FEN

/** "0.015" in ten-thousandths: 150. */
const tenThousandths = (decimal: string): bigint => {
  const [whole = '0', part = ''] = decimal.split('.')
  return BigInt(whole) * ONE + BigInt(part.padEnd(PLACES, '0'))
}

export const share = (fen: Fen, rate: string): Exact => fen * tenThousandths(rate) * ONE

/** What more it is when it is multiplied. @param exact a sum of whole fen and of shares of them */
export const moreBy = (exact: Exact, times: string): Exact =>
  (exact * (tenThousandths(times) - ONE)) / ONE

export const addRates = (one: string, other: string): string => {
  const sum = tenThousandths(one) + tenThousandths(other)
  const part = (sum % ONE).toString().padStart(PLACES, '0').replace(/0+$/, '')
  return part === '' ? String(sum / ONE) : `${String(sum / ONE)}.${part}`
}

export const isMore = (one: string, other: string): boolean =>
  tenThousandths(one) > tenThousandths(other)

/** To the fen. @param exact never below zero */
export const toFen = (exact: Exact, rounding: 'half-up' | 'down'): Fen =>
  (exact + (rounding === 'half-up' ? EXACT_FEN / 2n : 0n)) / EXACT_FEN
