/** Text fields as the parser leaves them: nested where a name has brackets, lists where it repeats. */
export type ParsedForm = Readonly<Record<string, unknown>>

export const textOf = (form: ParsedForm, field: string): string => {
  const value = form[field]
  return typeof value === 'string' ? value : ''
}

const textsOf = (field: string, value: unknown): [string, string][] => {
  if (typeof value === 'string') return [[field, value]]
  if (Array.isArray(value)) return textsOf(field, value.at(-1))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsOf(`${field}[${key}]`, inner))
}

/** Flat, as fields are everywhere else in the house: note[<id>]. Of a repeated field the last counts. */
export const flatten = (form: ParsedForm): Record<string, string> =>
  Object.fromEntries(Object.entries(form).flatMap(([field, value]) => textsOf(field, value)))
