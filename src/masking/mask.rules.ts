import { foldSigns, type Folded } from './fold.rules'

/** What stands in place of what was masked; always the same, so that it does not tell how long it was. */
export const maskMark = '【已遮挡】'

/** A piece of a text: as it was written, or masked. */
export type Part = { readonly hidden: false; readonly text: string } | { readonly hidden: true }

/** Knows what is masked in one case and shows any text of it without. */
export type Mask = {
  readonly parts: (text: string) => Part[]
  readonly text: (text: string) => string
  /** A file's name keeps its ending, by which people know what it is. */
  readonly fileName: (name: string) => string
  /** What this text has that is masked. */
  readonly hits: (text: string) => string[]
}

/** By which two spellings of one word are the same. */
export const wordKey = (word: string): string => foldSigns(word).folded

/** A single sign would mask the language. */
const shortest = 2
export const isMaskable = (word: string): boolean => {
  const key = wordKey(word)
  return key.length >= shortest && !wordKey(maskMark).includes(key)
}

type Range = { start: number; end: number }

/** All places, those that overlap too, made into ranges that do not. */
const rangesOf = ({ folded, from, to }: Folded, keys: readonly string[]): Range[] => {
  const found: Range[] = []
  for (const key of keys)
    for (let i = folded.indexOf(key); i >= 0; i = folded.indexOf(key, i + 1))
      found.push({ start: from[i] ?? 0, end: to[i + key.length - 1] ?? 0 })
  found.sort((one, other) => one.start - other.start)
  const ranges: Range[] = []
  for (const range of found) {
    const last = ranges.at(-1)
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else ranges.push({ ...range })
  }
  return ranges
}

const cut = (text: string, ranges: readonly Range[]): Part[] => {
  const parts: Part[] = []
  let from = 0
  for (const { start, end } of ranges) {
    if (start > from) parts.push({ hidden: false, text: text.slice(from, start) })
    parts.push({ hidden: true })
    from = end
  }
  if (from < text.length) parts.push({ hidden: false, text: text.slice(from) })
  return parts
}

const join = (parts: readonly Part[]): string =>
  parts.map(part => (part.hidden ? maskMark : part.text)).join('')

const ending = /\.[a-z0-9]{1,8}$/i

export const createMask = (words: readonly string[]): Mask => {
  const known = new Map(words.filter(isMaskable).map(word => [wordKey(word), word]))
  const keys = [...known.keys()]
  const parts = (text: string): Part[] => cut(text, rangesOf(foldSigns(text), keys))
  const masked = (text: string): string => join(parts(text))
  return {
    parts,
    text: masked,
    fileName: name => {
      const [tail = ''] = ending.exec(name) ?? []
      return `${masked(name.slice(0, name.length - tail.length))}${tail}`
    },
    hits: text => {
      const { folded } = foldSigns(text)
      return [...known].filter(([key]) => folded.includes(key)).map(([, word]) => word)
    },
  }
}

/** Shows everything: for whoever has opened the original. */
export const noMask: Mask = createMask([])
