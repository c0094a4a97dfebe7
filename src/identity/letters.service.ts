import { z } from 'zod'
import type { Holder } from '../desks'
import { asDay, type Clock } from '../platform/clock'
import {
  asSymmetricKey,
  newSymmetricKey,
  openField,
  openJson,
  sealField,
  sealJson,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { IdentityLetterId, StaffId } from '../vocabulary/ids'
import { openIdentityKey, type ReporterIdentity } from './identity-seals'
import type { Identities } from './identity.service'
import { openItemKey, sealItemKey, type ItemReader } from './item-keys'
import type { IdentityLetter, LetterOutcome, LetterPaper, LetterText } from './letter'
import {
  countLetters,
  findLetter,
  insertLetter,
  listLetters,
  sealedLetter,
  updateLetter,
} from './letters.repository'

/** Who reads a letter: an officer of the case by its key, the desk by the letter's seal. */
type LetterReader = { readonly caseKey: SymmetricKey } | { readonly holders: readonly Holder[] }

type NewLetter = Pick<
  IdentityLetter,
  'id' | 'caseId' | 'reportId' | 'organisationId' | 'deskId' | 'drafterId'
> & { readonly text: LetterText; readonly caseKey: SymmetricKey; readonly desk: ItemReader }

/** {收件人} in a draft; the desk puts the name there. */
export const addressee = '{收件人}'

/**
 * Letters to reporters who may have left a name. The draft is read by the officers of the case and by the desk; name
 * and address come in at the desk and stay there, under the identity key. Where there is no name, that comes in the
 * same way: no step, row or size tells the two apart.
 */
export type Letters = {
  /** false when this form was sent before. */
  readonly hand: (tx: Tx, wanted: NewLetter) => Promise<boolean>
  readonly find: (tx: Tx, id: IdentityLetterId) => Promise<IdentityLetter | undefined>
  readonly hold: (tx: Tx, id: IdentityLetterId) => Promise<IdentityLetter | undefined>
  readonly list: typeof listLetters
  readonly count: typeof countLetters
  /** undefined for whom it was not sealed to */
  readonly read: (
    tx: Tx,
    reader: LetterReader,
    letter: IdentityLetter,
  ) => Promise<
    { readonly text: LetterText; readonly outcome: LetterOutcome | undefined } | undefined
  >
  /**
   * Puts name and address in, or that there is nobody, for this person to see until then.
   * @throws forbidden `case.no-key`
   */
  readonly merge: (
    tx: Tx,
    holders: readonly Holder[],
    letter: IdentityLetter,
    by: { readonly staffId: StaffId; readonly until: Date },
  ) => Promise<void>
  /** Whether there was somebody to put in; undefined before it was merged, and for whom it is not. */
  readonly hasAddressee: (
    tx: Tx,
    holders: readonly Holder[],
    letter: IdentityLetter,
  ) => Promise<boolean | undefined>
  /** For who merged it, while that lasts. */
  readonly paper: (
    tx: Tx,
    holders: readonly Holder[],
    letter: IdentityLetter,
    staffId: StaffId,
  ) => Promise<LetterPaper | undefined>
  /** @throws refused `letter.already-…` */
  readonly close: (
    tx: Tx,
    holders: readonly Holder[],
    letter: IdentityLetter,
    end: { readonly by: StaffId; readonly outcome: LetterOutcome },
  ) => Promise<void>
  readonly withdraw: (tx: Tx, letter: IdentityLetter) => Promise<void>
}

type Deps = {
  readonly identities: Pick<Identities, 'see'>
  readonly random: Random
  readonly clock: Clock
}

const placeOf = (id: IdentityLetterId, column: string) => ({
  table: 'identity_letters',
  column,
  row: id,
})
const itemOf = (id: IdentityLetterId) => ({ seals: 'identity_letter_seals', id }) as const

const TextSchema = z.object({ title: z.string(), body: z.string() })
const PaperSchema = TextSchema.extend({
  nobody: z.boolean().default(false),
  name: z.string(),
  address: z.string(),
})
const OutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('served'), on: z.string().transform(asDay), way: z.string() }),
  z.object({ kind: z.literal('nobody') }),
  z.object({ kind: z.literal('returned'), reason: z.string() }),
])

const keyFor = async (
  tx: Tx,
  reader: LetterReader,
  { id }: IdentityLetter,
): Promise<SymmetricKey | undefined> => {
  if ('holders' in reader) return openItemKey(tx, itemOf(id), reader.holders)
  const { sealed_key: sealed } = await sealedLetter(tx, id)
  return asSymmetricKey(openField(reader.caseKey, placeOf(id, 'sealed_key'), sealed))
}

const textUnder = async (
  tx: Tx,
  key: SymmetricKey,
  { id }: IdentityLetter,
): Promise<LetterText> => {
  const { sealed_text: text } = await sealedLetter(tx, id)
  return TextSchema.parse(openJson(key, placeOf(id, 'sealed_text'), text))
}

const stillHanded = ({ state }: IdentityLetter): void => {
  if (state !== 'handed') throw refused(`letter.already-${state}`)
}

const hand =
  ({ random, clock }: Deps): Letters['hand'] =>
  async (tx, { id, text, caseKey, desk, ...wanted }) => {
    const key = newSymmetricKey(random)
    const made = await insertLetter(tx, {
      id,
      case_id: wanted.caseId,
      report_id: wanted.reportId,
      organisation_id: wanted.organisationId,
      desk_id: wanted.deskId,
      drafter_id: wanted.drafterId,
      handed_at: clock(),
      sealed_key: sealField(caseKey, placeOf(id, 'sealed_key'), key),
      sealed_text: sealJson(key, placeOf(id, 'sealed_text'), text),
    })
    if (made) await sealItemKey(tx, itemOf(id), key, [desk])
    return made
  }

/** What name and address add at most, wherever the name is called for. */
const paperBytes = (text: LetterText): number =>
  Buffer.byteLength(JSON.stringify(text)) + 2048 + 256 * text.body.split(addressee).length

const nobody = { name: '', address: '' }

const paperFor = (text: LetterText, to: ReporterIdentity | undefined): LetterPaper => {
  const { name, address } = to ?? nobody
  const body = to === undefined ? text.body : text.body.replaceAll(addressee, name)
  return { nobody: to === undefined, name, address, title: text.title, body }
}

const merge =
  ({ identities, clock }: Deps): Letters['merge'] =>
  async (tx, holders, letter, { staffId, until }) => {
    stillHanded(letter)
    const { id, reportId } = letter
    const key = await keyFor(tx, { holders }, letter)
    const seen = await identities.see(tx, holders, reportId)
    const identityKey = await openIdentityKey(tx, holders, reportId)
    if (key === undefined || seen.kind === 'closed' || identityKey === undefined)
      throw forbidden('case.no-key')
    const text = await textUnder(tx, key, letter)
    const paper = paperFor(text, seen.kind === 'named' ? seen.identity : undefined)
    const place = placeOf(id, 'sealed_paper')
    await updateLetter(tx, id, {
      merged_by: staffId,
      merged_at: clock(),
      paper_until: until,
      sealed_paper: sealJson(identityKey, place, paper, paperBytes(text)),
    })
  }

const openPaper = async (
  tx: Tx,
  holders: readonly Holder[],
  { id, reportId }: IdentityLetter,
): Promise<LetterPaper | undefined> => {
  const { sealed_paper: paper } = await sealedLetter(tx, id)
  if (paper === null) return undefined
  const key = await openIdentityKey(tx, holders, reportId)
  if (key === undefined) throw forbidden('case.no-key')
  return PaperSchema.parse(openJson(key, placeOf(id, 'sealed_paper'), paper))
}

export const createLetters = (deps: Deps): Letters => ({
  hand: hand(deps),
  find: (tx, id) => findLetter(tx, id),
  hold: (tx, id) => findLetter(tx, id, true),
  list: listLetters,
  count: countLetters,
  read: async (tx, reader, letter) => {
    const key = await keyFor(tx, reader, letter)
    if (key === undefined) return undefined
    const { sealed_outcome: outcome } = await sealedLetter(tx, letter.id)
    const place = placeOf(letter.id, 'sealed_outcome')
    return {
      text: await textUnder(tx, key, letter),
      outcome: outcome === null ? undefined : OutcomeSchema.parse(openJson(key, place, outcome)),
    }
  },
  merge: merge(deps),
  hasAddressee: async (tx, holders, letter) => {
    const paper = await openPaper(tx, holders, letter)
    return paper === undefined ? undefined : !paper.nobody
  },
  paper: async (tx, holders, letter, staffId) => {
    const { mergedBy, paperUntil } = letter
    const inTime = paperUntil !== null && paperUntil.getTime() > deps.clock().getTime()
    return mergedBy === staffId && inTime ? openPaper(tx, holders, letter) : undefined
  },
  close: async (tx, holders, letter, { by, outcome }) => {
    stillHanded(letter)
    const key = await keyFor(tx, { holders }, letter)
    if (key === undefined) throw forbidden('case.no-key')
    await updateLetter(tx, letter.id, {
      state: outcome.kind === 'returned' ? 'returned' : 'closed',
      closed_by: by,
      closed_at: deps.clock(),
      sealed_outcome: sealJson(key, placeOf(letter.id, 'sealed_outcome'), outcome),
    })
  },
  withdraw: async (tx, letter) => {
    stillHanded(letter)
    const closed = { closed_by: letter.drafterId, closed_at: deps.clock() }
    await updateLetter(tx, letter.id, { state: 'withdrawn', ...closed })
  },
})
