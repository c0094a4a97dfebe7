type Kind =
  | 'not-found'
  | 'forbidden'
  | 'refused'
  | 'too-large'
  | 'too-many'
  | 'malformed'
  | 'broken'
  | 'unavailable'

/** What a sentence may be filled with. Never anything of a report, a reporter or a code. */
export type RefusalValues = Readonly<Record<string, string | number>>

/** An error whose meaning is known. The web floor turns its kind into a status and its code into words. */
export class KnownError extends Error {
  override readonly name = 'KnownError'
  readonly kind: Kind
  readonly code: string
  readonly values: RefusalValues

  constructor(kind: Kind, code: string, values: RefusalValues = {}) {
    super(code)
    this.kind = kind
    this.code = code
    this.values = values
  }
}

export const notFound = (what: string) => new KnownError('not-found', `${what}.not-found`)
export const forbidden = (why: string) => new KnownError('forbidden', why)
export const refused = (rule: string, values?: RefusalValues) =>
  new KnownError('refused', rule, values)
export const tooLarge = (what: string, values?: RefusalValues) =>
  new KnownError('too-large', what, values)
/** Asked too often; `seconds` until the next try may be among the values. */
export const tooMany = (what: string, values?: RefusalValues) =>
  new KnownError('too-many', what, values)
/** What came over the wire cannot be read as text. */
export const malformed = (what: string) => new KnownError('malformed', `${what}.malformed`)
/** Stored material that does not open: moved, truncated, tampered with, or under another key. */
export const broken = (what: string) => new KnownError('broken', what)
export const unavailable = (what: string, values: KnownError['values'] = {}) =>
  new KnownError('unavailable', what, values)

/** The code that Node and PostgreSQL put on their errors. Errors may come from another realm: no instanceof. */
export const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
