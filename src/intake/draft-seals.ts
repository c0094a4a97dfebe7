import { z } from 'zod'
import type { Day } from '../platform/clock'
import {
  asSymmetricKey,
  newSymmetricKey,
  openField,
  openJson,
  sealField,
  sealJson,
  type SymmetricKey,
} from '../platform/crypto'
import type { Random } from '../platform/random'
import type { DerivedResume, ResumeCode } from '../receipts'
import type { CaseId, DraftId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import type { DraftChange, DraftHold, OpenDraft } from './draft'
import type { DraftRow, insertDraft } from './drafts.repository'
import type { FreshCode } from './resume-code.service'
import { AnswersSchema, IdentitySchema, UnfinishedSchema } from './sealed-answers'
import type { Typed, Unfinished } from './unfinished.rules'

/** A name in a draft, and that there is none, are one size: longer than any name that can be sent. */
const identityBytes = 2047
/** What the kinds of identity add to the answers at most: a verifier, a mark. */
const kindBytes = 256
const KeptIdentity = z.union([
  z.object({ none: z.literal(true) }).transform(() => undefined),
  IdentitySchema.transform(identity => ({ identity })),
])

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

/** Null in a draft from before every draft had something here. */
const openIdentity = (
  id: DraftId,
  identityKey: SymmetricKey,
  sealed: Buffer | null,
): IdentityAnswer | undefined =>
  sealed === null
    ? undefined
    : KeptIdentity.parse(openJson(identityKey, place(id, 'sealed_identity'), sealed))?.identity

export const openDraft = (held: DraftHold, row: DraftRow): OpenDraft => {
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
    identity: openIdentity(id, identityKey, sealed_identity),
  }
}

/** However the reporter wants to be known, the answers are sealed in one size. */
const sealAnswers = ({ id, key }: DraftHold, answers: Answers): Buffer => {
  const facts = { ...answers, identity: undefined, claim: undefined, named: undefined }
  const even = Buffer.byteLength(JSON.stringify(facts)) + kindBytes
  return sealJson(key, place(id, 'sealed_answers'), answers, even)
}

/** Name and papers, also the page with them half filled in: written with every save, so that no change tells of them. */
const sealWho = (
  { id, identityKey }: Pick<OpenDraft, 'id' | 'identityKey'>,
  who: { readonly identity: IdentityAnswer | undefined; readonly typed: Typed | undefined },
): Pick<DraftRow, 'sealed_identity' | 'sealed_unfinished_identity'> => {
  const seal = (column: string, value: object) =>
    sealJson(identityKey, place(id, column), value, identityBytes)
  const unfinished = who.typed === undefined ? {} : { named: who.typed }
  return {
    sealed_identity: seal('sealed_identity', who.identity ?? { none: true }),
    sealed_unfinished_identity: seal('sealed_unfinished_identity', unfinished),
  }
}

export const newRow = (
  { id, key }: DraftHold,
  { random, answers, expiresOn }: { random: Random; answers: Answers; expiresOn: Day },
): Parameters<typeof insertDraft>[1] => {
  const identityKey = newSymmetricKey(random)
  return {
    id,
    case_id: random.uuid() as CaseId,
    expires_on: expiresOn,
    sealed_case_key: sealField(key, place(id, 'sealed_case_key'), newSymmetricKey(random)),
    sealed_identity_key: sealField(key, place(id, 'sealed_identity_key'), identityKey),
    sealed_answers: sealAnswers({ id, key }, answers),
    ...sealWho({ id, identityKey }, { identity: undefined, typed: undefined }),
  }
}

/** The page with name and papers has a column of its own, under the key of the identity. */
const sealUnfinished = (
  { id, key, unfinished }: OpenDraft,
  { step, typed }: NonNullable<DraftChange['unfinished']>,
): Partial<DraftRow> => {
  const column = 'sealed_unfinished'
  const all = Object.fromEntries(
    Object.entries<Typed | undefined>({ ...unfinished, [step]: typed }).filter(
      ([name, kept]) => name !== 'named' && kept !== undefined,
    ),
  )
  const isEmpty = Object.keys(all).length === 0
  return { [column]: isEmpty ? null : sealJson(key, place(id, column), all) }
}

/** A save: whatever changed, the same columns are written. */
export const changeOf = (draft: OpenDraft, change: DraftChange): Partial<DraftRow> => ({
  sealed_answers: sealAnswers(draft, change.answers),
  ...(change.unfinished === undefined ? {} : sealUnfinished(draft, change.unfinished)),
  ...sealWho(draft, whoAfter(draft, change)),
})

/** What is known of the reporter after this change. No longer named leaves no half-written name either. */
const whoAfter = (
  draft: OpenDraft,
  { identity, unfinished }: DraftChange,
): Parameters<typeof sealWho>[1] => {
  if (identity === null) return { identity: undefined, typed: undefined }
  const typed = unfinished?.step === 'named' ? unfinished.typed : draft.unfinished['named']
  return { identity: identity ?? draft.identity, typed }
}

export const sealCode = (
  { id, key }: DraftHold,
  { code, derived }: FreshCode,
): Partial<DraftRow> => ({
  resume_lookup: derived.lookup,
  resume_wrapped_key: sealField(derived.wrappingKey, place(id, 'resume_wrapped_key'), key),
  sealed_resume_code: sealField(key, place(id, 'sealed_resume_code'), code),
})

/** The key of the draft, when one of these opens it. */
export const keyUnder = (
  { id, resume_lookup: lookup, resume_wrapped_key: wrapped }: DraftRow,
  derived: readonly DerivedResume[],
): SymmetricKey | undefined => {
  const under = derived.find(one => lookup?.equals(one.lookup) === true)
  if (under === undefined || wrapped === null) return undefined
  return asSymmetricKey(openField(under.wrappingKey, place(id, 'resume_wrapped_key'), wrapped))
}
