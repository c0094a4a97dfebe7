import type { ClaimAnswer } from '../vocabulary/report-answers'

/** Every field of the sheet that may rest in it unfinished. The claim word is not among them. */
const sheetFields = [
  'q',
  'choice',
  'name',
  'district',
  'about_body',
  'identity',
  'who_name',
  'who_phone',
  'who_id_type',
  'who_id_number',
  'who_delivery',
  'who_address',
  'unsure',
  'department',
  'trace_code',
  'bill_number',
  'text',
  'when',
  'period',
  'amount',
  'relation',
  'hide',
  'contact_ok',
  'told_before',
  'reply_address',
] as const

export type SheetValues = Readonly<Record<string, string>>

/** What was typed so far, as it was typed: a dropped call leaves half sentences. */
export type SheetContent = {
  readonly values: SheetValues
  readonly behaviours: readonly string[]
  readonly claim?: ClaimAnswer | undefined
}

/** The letter fields of a real-name reporter stand beside the target's name: theirs begin with `who_`. */
const named = 'who_'

export const namedValues = (values: SheetValues): SheetValues =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith(named))
      .map(([name, value]) => [name.slice(named.length), value]),
  )

/** What a name, papers and an address take at most beside the rest, and a claim word's verifier. */
const whoBytes = 2048

/** However the caller wants to be known, a sheet with the same facts is sealed in the same size. */
export const evenBytes = ({ values, behaviours }: SheetContent): number => {
  const facts = Object.entries(values).filter(
    ([name]) => !name.startsWith(named) && name !== 'identity',
  )
  return Buffer.byteLength(JSON.stringify([facts, behaviours])) + whoBytes
}

export const namedErrors = (errors: SheetValues): SheetValues =>
  Object.fromEntries(Object.entries(errors).map(([name, why]) => [`${named}${name}`, why]))

export const pickValues = (sent: Readonly<Record<string, unknown>>): SheetValues =>
  Object.fromEntries(
    sheetFields.flatMap(name => {
      const value = sent[name]
      return typeof value === 'string' && value !== '' ? [[name, value]] : []
    }),
  )

/** A name to know the sheet by in the list of unfinished ones; '' when nothing was said yet. */
export const gistOf = ({ values }: SheetContent): string => {
  const said = [values['name'], values['q'], values['text']].find(
    text => text !== undefined && text.trim() !== '',
  )
  return Array.from(said?.trim() ?? '')
    .slice(0, 20)
    .join('')
}
