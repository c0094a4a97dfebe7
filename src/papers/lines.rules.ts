/** How wide a text stands, in points. */
export type Measure = (text: string) => number

export type Line = { readonly text: string; readonly last: boolean }

const MAY_NOT_BEGIN = /^[。，、；：？！）》〉」』】〕”’…—％·,.;:?!)\]}%]/
const MAY_NOT_END = /[（《〈「『【〔“‘([{]$/
// Words, numbers and addresses of the Latin alphabet stay whole; every other sign stands for itself.
const PARTS = /[A-Za-z0-9@_./:+-]+|\s+|[\s\S]/gu

/** Control signs and halves of signs have no place on paper, and a Word file that holds one does not open. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, '')

const cut = (part: string, width: number, measure: Measure): string[] =>
  measure(part) <= width ? [part] : Array.from(part)

const partsOf = (text: string, width: number, measure: Measure): string[] =>
  (text.match(PARTS) ?? []).flatMap(part => cut(part, width, measure))

const mayBreak = (before: string, after: string): boolean =>
  !MAY_NOT_END.test(before) && !MAY_NOT_BEGIN.test(after)

type Span = { readonly from: number; readonly width: number }

/** As much as fits, and at least one part. */
const fullLine = (widths: readonly number[], { from, width }: Span): number => {
  let end = from + 1
  let filled = widths[from] ?? 0
  while (end < widths.length && filled + (widths[end] ?? 0) <= width + 0.01) {
    filled += widths[end] ?? 0
    end += 1
  }
  return end
}

/** Where the line ends: as much as fits, then back to a place where it may be broken. */
const endOfLine = (widths: readonly number[], parts: readonly string[], at: Span): number => {
  const end = fullLine(widths, at)
  if (end === parts.length) return end
  for (let back = end; back > at.from + 1; back -= 1)
    if (mayBreak(parts[back - 1] ?? '', parts[back] ?? '')) return back
  return end
}

type Room = { readonly width: number; readonly indent: number }

const breakParagraph = (text: string, { width, indent }: Room, measure: Measure): Line[] => {
  const parts = partsOf(text, width - indent, measure)
  const widths = parts.map(measure)
  const lines: Line[] = []
  let from = 0
  while (from < parts.length) {
    const room = lines.length === 0 ? width - indent : width
    const end = endOfLine(widths, parts, { from, width: room })
    const words = parts.slice(from, end).join('')
    lines.push({ text: words.trimEnd(), last: end >= parts.length })
    from = end
    while (/^\s+$/.test(parts[from] ?? '')) from += 1
  }
  return lines.length === 0 ? [{ text: '', last: true }] : lines
}

/**
 * Lines of at most that width. No line begins with a closing sign or ends with an opening one. Line ends that
 * the text has stay; the first line of each paragraph is `indent` shorter.
 */
export const breakLines = (
  text: string,
  { width, indent = 0 }: { readonly width: number; readonly indent?: number },
  measure: Measure,
): Line[] =>
  printable(text)
    .split('\n')
    .flatMap(one => breakParagraph(one.trim(), { width, indent }, measure))
