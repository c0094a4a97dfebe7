import { CORE } from './page.rules'
import type { Page, Strip, Stroke } from './strip.rules'

const lowered = (strip: Strip, down: number): Stroke[] =>
  strip.strokes.map(stroke => ({ ...stroke, y: stroke.y + down }))

/** Strips one under the other, on as many pages as they need; a table's header is there on each. */
export const pagesOf = (strips: readonly Strip[]): Page[] => {
  const pages: Stroke[][] = [[]]
  let filled = 0
  for (const strip of strips) {
    if (filled > 0 && filled + strip.height > CORE.height + 0.01) {
      pages.push([])
      filled = 0
      if (strip.repeat !== undefined) {
        pages.at(-1)?.push(...strip.repeat.strokes)
        filled = strip.repeat.height
      }
    }
    pages.at(-1)?.push(...lowered(strip, filled))
    filled += strip.height
  }
  return pages
}
