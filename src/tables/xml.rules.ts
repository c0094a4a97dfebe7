import { troubled } from './table.rules'

/** A piece of a sheet's XML. Prefixes are left away; a text is what stands between two tags. */
export type Token =
  | { readonly kind: 'open'; readonly name: string; readonly raw: string; readonly empty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/** No tag of a sheet is longer; what is has another purpose. */
const LONGEST = 4 * 1024 * 1024

const known: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" },
}

const fromNumber = (text: string): string => {
  const code = text.startsWith('x') ? parseInt(text.slice(1), 16) : parseInt(text, 10)
  if (!(code >= 0 && code <= 0x10ffff)) throw troubled('broken')
  return String.fromCodePoint(code)
}

/** The five entities and numbers. Any other would have to be declared, and declarations are refused. */
const decoded = (text: string): string =>
  text.includes('&')
    ? text.replace(/&([^;&]{0,12});?/g, (_, name: string) => {
        const sign = name.startsWith('#') ? fromNumber(name.slice(1)) : known[name]
        if (sign === undefined) throw troubled('broken')
        return sign
      })
    : text

export const attributeOf = (raw: string, name: string): string | undefined => {
  const found = new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(raw)
  return found === null ? undefined : decoded(found[1] ?? found[2] ?? '')
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Where a tag ends: a `>` inside quotes is none. -1: not here yet. */
const endOfTag = (text: string, from: number): number => {
  let end = text.indexOf('>', from)
  while (end >= 0) {
    const inside = text.slice(from, end)
    const isQuoted = (inside.split('"').length - 1) % 2 === 1
    if (!isQuoted) return end
    end = text.indexOf('>', end + 1)
  }
  return -1
}

const tagOf = (inside: string): Token => {
  if (inside.startsWith('/')) return { kind: 'close', name: bare(inside.slice(1).trim()) }
  const empty = inside.endsWith('/')
  const raw = empty ? inside.slice(0, -1) : inside
  const [name = ''] = /^[^\s/]+/.exec(raw) ?? []
  return { kind: 'open', name: bare(name), raw, empty }
}

type Special = { readonly starts: string; readonly ends: string; readonly isText: boolean }
const specials: readonly Special[] = [
  { starts: '<!--', ends: '-->', isText: false },
  { starts: '<![CDATA[', ends: ']]>', isText: true },
  { starts: '<?', ends: '?>', isText: false },
]

/** Takes text as it comes and gives what is whole of it. No document type, no entity of its own: those are refused. */
export const createTokens = () => {
  let rest = ''

  const special = (from: number): { readonly end: number; readonly token?: Token } | undefined => {
    const found = specials.find(({ starts }) => rest.startsWith(starts, from))
    if (found === undefined) {
      // A declaration, or the beginning of one of those above that is cut here.
      if (rest.startsWith('<!', from) && rest.length - from >= 9) throw troubled('broken')
      return rest.startsWith('<!', from) ? { end: -1 } : undefined
    }
    const end = rest.indexOf(found.ends, from + found.starts.length)
    if (end < 0) return { end: -1 }
    const text = rest.slice(from + found.starts.length, end)
    const after = { end: end + found.ends.length }
    return found.isText ? { ...after, token: { kind: 'text', text } } : after
  }

  const oneFrom = (at: number): { readonly end: number; readonly token?: Token } => {
    const other = special(at)
    if (other !== undefined) return other
    const end = endOfTag(rest, at)
    return end < 0 ? { end } : { end: end + 1, token: tagOf(rest.slice(at + 1, end)) }
  }

  return (more: string): Token[] => {
    rest += more
    const tokens: Token[] = []
    let at = 0
    for (;;) {
      const open = rest.indexOf('<', at)
      if (open < 0) break
      if (open > at) tokens.push({ kind: 'text', text: decoded(rest.slice(at, open)) })
      at = open
      const { end, token } = oneFrom(open)
      if (end < 0) break
      if (token !== undefined) tokens.push(token)
      at = end
    }
    rest = rest.slice(at)
    if (rest.length > LONGEST) throw troubled('broken')
    return tokens
  }
}
