import { refused } from '../platform/errors'

type Variable = { readonly name: string; readonly from: string; readonly most?: number | undefined }
export type Template = {
  readonly name: string
  readonly word: string
  readonly addressee: string
  readonly text: string
  readonly variables: readonly Variable[]
}

const HOLE = /\{([^{}\n]*)\}/g

/** The variables that a template's words name and that it has not declared, each once. */
export const undeclaredIn = ({ addressee, text, variables }: Template): string[] => {
  const named = [...`${addressee}\n${text}`.matchAll(HOLE)].map(([, name = '']) => name)
  return [...new Set(named)].filter(name => !variables.some(one => one.name === name))
}

/** What an officer types for it, in the order in which it is asked. */
export const typedOf = ({ variables }: Template): Variable[] =>
  variables.filter(({ from }) => from === 'typed')

const check = (template: Template, typed: ReadonlyMap<string, string>): void => {
  const asked = typedOf(template)
  const strange = [...typed.keys()].find(name => !asked.some(one => one.name === name))
  if (strange !== undefined) throw refused('document.unknown-variable', { name: strange })
  for (const { name, most = Infinity } of asked) {
    const value = typed.get(name)?.trim() ?? ''
    if (value === '') throw refused('document.missing-variable', { name })
    if (Array.from(value).length > most)
      throw refused('document.long-variable', { name, most: String(most) })
  }
}

/**
 * The words of the document. What is typed is put in once and never read as a template again.
 * @throws refused `document.unknown-variable`, `document.missing-variable`, `document.long-variable`
 */
export const fillTemplate = (
  template: Template,
  typed: ReadonlyMap<string, string>,
  facts: ReadonlyMap<string, string>,
): { readonly addressee: string; readonly paragraphs: readonly string[] } => {
  const [unknown] = undeclaredIn(template)
  if (unknown !== undefined) throw refused('document.unknown-variable', { name: unknown })
  check(template, typed)
  const valueOf = ({ name, from }: Variable): string =>
    (from === 'typed' ? typed.get(name) : facts.get(from))?.trim() ?? ''
  const values = new Map(template.variables.map(one => [one.name, valueOf(one)]))
  const fill = (words: string) =>
    words.replaceAll(HOLE, (_, name: string) => values.get(name) ?? '')
  return {
    addressee: fill(template.addressee),
    paragraphs: fill(template.text)
      .split('\n')
      .map(one => one.trim())
      .filter(one => one !== ''),
  }
}

export type Series = { readonly body: string; readonly word: string; readonly year: number }

/** 发文字号: body and kind, the year in 六角括号, the number without a zero before it. */
export const documentNumber = ({ body, word, year }: Series, serial: number): string =>
  `${body}${word}〔${year}〕${serial}号`

// Signs that are not taken for each other when they are read from paper.
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A 核对码 of eight signs from enough chance: none is likelier than another. */
export const codeFrom = (bytes: Uint8Array): string | undefined => {
  const fair = [...bytes].filter(byte => byte < 240).slice(0, 8)
  if (fair.length < 8) return undefined
  const signs = fair.map(byte => SIGNS.charAt(byte % SIGNS.length)).join('')
  return `${signs.slice(0, 4)}-${signs.slice(4)}`
}

const HALF = 0xfee0

/** As people type it: full-width signs, small letters, other brackets and spaces mean the same. */
const plain = (typed: string): string =>
  typed
    .replaceAll(/[！-～]/g, sign => String.fromCharCode(sign.charCodeAt(0) - HALF))
    .replaceAll(/\s/g, '')
    .toUpperCase()

export const readNumber = (typed: string): string =>
  plain(typed)
    .replaceAll(/[[(【﹝{]/g, '〔')
    .replaceAll(/[\])】﹞}]/g, '〕')

export const readCode = (typed: string): string => {
  const signs = plain(typed).replaceAll(/[^0-9A-Z]/g, '')
  return `${signs.slice(0, 4)}-${signs.slice(4)}`
}
