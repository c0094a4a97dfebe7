import { countIn, excerptOf, type Piece as ExcerptPiece } from './excerpt.rules'
import { foldText } from './fold.rules'

/** Where in a case the words were found. */
const places = ['target', 'brief', 'report', 'message', 'file'] as const
export type Place = (typeof places)[number]

/** A text of a case as this person may read it. */
export type ShownText = { readonly place: Place; readonly text: string }

export type Excerpt = { readonly place: Place; readonly pieces: readonly ExcerptPiece[] }

export type Match = {
  /** The best place first. */
  readonly excerpts: readonly Excerpt[]
  readonly score: number
}

/** Lines of one case that are shown. */
const EXCERPTS = 3

/** What a word weighs where it stands: the name of the target more than a hundred times in a letter. */
const weightOf: Record<Place, number> = {
  target: 500,
  brief: 60,
  report: 50,
  message: 20,
  file: 30,
}

/** Whether every word stands somewhere in these texts. The index says «probably»; this says yes or no. */
export const holdsAll = (texts: readonly string[], words: readonly string[]): boolean => {
  const folded = texts.map(foldText)
  return words.every(word => folded.some(text => text.includes(word)))
}

/** undefined when one of the words does not stand in the case, as this person may read it. */
export const matchIn = (
  shown: readonly ShownText[],
  words: readonly string[],
): Match | undefined => {
  if (
    !holdsAll(
      shown.map(({ text }) => text),
      words,
    )
  )
    return undefined
  const excerpts: Excerpt[] = []
  let score = 0
  for (const place of places) {
    const texts = shown.filter(one => one.place === place).map(({ text }) => text)
    const times = texts.reduce((sum, text) => sum + countIn(text, words), 0)
    if (times === 0) continue
    score += weightOf[place] + Math.min(times, 20)
    const [pieces] = texts.map(text => excerptOf(text, words)).filter(one => one !== undefined)
    if (pieces !== undefined) excerpts.push({ place, pieces })
  }
  return { excerpts: excerpts.slice(0, EXCERPTS), score }
}
