import { z } from 'zod'
import { resealKey, type Holder, type OpenDesk, type Resealer } from '../desks'
import {
  openField,
  openJson,
  openSealedKey,
  sealField,
  sealJson,
  sealKeyTo,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { LetterId } from '../vocabulary/ids'
import type { LetterWords } from './letter'
import type { SealedLetter } from './letters.repository'
import { countOldSeals, insertSeals, listSeals, saveSeal, takeOldSeals } from './seals.repository'

const placeOf = (
  letterId: LetterId,
  desk: { readonly id: string; readonly version: number },
): SealPlace => ({
  ...{ table: 'oversight_seals', column: 'sealed', row: letterId },
  ...{ recipient: `desk:${desk.id}`, version: desk.version },
})

/** To these desks of both bodies, and to nobody else. */
export const sealLetterKey = (
  tx: Tx,
  id: LetterId,
  key: SymmetricKey,
  desks: readonly OpenDesk[],
): Promise<void> =>
  insertSeals(
    tx,
    desks.map(({ deskId, version, publicKey }) => ({
      ...{ letter_id: id, desk_id: deskId, version },
      sealed: sealKeyTo(publicKey, placeOf(id, { id: deskId, version }), key),
    })),
  )

const fieldOf = (row: LetterId, column: string) => ({ table: 'oversight_letters', column, row })

/** So that whoever opens the case below opens the letter too. */
export const sealUnderCase = (caseKey: SymmetricKey, id: LetterId, key: SymmetricKey): Buffer =>
  sealField(caseKey, fieldOf(id, 'case_sealed_key'), key)

const openUnderCase = (
  { id, caseId, caseSealedKey }: SealedLetter,
  caseKeys: ReadonlyMap<string, SymmetricKey>,
): SymmetricKey | undefined => {
  const caseKey = caseId === null ? undefined : caseKeys.get(caseId)
  if (caseKey === undefined || caseSealedKey === null) return undefined
  return openField(caseKey, fieldOf(id, 'case_sealed_key'), caseSealedKey) as SymmetricKey
}

/** Those that one of the holders, or the key of its case, opens; the others are absent. */
export const openLetterKeys = async (
  tx: Tx,
  holders: readonly Holder[],
  letters: readonly SealedLetter[],
  caseKeys: ReadonlyMap<string, SymmetricKey>,
): Promise<Map<LetterId, SymmetricKey>> => {
  const keys = new Map<LetterId, SymmetricKey>()
  const ids = letters.map(({ id }) => id)
  const desks = holders.filter(({ kind }) => kind === 'desk')
  for (const seal of await listSeals(
    tx,
    ids,
    desks.map(({ id }) => id),
  )) {
    const holder = desks.find(one => one.id === seal.desk_id && one.version === seal.version)
    if (holder === undefined || keys.has(seal.letter_id)) continue
    const opened = openSealedKey(holder.pair, placeOf(seal.letter_id, holder), seal.sealed)
    keys.set(seal.letter_id, opened as SymmetricKey)
  }
  for (const letter of letters) {
    const key = keys.get(letter.id) ?? openUnderCase(letter, caseKeys)
    if (key !== undefined) keys.set(letter.id, key)
  }
  return keys
}

const WordsShape = z.object({ version: z.literal(1), subject: z.string(), text: z.string() })

export const sealLetterWords = (key: SymmetricKey, id: LetterId, words: LetterWords): Buffer =>
  sealJson(key, fieldOf(id, 'sealed_words'), { version: 1, ...words })
export const openLetterWords = (
  key: SymmetricKey,
  { id, sealedWords }: Pick<SealedLetter, 'id' | 'sealedWords'>,
): LetterWords => WordsShape.parse(openJson(key, fieldOf(id, 'sealed_words'), sealedWords))

/** Where something that was said stands: each of its kind by its number. */
const sayings = {
  answer: ['oversight_answers', 'sealed_words'],
  'send-back': ['oversight_answers', 'sealed_return'],
  chase: ['oversight_chases', 'sealed_words'],
  prolong: ['oversight_terms', 'sealed_words'],
  close: ['oversight_letters', 'sealed_close'],
  judge: ['oversight_letters', 'sealed_verdict'],
} as const
type Said = { readonly kind: keyof typeof sayings; readonly id: LetterId; readonly number: number }

const saidPlace = ({ kind, id, number }: Said) => {
  const [table, column] = sayings[kind]
  return { table, column, row: table === 'oversight_letters' ? id : `${id}.${number}` }
}

export const sealSaid = (key: SymmetricKey, said: Said, words: string): Buffer =>
  sealField(key, saidPlace(said), words)
export const openSaid = (key: SymmetricKey, said: Said, sealed: Buffer | null): string =>
  sealed === null ? '' : openField(key, saidPlace(said), sealed).toString('utf8')

/** Letters, from an earlier version of a desk's key. */
export const letterResealer: Resealer = {
  left: countOldSeals,
  reseal: async (tx, work) => {
    const { deskId, version } = work.to
    const { skip, limit } = work
    const closed: string[] = []
    let done = 0
    for (const seal of await takeOldSeals(tx, { deskId, below: version, skip, limit })) {
      const sealed = resealKey(work, { version: seal.version, bytes: seal.sealed }, to =>
        placeOf(seal.letter_id, to),
      )
      if (sealed === undefined) closed.push(seal.letter_id)
      else {
        await saveSeal(tx, { ...seal, version, sealed })
        done += 1
      }
    }
    return { done, closed }
  },
}
