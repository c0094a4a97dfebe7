import type { Fen } from '../vocabulary/money'
import type { Payment } from './batch'
import type { Claim, ClaimDoubt } from './claim'

export const sumOfShares = (payees: readonly { readonly fen: Fen }[]): Fen =>
  payees.reduce((sum, { fen }) => sum + fen, 0n)

/** By how much the shares differ from the award: below zero, too little. */
export const sharesGap = (payees: readonly { readonly fen: Fen }[], whole: Fen): Fen =>
  sumOfShares(payees) - whole

const alive: readonly Payment['state'][] = ['built', 'sent', 'paid']

/** Shares of a claim, from 0, that did not arrive or came back, and that nobody is paying again yet. */
export const bouncedShares = (
  payments: readonly Pick<Payment, 'claimId' | 'payee' | 'state'>[],
  claimId: Payment['claimId'],
): number[] => {
  const own = payments.filter(one => one.claimId === claimId)
  const failed = own.filter(({ state }) => state === 'failed' || state === 'reversed')
  return [...new Set(failed.map(({ payee }) => payee))]
    .filter(at => !own.some(({ payee, state }) => payee === at && alive.includes(state)))
    .sort((one, other) => one - other)
}

/** What nobody passes without a word of their own. */
export const doubtsOf = ({
  withoutWord,
  matched,
}: Pick<Claim, 'withoutWord' | 'matched'>): readonly ClaimDoubt[] => [
  ...(withoutWord ? (['no-word'] as const) : []),
  ...(matched === 'no' ? (['other-name'] as const) : []),
]

/** ****1234: what a person needs to tell one account from another. */
export const maskedAccount = (account: string): string => `****${account.slice(-4)}`

/** 王**: the first sign of a name. */
export const maskedName = (name: string): string => {
  const [first = '', ...rest] = name
  return `${first}${'*'.repeat(Math.max(rest.length, 1))}`
}

/** 1101**********002X */
export const maskedPaper = (number: string): string =>
  number.length <= 8
    ? '*'.repeat(number.length)
    : `${number.slice(0, 4)}${'*'.repeat(number.length - 8)}${number.slice(-4)}`
