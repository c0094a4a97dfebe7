import { isMaskable, wordKey } from './mask.rules'
import type { Decided, Suggestion } from './suggest.rules'

/** One line of the list that an officer ticks: a suggestion, or a word that somebody masked. */
export type Item = {
  readonly key: string
  readonly kind: Suggestion['kind'] | 'set'
  readonly words: readonly string[]
  readonly masked: boolean
}

/** Suggestions in their order, then what people masked besides. */
export const itemsOf = (suggestions: readonly Suggestion[], { masked, shown }: Decided): Item[] => {
  const open = new Set(shown)
  const suggested = suggestions.map(one => ({ ...one, masked: !open.has(one.key) }))
  const covered = new Set(suggestions.flatMap(({ words }) => words.map(wordKey)))
  const besides = masked.filter(word => !covered.has(wordKey(word)))
  return [
    ...suggested,
    ...besides.map(word => ({
      key: wordKey(word),
      kind: 'set' as const,
      words: [word],
      masked: true,
    })),
  ]
}

/** What was ticked on a page that listed some of the items, and the words that were written beside. */
export type Wish = {
  readonly listed: ReadonlySet<string>
  readonly ticked: ReadonlySet<string>
  readonly added: readonly string[]
}

const unique = (words: readonly string[]): string[] => [
  ...new Map(words.map(word => [wordKey(word), word])).values(),
]

/** An item that the page did not list stays as it was: it came in after the page was drawn. */
export const decide = (items: readonly Item[], decided: Decided, wish: Wish): Decided => {
  const { listed, ticked } = wish
  const added = wish.added.filter(isMaskable)
  const addedKeys = new Set(added.map(wordKey))
  const answered = items.filter(({ key }) => listed.has(key))
  const yes = answered.filter(({ key }) => ticked.has(key))
  const no = answered.filter(({ key }) => !ticked.has(key))
  const gone = new Set(no.flatMap(({ words }) => words.map(wordKey)))
  const suggestedNo = no.filter(({ kind }) => kind !== 'set').map(({ key }) => key)
  const yesKeys = new Set(yes.map(({ key }) => key))
  const kept = decided.masked.filter(word => !gone.has(wordKey(word)))
  return {
    masked: unique([...kept, ...yes.flatMap(({ words }) => words), ...added]),
    shown: [...new Set([...decided.shown, ...suggestedNo])].filter(
      key => !yesKeys.has(key) && !addedKeys.has(key),
    ),
  }
}

export const isSame = (one: Decided, other: Decided): boolean => {
  const keysOf = ({ masked, shown }: Decided) =>
    JSON.stringify([masked.map(wordKey).sort(), [...shown].sort()])
  return keysOf(one) === keysOf(other)
}
