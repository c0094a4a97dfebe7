import type { Fen } from '../vocabulary/money'

export const sumOfShares = (payees: readonly { readonly fen: Fen }[]): Fen =>
  payees.reduce((sum, { fen }) => sum + fen, 0n)

/** By how much the shares differ from the award: below zero, too little. */
export const sharesGap = (payees: readonly { readonly fen: Fen }[], whole: Fen): Fen =>
  sumOfShares(payees) - whole

type Paid = { readonly claimId: string; readonly payee: number; readonly state: string }

const alive = ['built', 'sent', 'paid']

/** Shares of a claim, from 0, that did not arrive or came back, and that nobody is paying again yet. */
export const bouncedShares = (payments: readonly Paid[], claimId: string): number[] => {
  const own = payments.filter(one => one.claimId === claimId)
  const failed = own.filter(({ state }) => state === 'failed' || state === 'reversed')
  return [...new Set(failed.map(({ payee }) => payee))]
    .filter(at => !own.some(({ payee, state }) => payee === at && alive.includes(state)))
    .sort((one, other) => one - other)
}

/** What has to be confirmed by whoever checks a claim, each with its own sentence (docs/adr/0086). */
export type ClaimDoubt = 'no-word' | 'other-name'

type Doubtful = { readonly withoutWord: boolean; readonly matched: string }

export const doubtsOf = ({ withoutWord, matched }: Doubtful): readonly ClaimDoubt[] => [
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
