import { foldSigns } from './fold.rules'

/** So many signs in a row are no accident: it was copied. */
const RUN = 20

const signsOf = (text: string): string[] => Array.from(foldSigns(text).folded)

const runsOf = (text: string): Set<string> => {
  const signs = signsOf(text)
  const runs = new Set<string>()
  for (let at = 0; at + RUN <= signs.length; at += 1) runs.add(signs.slice(at, at + RUN).join(''))
  return runs
}

/** Finds what a text repeats of what reporters wrote, word for word. */
export const createCopyFinder = (written: readonly string[]) => {
  const known = new Set(written.flatMap(text => [...runsOf(text)]))
  /** The first such run; '' where there is none. */
  return (text: string): string => [...runsOf(text)].find(run => known.has(run)) ?? ''
}
