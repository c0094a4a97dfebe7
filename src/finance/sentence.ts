import type { KnownError } from '../platform/errors'
import { refusals } from '../vocabulary/refusals'

/** What was refused, to be said on the page where it was asked for. */
export const sentenceOf = ({ code, values }: KnownError): string => {
  const { title = '', text = '' } = refusals[code] ?? {}
  const fill = (words: string): string =>
    words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return `${fill(title)}。${fill(text)}`
}
