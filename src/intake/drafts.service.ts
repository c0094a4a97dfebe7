import type { Evidence } from '../evidence'
import { addDays, dayOf, type Clock, type Day } from '../platform/clock'
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
import type { Random } from '../platform/random'
import type { CaseId, DraftId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import {
  deleteDraft,
  findDraft,
  insertDraft,
  listExpiredDrafts,
  updateDraft,
  type DraftRow,
} from './drafts.repository'
import { AnswersSchema, IdentitySchema } from './sealed-answers'

/** What the reporter's session holds: the draft's name, and the one key that opens it. */
export type DraftHold = { readonly id: DraftId; readonly key: SymmetricKey }

/** A draft whose key is in the caller's hands. Lives in the memory of one request. */
export type OpenDraft = {
  readonly id: DraftId
  readonly key: SymmetricKey
  readonly caseId: CaseId
  readonly caseKey: SymmetricKey
  readonly identityKey: SymmetricKey
  readonly answers: Answers
  readonly identity: IdentityAnswer | undefined
  /** The last day on which it opens; its session ends in the course of that day. */
  readonly expiresOn: Day
}

type Deps = { readonly random: Random; readonly clock: Clock; readonly evidence: Evidence }

export type Drafts = {
  /** Makes case key and identity key here and now, so that nothing is ever written under another one. */
  readonly start: (
    tx: Tx,
    days: number,
    answers: Answers,
  ) => Promise<{ readonly hold: DraftHold; readonly caseId: CaseId }>
  /** undefined when it was sent, thrown away, or is too old */
  readonly find: (tx: Tx, hold: DraftHold) => Promise<OpenDraft | undefined>
  /** As find, and keeps the row until the transaction ends. */
  readonly hold: (tx: Tx, hold: DraftHold) => Promise<OpenDraft | undefined>
  readonly save: (tx: Tx, draft: OpenDraft, answers: Answers) => Promise<void>
  readonly saveIdentity: (
    tx: Tx,
    draft: OpenDraft,
    identity: IdentityAnswer | undefined,
  ) => Promise<void>
  readonly remove: (tx: Tx, id: DraftId) => Promise<void>
  /** Deletes what is past its day, the keys of its files included; how many. */
  readonly sweep: (tx: Tx) => Promise<number>
}

const place = (id: DraftId, column: string) => ({ table: 'drafts', column, row: id })

const openDraft = ({ id, key }: DraftHold, row: DraftRow): OpenDraft => {
  const keyIn = (column: 'sealed_case_key' | 'sealed_identity_key') =>
    asSymmetricKey(openField(key, place(id, column), row[column]))
  const identityKey = keyIn('sealed_identity_key')
  const { sealed_answers, sealed_identity } = row
  return {
    id,
    key,
    caseId: row.case_id,
    expiresOn: row.expires_on,
    caseKey: keyIn('sealed_case_key'),
    identityKey,
    answers: AnswersSchema.parse(openJson(key, place(id, 'sealed_answers'), sealed_answers)),
    identity:
      sealed_identity === null
        ? undefined
        : IdentitySchema.parse(
            openJson(identityKey, place(id, 'sealed_identity'), sealed_identity),
          ),
  }
}

const newRow = (
  { id, key }: DraftHold,
  { random, answers, expiresOn }: { random: Random; answers: Answers; expiresOn: Day },
): DraftRow => ({
  id,
  case_id: random.uuid() as CaseId,
  expires_on: expiresOn,
  sealed_case_key: sealField(key, place(id, 'sealed_case_key'), newSymmetricKey(random)),
  sealed_identity_key: sealField(key, place(id, 'sealed_identity_key'), newSymmetricKey(random)),
  sealed_answers: sealJson(key, place(id, 'sealed_answers'), answers),
  sealed_identity: null,
})

export const createDrafts = ({ random, clock, evidence }: Deps): Drafts => {
  const today = () => dayOf(clock())
  const look = async (tx: Tx, held: DraftHold, hold: boolean) => {
    const row = await findDraft(tx, held.id, { today: today(), hold })
    return row === undefined ? undefined : openDraft(held, row)
  }
  return {
    start: async (tx, days, answers) => {
      const hold = { id: random.uuid() as DraftId, key: newSymmetricKey(random) }
      const row = newRow(hold, { random, answers, expiresOn: addDays(today(), days) })
      await insertDraft(tx, row)
      return { hold, caseId: row.case_id }
    },
    find: (tx, held) => look(tx, held, false),
    hold: (tx, held) => look(tx, held, true),
    save: (tx, { id, key }, answers) =>
      updateDraft(tx, id, {
        sealed_answers: sealJson(key, place(id, 'sealed_answers'), answers),
      }),
    saveIdentity: (tx, { id, identityKey }, identity) =>
      updateDraft(tx, id, {
        sealed_identity:
          identity === undefined
            ? null
            : sealJson(identityKey, place(id, 'sealed_identity'), identity),
      }),
    remove: deleteDraft,
    sweep: async tx => {
      const ids = await listExpiredDrafts(tx, today())
      for (const id of ids) {
        await evidence.dropDraft(tx, id)
        await deleteDraft(tx, id)
      }
      return ids.length
    },
  }
}
