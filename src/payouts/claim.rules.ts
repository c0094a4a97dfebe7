import type { Fen } from '../vocabulary/money'

/** By how much the shares differ from the award: below zero, too little. */
export const sharesGap = (payees: readonly { readonly fen: Fen }[], whole: Fen): Fen =>
  payees.reduce((sum, { fen }) => sum + fen, 0n) - whole

/** What has to be confirmed by whoever checks a claim, each with its own sentence (docs/adr/0086). */
export type ClaimDoubt = 'no-word' | 'other-name'

type Doubtful = { readonly withoutWord: boolean; readonly matched: string }

export const doubtsOf = ({ withoutWord, matched }: Doubtful): readonly ClaimDoubt[] => [
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
