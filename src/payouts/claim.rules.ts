import type { Fen } from '../vocabulary/money'
import type { Claim, ClaimDoubt } from './claim'

/** By how much the shares differ from the award: below zero, too little. */
export const sharesGap = (payees: readonly { readonly fen: Fen }[], whole: Fen): Fen =>
  payees.reduce((sum, { fen }) => sum + fen, 0n) - whole

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

/** 1101**********002X */
export const maskedPaper = (number: string): string =>
  number.length <= 8
    ? '*'.repeat(number.length)
    : `${number.slice(0, 4)}${'*'.repeat(number.length - 8)}${number.slice(-4)}`
