import { refusals } from './refusals'

type Refused = { readonly code: string; readonly values: Readonly<Record<string, string | number>> }

/** `{name}` of a sentence, filled from the values of an error; '' where it brings none. */
export const fillWords = (text: string, values: Refused['values']): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

/** What was refused and what to do next, to be said on the page where it was asked for. */
export const refusalSentence = (
  { code, values }: Refused,
  otherwise = '没有办成。请看看最新的情况，再试一次',
): string => {
  const words = refusals[code]
  return words === undefined ? otherwise : fillWords(`${words.title}。${words.text}`, values)
}
