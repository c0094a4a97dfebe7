import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Holder } from '../desks'
import { dayOf } from '../platform/clock'
import {
  asSymmetricKey,
  derivePassword,
  openJson,
  sameVerifier,
  sealJson,
  type Installation,
} from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import { readClaimWord } from '../vocabulary/claim-word'
import type { PayoutDeps } from './payouts-deps'
import { deleteTries, holdTries, listTries, saveTries } from './tries.repository'

type Answer =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  /** Too many wrong ones for this report; whether it would have been right now is not looked at. */
  | { readonly kind: 'waits'; readonly seconds: number }

export type ClaimWords = {
  /** Whether the report has a word at all: who left a name is asked for none. */
  readonly hasWord: (tx: Tx, reporter: Holder) => Promise<boolean>
  /**
   * As slow as a password, so outside of any transaction. Counted for the report, on the web and at the office together:
   * whoever is at the window could be guessing too. A report without a word has no wrong one.
   */
  readonly check: (reporter: Holder, typed: string) => Promise<Answer>
  /** What does not count any more. */
  readonly sweep: (tx: Tx) => Promise<void>
}

export type WordDeps = Pick<PayoutDeps, 'cases' | 'lawbook' | 'clock'> & {
  readonly db: Pick<Db, 'piecemeal' | 'inTransaction'>
  readonly installation: Pick<Installation, 'throttleKey'>
}

const MINUTE = 60_000

const Tries = z.object({ used: z.number(), last: z.number() })
type Tries = z.output<typeof Tries>

type Row = { readonly key: Buffer; readonly sealed: Buffer }

/**
 * The counters of the throttle are emptied with the hour, and the wait would end with it. So the tries have rows of
 * their own: the report under a keyed hash, number and moment sealed, thrown away after the wait (docs/adr/0081).
 */
const createBook = ({ installation }: Pick<WordDeps, 'installation'>) => {
  const subkey = (purpose: string): Buffer =>
    createHmac('sha256', installation.throttleKey).update(`claim tries ${purpose}`).digest()
  const names = subkey('names')
  const seals = asSymmetricKey(subkey('seals'))
  const placeOf = (key: Buffer) => ({
    ...{ table: 'claim_tries', column: 'sealed', row: key.toString('base64url') },
  })
  const open = ({ key, sealed }: Row): Tries => Tries.parse(openJson(seals, placeOf(key), sealed))
  return {
    keyOf: ({ id }: Holder): Buffer => createHmac('sha256', names).update(id).digest(),
    open,
    /** Of an earlier installation secret nobody is asked for any more. */
    lastOf: (row: Row): number => {
      try {
        return open(row).last
      } catch (error) {
        if (error instanceof KnownError && error.kind === 'broken') return 0
        throw error
      }
    },
    seal: (key: Buffer, tries: Tries): Row => ({
      key,
      sealed: sealJson(seals, placeOf(key), tries),
    }),
  }
}
type Book = ReturnType<typeof createBook>

const limitsOf = async ({ lawbook, clock }: WordDeps, tx: Tx) => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  return { tries: limits['claim.tries'], wait: limits['claim.wait-minutes'] * MINUTE }
}

/** Each asking costs a try before it is compared: a hundred at once get as few as one after the other. 0: it is given. */
const takeTry = async (deps: WordDeps, book: Book, tx: Tx, key: Buffer): Promise<number> => {
  const { tries, wait } = await limitsOf(deps, tx)
  const sealed = await holdTries(tx, key)
  const now = deps.clock().getTime()
  const before = sealed === undefined ? undefined : book.open({ key, sealed })
  const left = before === undefined ? 0 : before.last + wait - now
  const used = before === undefined || left <= 0 ? 0 : before.used
  if (used >= tries) return Math.ceil(left / 1000)
  await saveTries(tx, book.seal(key, { used: used + 1, last: now }))
  return 0
}

const check =
  (deps: WordDeps, book: Book): ClaimWords['check'] =>
  async (reporter, typed) => {
    const { db, cases } = deps
    const claim = await db.piecemeal(tx => cases.claimOf(tx, reporter))
    if (claim === undefined) return { kind: 'right' }
    const key = book.keyOf(reporter)
    const seconds = await db.inTransaction(tx => takeTry(deps, book, tx, key))
    if (seconds > 0) return { kind: 'waits', seconds }
    const { verifier } = await derivePassword(readClaimWord(typed), claim.salt)
    if (!sameVerifier(verifier, claim.verifier)) return { kind: 'wrong' }
    await db.inTransaction(tx => deleteTries(tx, [key]))
    return { kind: 'right' }
  }

export const createClaimWords = (deps: WordDeps): ClaimWords => {
  const book = createBook(deps)
  return {
    hasWord: async (tx, reporter) => (await deps.cases.claimOf(tx, reporter)) !== undefined,
    check: check(deps, book),
    sweep: async tx => {
      const { wait } = await limitsOf(deps, tx)
      const now = deps.clock().getTime()
      const over = (await listTries(tx)).filter(row => book.lastOf(row) + wait <= now)
      await deleteTries(
        tx,
        over.map(({ key }) => key),
      )
    },
  }
}
