import { z } from 'zod'
import { afterwards } from './sign-in.view'

const Fields = z
  .record(z.string(), z.union([z.string(), z.unknown().transform(() => '')]))
  .catch({})

const secret = new Set(['_csrf', 'password', 'again', 'otp'])

/** What a person wrote. What forms carry (codes, marks, addresses) is ASCII in one piece. */
const isWritten = ([name, text]: readonly [string, string]): boolean =>
  !secret.has(name) && /[^\x21-\x7e]/.test(text) && text.trim() !== ''

/** The token of a form and the words in it, in the order of its fields. */
export const readUnsaved = (body: unknown): { readonly token: string; readonly text: string } => {
  const fields = Fields.parse(body ?? {})
  const written = Object.entries(fields).filter(isWritten)
  return {
    token: fields['_csrf'] ?? '',
    text: written.map(([, text]) => text.replace(/\r\n?/g, '\n')).join('\n\n'),
  }
}

export const toUnsavedPage = (after: keyof typeof afterwards, text: string) => ({
  title: '刚才写的内容还没有保存',
  notice: afterwards[after],
  text,
})
