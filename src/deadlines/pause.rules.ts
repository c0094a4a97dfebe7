import { refused } from '../platform/errors'

/** Days that do not count, the first and the last of them included. */
export type Pause = { readonly from: string; readonly to: string }

/** In the order of time. @throws refused `pause.backward`, `pause.overlap` */
export const checkPauses = (pauses: readonly Pause[]): readonly Pause[] => {
  if (pauses.some(({ from, to }) => from > to)) throw refused('pause.backward')
  const sorted = [...pauses].sort((one, other) => (one.from < other.from ? -1 : 1))
  if (sorted.some(({ from }, index) => index > 0 && from <= (sorted[index - 1]?.to ?? '')))
    throw refused('pause.overlap')
  return sorted
}

export const isPaused = (pauses: readonly Pause[], day: string): boolean =>
  pauses.some(({ from, to }) => from <= day && day <= to)
