export const fields = [
  'target',
  'code',
  'region',
  'text',
  'when',
  'amount',
  'behaviour',
  'risk',
  'reference',
] as const
export type Field = (typeof fields)[number]

/** Which column of the sheet is which field, by its place; a field that is not there has none. */
export type Mapping = Readonly<Partial<Record<Field, number>>>

type Header = { readonly code: string; readonly name: string; readonly headers: readonly string[] }

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()*：:]/g, '')

/** By the name that was used last time, else by the names that the law book knows. Each column once. */
export const suggestMapping = (
  headers: readonly string[],
  known: readonly Header[],
  remembered: Readonly<Partial<Record<string, string>>>,
): Mapping => {
  const names = headers.map(folded)
  const taken = new Set<number>()
  const mapping: Partial<Record<Field, number>> = {}
  const take = (field: Field, wanted: readonly (string | undefined)[]): void => {
    if (mapping[field] !== undefined) return
    for (const word of wanted) {
      const at = word === undefined ? -1 : names.indexOf(folded(word))
      if (at < 0 || taken.has(at)) continue
      mapping[field] = at
      taken.add(at)
      return
    }
  }
  for (const field of fields) take(field, [remembered[field]])
  for (const field of fields) {
    const own = known.find(({ code }) => code === field)
    if (own !== undefined) take(field, [own.name, ...own.headers])
  }
  return mapping
}

/** Fields without which no row can be read, and that no column stands for. */
export const missingOf = (
  mapping: Mapping,
  known: readonly (Header & { readonly required: boolean })[],
): string[] =>
  known
    .filter(({ code, required }) => required && mapping[code as Field] === undefined)
    .map(({ name }) => name)

export const cellIn = (cells: readonly string[], mapping: Mapping, field: Field): string => {
  const at = mapping[field]
  return at === undefined ? '' : (cells[at] ?? '').trim()
}

export const problems = [
  'no-target',
  'target-long',
  'no-text',
  'text-long',
  'bad-day',
  'bad-amount',
  'unknown-code',
  'unknown-risk',
  'unknown-region',
  'same-row',
  'alike',
  'related',
  'not-taken',
] as const
export type Problem = (typeof problems)[number]

/** Rows with these are not imported; `alike` is left to whoever imports, `related` is only told. */
export const isFatal = (problem: Problem): boolean => problem !== 'alike' && problem !== 'related'

const pairsOf = (text: string): Set<string> => {
  const signs = Array.from(folded(text))
  return new Set(signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`))
}

/** Percent of the pairs of signs that two texts have in common. */
export const likeness = (one: string, other: string): number => {
  const first = pairsOf(one)
  const second = pairsOf(other)
  if (first.size === 0 || second.size === 0) return 0
  const common = [...first].filter(pair => second.has(pair)).length
  return Math.round((100 * common) / (first.size + second.size - common))
}
