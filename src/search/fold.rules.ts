import simplified from './data/simplified.json'

const simpleOf: ReadonlyMap<string, string> = (() => {
  const to = Array.from(simplified.simplified)
  return new Map(Array.from(simplified.traditional, (one, at) => [one, to[at] ?? one]))
})()

/**
 * One character as it is compared: full-width as half-width, without case and accents, traditional as
 * simplified; '' for what is neither letter nor digit.
 */
const foldCharacter = (character: string): string =>
  Array.from(character.normalize('NFKD').toLowerCase())
    .filter(one => /[\p{L}\p{N}]/u.test(one))
    .map(one => simpleOf.get(one) ?? one)
    .join('')

const known = new Map<string, string>()
const KNOWN = 20_000

/** Texts repeat their characters; what one becomes is worked out once. */
const folded = (character: string): string => {
  const kept = known.get(character)
  if (kept !== undefined) return kept
  const made = foldCharacter(character)
  if (known.size < KNOWN) known.set(character, made)
  return made
}

/** A text as it is compared. Spaces, line ends and signs count for nothing: 「和安 医院」 is 「和安医院」. */
export const foldText = (text: string): string => Array.from(text, folded).join('')

/** The same, and for every character of it which character of the text it came from. */
export const foldWithPlaces = (
  text: string,
): { readonly characters: readonly string[]; readonly places: readonly number[] } => {
  const characters: string[] = []
  const places: number[] = []
  Array.from(text).forEach((character, at) => {
    for (const one of folded(character)) {
      characters.push(one)
      places.push(at)
    }
  })
  return { characters, places }
}

/** Every pair of neighbours of a folded text, once each; of a text of one character that one. */
export const pairsOf = (folded: string): string[] => {
  const characters = Array.from(folded)
  if (characters.length < 2) return characters
  return [...new Set(characters.slice(1).map((one, at) => `${characters[at] ?? ''}${one}`))]
}

/** The words that were asked for, each folded: a case must hold every one of them. */
export const readWords = (asked: string): string[] => [
  ...new Set(
    asked
      .split(/\s+/u)
      .map(foldText)
      .filter(word => word !== ''),
  ),
]

/** A single character stands in nearly every text: alone it finds nothing, beside a longer word it narrows. */
export const canBeAsked = (words: readonly string[]): boolean =>
  words.some(word => Array.from(word).length > 1)

type CaseNumber = { readonly year?: number; readonly serial: number }

/** 医保举〔2026〕00318, 〔2026〕318, 2026-318, 2026 00318 or 318; undefined when it is no number of a case. */
export const readCaseNumber = (asked: string): CaseNumber | undefined => {
  const plain = asked.normalize('NFKC').trim()
  const whole = /^(?:医保举)?\s*[〔[(【]?((?:19|20)\d{2})[〕\])】\s第年-]+(\d{1,7})\s*号?$/u.exec(
    plain,
  )
  if (whole !== null) return { year: Number(whole[1]), serial: Number(whole[2]) }
  const bare = /^第?(\d{1,7})号?$/u.exec(plain)
  return bare === null ? undefined : { serial: Number(bare[1]) }
}
