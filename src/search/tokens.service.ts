import { createHmac } from 'node:crypto'
import type { SymmetricKey } from '../platform/crypto'
import { foldText, pairsOf } from './fold.rules'

/** What a token is made of: neighbours in a text, a band of a fingerprint. */
type Purpose = 'pair' | 'band'

const digestOf = (key: Buffer, purpose: string, text: string): Buffer =>
  createHmac('sha256', key).update(purpose).update('\0').update(text).digest()

/** 64 bits of it, as the database writes a bigint. */
const hashOf = (key: Buffer, purpose: string, text: string): string =>
  digestOf(key, purpose, text).readBigInt64BE(0).toString()

export const tokenOf = (key: SymmetricKey, purpose: Purpose, text: string): string =>
  hashOf(key, purpose, text)

/** Of a folded text. */
export const pairTokens = (key: SymmetricKey, folded: string): string[] =>
  pairsOf(folded).map(pair => tokenOf(key, 'pair', pair))

/** 32 bits of each token, for the fingerprint. */
export const shortTokens = (tokens: readonly string[]): number[] =>
  tokens.map(token => Number(BigInt.asUintN(32, BigInt(token))))

/** The whole name of a target, as cases about the same one share it; undefined when it is not told. */
export const targetHash = (key: SymmetricKey, name: string): Buffer | undefined => {
  const folded = foldText(name)
  return folded === '' ? undefined : digestOf(key, 'target', folded).subarray(0, 8)
}

/**
 * Says that this piece of this case has been indexed, under the case's own key: whoever draws a page sees at once
 * whether there is anything new, without the search key.
 */
export const markOf = (caseKey: SymmetricKey, ...piece: readonly string[]): string =>
  hashOf(caseKey, 'mingshao search mark', JSON.stringify(piece))
