import type { Fen } from '../vocabulary/money'

/** By how much the shares differ from the award: below zero, too little. */
export const sharesGap = (payees: readonly { readonly fen: Fen }[], whole: Fen): Fen =>
  payees.reduce((sum, { fen }) => sum + fen, 0n) - whole

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
