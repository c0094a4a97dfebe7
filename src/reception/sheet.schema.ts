import { z } from 'zod'
import {
  claimWordForm,
  identityForm,
  namedForm,
  relationForm,
  subjectForm,
  typeForm,
  whatForm,
  type FactLimits,
  type Lists,
} from '../filing'
import { readForm, type FormState } from '../platform/http/form'
import type { DraftId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import { lengthOf, line, withThousands } from '../vocabulary/typing'
import {
  namedErrors,
  namedValues,
  pickValues,
  type SheetContent,
  type SheetValues,
} from './sheet.rules'

const Word = z.string().catch('')
const Codes = z.preprocess(
  sent => [sent ?? []].flat().filter(code => typeof code === 'string' && code !== ''),
  z.array(z.string()),
)

const Sent = z.object({
  sheet: z
    .uuid()
    .transform(id => id as DraftId)
    .optional()
    .catch(undefined),
  go: z.enum(['save', 'search', 'keep', 'check']).catch('save'),
  behaviours: Codes,
  word: Word,
  word2: Word,
})

/** A sheet as the form sends it: everything may be missing. */
export type SentSheet = {
  /** undefined: not a form that this site drew. */
  readonly id: DraftId | undefined
  readonly go: 'save' | 'search' | 'keep' | 'check'
  readonly content: Omit<SheetContent, 'claim'>
  readonly words: { readonly word: string; readonly word2: string }
}

export const readSent = (body: unknown): SentSheet => {
  const sent = (body ?? {}) as Readonly<Record<string, unknown>>
  const { sheet, go, behaviours, word, word2 } = Sent.parse(sent)
  return {
    id: sheet,
    go,
    content: { values: pickValues(sent), behaviours },
    words: { word, word2 },
  }
}

type Read<T> = ReturnType<typeof readForm<z.ZodType<T>>>
const errorsOf = <T>(read: Read<T> | undefined): FormState['errors'] =>
  read === undefined || read.ok ? {} : read.form.errors

/** Both words as typed; undefined when neither was. */
export const readClaim = ({ words }: SentSheet, { limits }: Lists) =>
  words.word === '' && words.word2 === ''
    ? undefined
    : readForm(claimWordForm(limits['claim-word.min'], limits['claim-word.max']), words)

const factLimits = ({ limits }: Lists): FactLimits => ({
  text: limits['report.text'],
  short: limits['subject.department'],
  bill: limits['subject.bill-number'],
  hide: limits['relation.hide'],
})

const codesOf = (list: readonly { readonly code: string }[]) =>
  new Set(list.map(({ code }) => code))

/** Institutions are picked by id; the name typed for another choice is left aside there. */
const subjectFields = (values: SheetValues) => ({ ...values, institution: undefined })

const formsOf = ({ values, behaviours }: SheetContent, lists: Lists) => {
  const limits = factLimits(lists)
  const { limits: all } = lists
  const { today } = lists
  const whoLimits = { name: all['named.name'], address: all['named.address'], today }
  return {
    subject: readForm(
      subjectForm({ target: all['subject.name'] }, codesOf(lists.areas)),
      subjectFields(values),
    ),
    identity: readForm(identityForm(lists.identities), values),
    named:
      values['identity'] === 'named'
        ? readForm(namedForm(whoLimits), namedValues(values))
        : undefined,
    type: readForm(typeForm(limits, codesOf(lists.behaviours)), { ...values, behaviours }),
    what: readForm(whatForm(limits, today), values),
    relation: readForm(relationForm(limits, codesOf(lists.relations)), values),
  }
}

const claimErrors = (content: SheetContent): FormState['errors'] =>
  content.values['identity'] === 'anon-claim' && content.claim === undefined
    ? { word: '还没有口令：请对方说一句，两格各写一遍' }
    : {}

const replyErrors = ({ values }: SheetContent, most: number): FormState['errors'] => {
  const over = lengthOf(line(values['reply_address'] ?? '')) - most
  return over > 0
    ? { reply_address: `最多 ${withThousands(most)} 字，现在多了 ${withThousands(over)} 字` }
    : {}
}

type Whole = {
  readonly answers: Answers
  readonly identity: IdentityAnswer | undefined
  /** Where a letter is answered to; '' when the writer left no address. */
  readonly replyAddress: string
}

type WholeSheet =
  | { readonly ok: true; readonly value: Whole }
  | { readonly ok: false; readonly errors: FormState['errors'] }

type Forms = ReturnType<typeof formsOf>

const answersOf = (content: SheetContent, forms: Forms): Answers | undefined => {
  const { subject, identity, type, what, relation } = forms
  if (!(subject.ok && identity.ok && type.ok && what.ok && relation.ok)) return undefined
  const { identity: way } = identity.value
  return {
    subject: subject.value,
    identity: way,
    ...(way === 'anon-claim' ? { claim: content.claim } : {}),
    ...(way === 'named' ? { named: true } : {}),
    type: type.value,
    what: what.value,
    relation: relation.value,
  }
}

/** The whole sheet by the same rules as the reporter's own pages; else every fault by its field. */
export const readWhole = (content: SheetContent, lists: Lists): WholeSheet => {
  const forms = formsOf(content, lists)
  const errors = {
    ...errorsOf(forms.subject),
    ...errorsOf(forms.identity),
    ...claimErrors(content),
    ...namedErrors(errorsOf(forms.named)),
    ...errorsOf(forms.type),
    ...errorsOf(forms.what),
    ...errorsOf(forms.relation),
    ...replyErrors(content, lists.limits['named.address']),
  }
  const answers = answersOf(content, forms)
  if (answers === undefined || Object.keys(errors).length > 0) return { ok: false, errors }
  const identity = forms.named?.ok === true ? forms.named.value : undefined
  return {
    ok: true,
    value: { answers, identity, replyAddress: line(content.values['reply_address'] ?? '') },
  }
}

export const SheetParams = z.object({ sheetId: z.uuid().transform(id => id as DraftId) })

const Asked = z.object({
  sheet: z
    .uuid()
    .transform(id => id as DraftId)
    .optional()
    .catch(undefined),
  said: z.enum(['saved', 'kept', 'dropped', 'filed', 'gone']).optional().catch(undefined),
  group: z.coerce.number().int().min(1).max(6).optional().catch(undefined),
})
export type SheetAsked = z.output<typeof Asked>
export const readAsked = (query: unknown): SheetAsked => Asked.parse(query)

export const agreedForm = (why: string) => z.object({ agreed: z.literal('yes', { error: why }) })
