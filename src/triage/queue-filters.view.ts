import type { Option, Options, QueueFindings } from './queue'
import { filterWords, lightWords, viewWords } from './queue-words.view'
import {
  countInWords,
  filterNames,
  queueHref,
  type FilterName,
  type QueueWish,
} from './queue.rules'

export const wordsOf = (options: readonly Option[], value: string): string =>
  options.find(option => option.value === value)?.words ?? value

const dropped = (wish: QueueWish, name: FilterName | 'light'): QueueWish =>
  name === 'light'
    ? { ...wish, light: undefined }
    : {
        ...wish,
        filters: { ...wish.filters, [name]: undefined },
      }

const activeNames = (wish: QueueWish): (FilterName | 'light')[] => [
  ...(wish.light === undefined ? [] : (['light'] as const)),
  ...filterNames.filter(name => wish.filters[name] !== undefined),
]

const chipWords = (wish: QueueWish, name: FilterName | 'light', options: Options): string =>
  name === 'light'
    ? `期限：${wish.light === undefined ? '' : lightWords[wish.light]}`
    : `${filterWords[name]}：${wordsOf(options[name], wish.filters[name] ?? '')}`

export const toChips = (wish: QueueWish, options: Options, findings: QueueFindings) =>
  activeNames(wish).map(name => ({
    words: chipWords(wish, name, options),
    href: queueHref(dropped(wish, name)),
    /** How many there would be without it; said only when the list is empty. */
    found: countInWords(findings.without[name] ?? 0),
    helps: (findings.without[name] ?? 0) > 0,
  }))

/** A list in words, as it is offered to be kept. */
export const describeWish = (wish: QueueWish, options: Options, soonDays: number): string =>
  [
    viewWords[wish.view](soonDays),
    ...activeNames(wish).map(name => chipWords(wish, name, options)),
  ].join('，')

type Choice = Option & { readonly selected: boolean }
type Group = { readonly label: string; readonly options: Choice[] }

/** Neighbours of one group under its name; what has no group stands by itself. */
const inGroups = (options: readonly Choice[]): readonly Group[] => {
  const groups: Group[] = []
  for (const option of options) {
    const label = option.group ?? ''
    const last = groups.at(-1)
    if (last?.label === label) last.options.push(option)
    else groups.push({ label, options: [option] })
  }
  return groups
}

export const toSelects = (wish: QueueWish, options: Options) =>
  filterNames
    .filter(name => options[name].length > 0)
    .map(name => ({
      name,
      label: filterWords[name],
      all: name === 'state' ? '在办全部' : '全部',
      groups: inGroups(
        options[name].map(option => ({ ...option, selected: option.value === wish.filters[name] })),
      ),
    }))
