import { foldWithPlaces } from './fold.rules'

/** A piece of a text; `marked` pieces are the words that were asked for. */
export type Piece = { readonly text: string; readonly marked: boolean }

type Span = { readonly from: number; readonly to: number }

const BEFORE = 14
const LENGTH = 64

const startsWith = (characters: readonly string[], at: number, word: readonly string[]): boolean =>
  word.every((one, offset) => characters[at + offset] === one)

/** Where the words stand, as characters of the text as it was written; at most so many. */
const spansOf = (text: string, words: readonly string[], most: number): Span[] => {
  const { characters, places } = foldWithPlaces(text)
  const spans: Span[] = []
  for (const word of words.map(one => Array.from(one)))
    for (let at = 0; at + word.length <= characters.length && spans.length < most; at += 1)
      if (startsWith(characters, at, word))
        spans.push({
          from: places[at] ?? 0,
          to: (places[at + word.length - 1] ?? 0) + 1,
        })
  return spans.sort((one, other) => one.from - other.from)
}

/** How often any of the words stands in the text; counting stops at 20. */
export const countIn = (text: string, words: readonly string[]): number =>
  spansOf(text, words, 20).length

const cut = (
  characters: readonly string[],
  { from, to }: Span,
  spans: readonly Span[],
): Piece[] => {
  const pieces: Piece[] = []
  let at = from
  for (const span of spans) {
    if (span.to <= at || span.from >= to) continue
    const start = Math.max(at, span.from)
    if (start > at) pieces.push({ text: characters.slice(at, start).join(''), marked: false })
    const end = Math.min(to, span.to)
    pieces.push({ text: characters.slice(start, end).join(''), marked: true })
    at = end
  }
  if (at < to) pieces.push({ text: characters.slice(at, to).join(''), marked: false })
  return pieces
}

/** A line of the text around the first of the words, the words marked; undefined when none stands in it. */
export const excerptOf = (text: string, words: readonly string[]): Piece[] | undefined => {
  const spans = spansOf(text, words, 50)
  const [first] = spans
  if (first === undefined) return undefined
  const characters = Array.from(text.replaceAll(/\s/gu, ' '))
  const from = Math.max(0, first.from - BEFORE)
  const to = Math.min(characters.length, Math.max(from + LENGTH, first.to))
  const pieces = cut(characters, { from, to }, spans)
  return [
    ...(from > 0 ? [{ text: '…', marked: false }] : []),
    ...pieces,
    ...(to < characters.length ? [{ text: '…', marked: false }] : []),
  ]
}
