import { parse } from 'node:querystring'

const id = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * An id has one spelling. The database takes capitals for the same id; seals, maps and comparisons do not, and what
 * is sealed for an id in capitals would never open again. Anything else stays as it was typed.
 */
const spell = (value: unknown): unknown => {
  if (typeof value === 'string') return id.test(value) ? value.toLowerCase() : value
  return Array.isArray(value) ? value.map(spell) : value
}

/** Fields of a form, parts of a path or of a query, by name. */
export const spellIds = <T>(fields: T): T => {
  if (typeof fields !== 'object' || fields === null) return fields
  // Without a prototype, as the parsers leave them: a field by the name of a method is not there.
  const spelled = Object.create(null) as Record<string, unknown>
  for (const [name, value] of Object.entries(fields)) spelled[name] = spell(value)
  return spelled as T
}

/** As Express's simple parser reads the question of an address. */
export const readQuery = (text: string | null | undefined): object => spellIds(parse(text ?? ''))
