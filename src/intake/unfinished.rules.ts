import { asStep, type Step } from './steps.rules'

/** What stands in the fields of a page, as it was typed: not read yet, perhaps wrong, perhaps half a word. */
export type Typed = Readonly<Record<string, string | readonly string[]>>

/** By page. A page that was saved whole has nothing here. */
export type Unfinished = Partial<Record<Step, Typed>>

/**
 * Which fields of which page are kept while it is not finished. The claim word is kept nowhere, files and
 * their notes are kept by the room that has them, and the summary has no answer of its own.
 */
const fieldsOfStep: Partial<Record<Step, { texts: readonly string[]; lists?: readonly string[] }>> =
  {
    subject: { texts: ['choice', 'name', 'district', 'about_body'] },
    identity: { texts: ['identity'] },
    named: { texts: ['name', 'phone', 'id_type', 'id_number', 'delivery', 'address'] },
    type: {
      texts: ['unsure', 'department', 'trace_code', 'bill_number'],
      lists: ['behaviours'],
    },
    what: { texts: ['text', 'when', 'period', 'amount'] },
    relation: { texts: ['relation', 'hide', 'contact_ok', 'told_before'] },
  }

/** Whether the page's fields are kept by themselves while somebody writes. */
export const keepsHalfway = (step: Step): boolean =>
  step === 'evidence' || fieldsOfStep[step] !== undefined

/** So many times the longest text that a report may have: what is too long is kept, what is absurd is not. */
const generosity = 4
const mostChoices = 100

const sizeOf = (typed: Typed): number =>
  Object.values(typed)
    .flat()
    .reduce((sum, text) => sum + text.length, 0)

/**
 * The page's own fields, every one of them: what is empty now replaces what was there before.
 * @param longest how long a report's text may be
 * @returns undefined for a page whose fields are not kept, and for more than anybody types
 */
export const readUnfinished = (
  step: Step,
  fields: Readonly<Record<string, unknown>>,
  longest: number,
): Typed | undefined => {
  const known = fieldsOfStep[step]
  if (known === undefined) return undefined
  const texts = known.texts.map(name => {
    const value = fields[name]
    return [name, typeof value === 'string' ? value : ''] as const
  })
  const lists = (known.lists ?? []).map(name => {
    const values = [fields[name] ?? []]
      .flat()
      .filter((one): one is string => typeof one === 'string')
    return [name, values.slice(0, mostChoices)] as const
  })
  const typed: Typed = Object.fromEntries<string | string[]>([...texts, ...lists])
  return sizeOf(typed) > longest * generosity ? undefined : typed
}

export const halfwaySteps = (unfinished: Unfinished): Step[] =>
  Object.keys(unfinished).flatMap(name => asStep(name) ?? [])

/** As the page's form takes it. */
export const toForm = (
  typed: Typed,
): { readonly values: Readonly<Record<string, string>>; readonly chosen: readonly string[] } => ({
  values: Object.fromEntries(
    Object.entries(typed).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  ),
  chosen: Object.values(typed).flatMap(value => (typeof value === 'string' ? [] : value)),
})
