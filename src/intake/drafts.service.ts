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
import type { DerivedResume, ResumeCode } from '../receipts'
import type { CaseId, DraftId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import type { DraftChange, DraftHold, OpenDraft } from './draft'
import {
  deleteDraft,
  findDraft,
  findDraftByCode,
  insertDraft,
  listExpiredDrafts,
  updateDraft,
  updateSame,
  type DraftRow,
} from './drafts.repository'
import type { FreshCode } from './resume-code.service'
import { AnswersSchema, IdentitySchema, UnfinishedSchema } from './sealed-answers'
import type { Typed, Unfinished } from './unfinished.rules'

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
  /**
   * Once for each reading: a draft that was saved is another one.
   * @returns false when it was changed since it was read, which cannot be while it is held
   */
  readonly save: (tx: Tx, draft: OpenDraft, change: DraftChange) => Promise<boolean>
  /**
   * Put aside for so many days from today. The first time it gets its code, and it keeps that one: what was
   * written down on paper stays true. The caller holds the draft.
   */
  readonly keep: (
    tx: Tx,
    draft: OpenDraft,
    days: number,
    fresh: FreshCode | undefined,
  ) => Promise<void>
  /** By its code, for so many days more. Undefined when there is none, or it was sent, or is too old. */
  readonly resume: (
    tx: Tx,
    derived: readonly DerivedResume[],
    days: number,
  ) => Promise<{ readonly hold: DraftHold; readonly answers: Answers } | undefined>
  readonly remove: (tx: Tx, id: DraftId) => Promise<void>
  /** Deletes what is past its day, the keys of its files included; how many. */
  readonly sweep: (tx: Tx) => Promise<number>
}

const place = (id: DraftId, column: string) => ({ table: 'drafts', column, row: id })

const openUnfinished = (
  { id, key }: DraftHold,
  identityKey: SymmetricKey,
  row: Pick<DraftRow, 'sealed_unfinished' | 'sealed_unfinished_identity'>,
): Unfinished => {
  const open = (column: keyof typeof row, under: SymmetricKey): Unfinished => {
    const sealed = row[column]
    return sealed === null ? {} : UnfinishedSchema.parse(openJson(under, place(id, column), sealed))
  }
  return {
    ...open('sealed_unfinished', key),
    ...open('sealed_unfinished_identity', identityKey),
  }
}

const openCode = ({ id, key }: DraftHold, sealed: Buffer | null): ResumeCode | undefined =>
  sealed === null
    ? undefined
    : (openField(key, place(id, 'sealed_resume_code'), sealed).toString('utf8') as ResumeCode)

const openDraft = (held: DraftHold, row: DraftRow): OpenDraft => {
  const { id, key } = held
  const keyIn = (column: 'sealed_case_key' | 'sealed_identity_key') =>
    asSymmetricKey(openField(key, place(id, column), row[column]))
  const identityKey = keyIn('sealed_identity_key')
  const { sealed_answers, sealed_identity } = row
  return {
    id,
    key,
    caseId: row.case_id,
    expiresOn: row.expires_on,
    version: row.version,
    caseKey: keyIn('sealed_case_key'),
    identityKey,
    unfinished: openUnfinished(held, identityKey, row),
    resumeCode: openCode(held, row.sealed_resume_code),
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
): Parameters<typeof insertDraft>[1] => ({
  id,
  case_id: random.uuid() as CaseId,
  expires_on: expiresOn,
  sealed_case_key: sealField(key, place(id, 'sealed_case_key'), newSymmetricKey(random)),
  sealed_identity_key: sealField(key, place(id, 'sealed_identity_key'), newSymmetricKey(random)),
  sealed_answers: sealJson(key, place(id, 'sealed_answers'), answers),
  sealed_identity: null,
})

/** The page with name and papers has a column of its own, under the key of the identity. */
const sealUnfinished = (
  { id, key, identityKey, unfinished }: OpenDraft,
  { step, typed }: NonNullable<DraftChange['unfinished']>,
): Partial<DraftRow> => {
  if (step === 'named') {
    const column = 'sealed_unfinished_identity'
    const sealed = typed && sealJson(identityKey, place(id, column), { named: typed })
    return { [column]: sealed ?? null }
  }
  const column = 'sealed_unfinished'
  const all = Object.fromEntries(
    Object.entries<Typed | undefined>({ ...unfinished, [step]: typed }).filter(
      ([name, kept]) => name !== 'named' && kept !== undefined,
    ),
  )
  const isEmpty = Object.keys(all).length === 0
  return { [column]: isEmpty ? null : sealJson(key, place(id, column), all) }
}

const sealIdentity = (
  { id, identityKey }: OpenDraft,
  identity: IdentityAnswer | null,
): Partial<DraftRow> =>
  identity === null
    ? { sealed_identity: null, sealed_unfinished_identity: null }
    : { sealed_identity: sealJson(identityKey, place(id, 'sealed_identity'), identity) }

const sealCode = ({ id, key }: DraftHold, { code, derived }: FreshCode): Partial<DraftRow> => ({
  resume_lookup: derived.lookup,
  resume_wrapped_key: sealField(derived.wrappingKey, place(id, 'resume_wrapped_key'), key),
  sealed_resume_code: sealField(key, place(id, 'sealed_resume_code'), code),
})

/** The key of the draft, when one of these opens it. */
const keyUnder = (
  { id, resume_lookup: lookup, resume_wrapped_key: wrapped }: DraftRow,
  derived: readonly DerivedResume[],
): SymmetricKey | undefined => {
  const under = derived.find(one => lookup?.equals(one.lookup) === true)
  if (under === undefined || wrapped === null) return undefined
  return asSymmetricKey(openField(under.wrappingKey, place(id, 'resume_wrapped_key'), wrapped))
}

const resuming =
  (today: () => Day): Drafts['resume'] =>
  async (tx, derived, days) => {
    const lookups = derived.map(({ lookup }) => lookup)
    const row = await findDraftByCode(tx, lookups, today())
    const key = row && keyUnder(row, derived)
    if (row === undefined || key === undefined) return undefined
    const { id } = row
    const hold = { id, key }
    await updateDraft(tx, id, { expires_on: addDays(today(), days) })
    return { hold, answers: openDraft(hold, row).answers }
  }

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
    save: (tx, draft, { answers, identity, unfinished }) =>
      updateSame(tx, draft, {
        sealed_answers: sealJson(draft.key, place(draft.id, 'sealed_answers'), answers),
        ...(unfinished === undefined ? {} : sealUnfinished(draft, unfinished)),
        ...(identity === undefined ? {} : sealIdentity(draft, identity)),
      }),
    keep: (tx, draft, days, fresh) =>
      updateDraft(tx, draft.id, {
        expires_on: addDays(today(), days),
        ...(draft.resumeCode === undefined && fresh !== undefined ? sealCode(draft, fresh) : {}),
      }),
    resume: resuming(today),
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
