/**
 * A name as it is compared: full-width and half-width alike, without case, spaces and punctuation.
 * 「和安医院（城东院区）」 and 「和安医院(城东院区)」 are one name.
 */
export const foldName = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Every character and every pair of neighbours: what the index holds of a name. */
export const gramsOf = (folded: string): string[] => {
  const characters = Array.from(folded)
  const pairs = characters
    .slice(1)
    .map((character, index) => `${characters[index] ?? ''}${character}`)
  return [...new Set([...characters, ...pairs])]
}

/** The parts that a name must hold, each folded. */
export const readQuery = (q: string): string[] => [
  ...new Set(
    q
      .split(/\s+/u)
      .map(foldName)
      .filter(part => part !== ''),
  ),
]

/** No name in the world; it would only keep the index busy. */
const TOO_LONG = 1000

/** Words that no name can hold: signs alone, or more than any name is long. */
export const isHopeless = (q: string): boolean =>
  q.length > TOO_LONG || (q.trim() !== '' && readQuery(q).length === 0)

/** What to ask the index for: the pairs of a part, or its only character. */
export const gramsToFind = (parts: readonly string[]): string[] => [
  ...new Set(parts.flatMap(part => gramsOf(part).filter(gram => isPair(gram) || part === gram))),
]

const isPair = (gram: string): boolean => Array.from(gram).length === 2

/** County codes name themselves; a city or a province stands for everything in it. */
export const regionPrefix = (code: string): string => code.replace(/(00){1,2}$/, '')
