import { z } from 'zod'
import type { QueueRequest } from './queue'
import {
  filterNames,
  lights,
  pageSizes,
  plainWish,
  queueViews,
  readCursor,
  sortKeys,
  type FilterName,
  type PageSize,
  type QueueWish,
  type Sort,
} from './queue.rules'

/** Which values a filter takes today: codes of the law book, states of the table, colleagues' ids. */
export type Choices = Readonly<Record<FilterName, ReadonlySet<string>>>

type Listed = Readonly<Record<FilterName, readonly { readonly value: string }[]>>

export const knownChoices = (options: Listed): Choices => {
  const known = (name: FilterName) => new Set(options[name].map(({ value }) => value))
  return {
    behaviour: known('behaviour'),
    kind: known('kind'),
    state: known('state'),
    source: known('source'),
    region: known('region'),
    handler: known('handler'),
    screening: known('screening'),
  }
}

// What is no single short text (a list, an object) becomes a value that nothing knows.
const Text = z.string().max(400).catch('?')
const Query = z
  .object({
    view: Text,
    light: Text,
    sort: Text,
    size: Text,
    after: Text,
    before: Text,
    behaviour: Text,
    kind: Text,
    state: Text,
    source: Text,
    region: Text,
    handler: Text,
    screening: Text,
  })
  .partial()

type Query = z.output<typeof Query>

const sentences: Record<FilterName | 'view' | 'light' | 'sort' | 'size' | 'page', string> = {
  view: '没有这个视图，已经换成全部在办。',
  light: '期限灯只有红、黄、绿，已经去掉这一项。',
  sort: '不能这样排序，已经按期限排。',
  size: '一页只能放 12、25、50 或者 100 件，已经改成 25 件。',
  behaviour: '行为里没有这一项，已经去掉。',
  kind: '对象类别里没有这一项，已经去掉。',
  state: '阶段里没有这一项，已经去掉。',
  source: '来源里没有这一项，已经去掉。',
  region: '地区里没有这一项，已经去掉。',
  handler: '承办人里没有这一位，已经去掉。',
  screening: '甄别里没有这一项，已经去掉。',
  page: '这一页的位置读不出来，已经回到第一页。',
}

type Told = (place: keyof typeof places) => void

/** Where on the page each part can be chosen anew: the problem links there. */
const places = {
  view: 'views',
  light: 'lights',
  size: 'sizes',
  sort: 'f-sort',
  behaviour: 'f-behaviour',
  kind: 'f-kind',
  state: 'f-state',
  source: 'f-source',
  region: 'f-region',
  handler: 'f-handler',
  screening: 'f-screening',
  page: 'list',
} as const

/**
 * What was asked for, as far as the list knows it. Anything else is left out and told, never passed on:
 * the page is drawn with status 400 then.
 */
export const readQueue = (query: unknown, choices: Choices): QueueRequest => {
  const asked = Query.catch({}).parse(query)
  const problems: Record<string, string> = {}
  const told: Told = what => {
    problems[places[what]] = sentences[what]
  }
  const wish: QueueWish = {
    view:
      oneOf(queueViews, asked.view, () => {
        told('view')
      }) ?? plainWish.view,
    light: oneOf(lights, asked.light, () => {
      told('light')
    }),
    filters: readFilters(asked, choices, told),
    sort: readSort(asked.sort, told),
    size: readSize(asked.size, told),
  }
  const from = readPlace(wish.sort, asked, told)
  return { wish, problems, ...(from === undefined ? {} : { from }) }
}

const safe = /^[\w-]{1,64}$/
const unwatched: Told = () => undefined

/**
 * The list behind an address of this site, for finding one's way in it: what nobody knows finds nothing there, and
 * is not worth asking the law book for.
 */
export const readListAddress = (address: string): QueueWish => {
  const query = Object.fromEntries(new URLSearchParams(address.split('?')[1] ?? ''))
  const asked = Query.catch({}).parse(query)
  const filters = filterNames.flatMap(name => {
    const value = asked[name] ?? ''
    const isSafe = name === 'handler' ? z.uuid().safeParse(value).success : safe.test(value)
    return isSafe ? [[name, value]] : []
  })
  return {
    view: oneOf(queueViews, asked.view, ignored) ?? plainWish.view,
    light: oneOf(lights, asked.light, ignored),
    filters: Object.fromEntries(filters) as QueueWish['filters'],
    sort: readSort(asked.sort, unwatched),
    size: plainWish.size,
  }
}

const ignored = () => undefined

const oneOf = <T extends string>(
  known: readonly T[],
  text: string | undefined,
  unknown: () => void,
): T | undefined => {
  if (text === undefined || text === '') return undefined
  const found = known.find(value => value === text)
  if (found === undefined) unknown()
  return found
}

const readFilters = (asked: Query, choices: Choices, told: Told): QueueWish['filters'] => {
  const filters: Partial<Record<FilterName, string>> = {}
  for (const name of filterNames) {
    const value = oneOf([...choices[name]], asked[name], () => {
      told(name)
    })
    if (value !== undefined) filters[name] = value
  }
  return filters
}

const readSort = (text: string | undefined, told: Told): Sort => {
  const descending = text?.startsWith('-') === true
  const by = oneOf(sortKeys, descending ? text.slice(1) : text, () => {
    told('sort')
  })
  return by === undefined ? plainWish.sort : { by, descending }
}

const readSize = (text: string | undefined, told: Told): PageSize => {
  if (text === undefined || text === '') return plainWish.size
  const size = pageSizes.find(known => known.toString() === text)
  if (size === undefined) told('size')
  return size ?? plainWish.size
}

const readPlace = (sort: Sort, { after, before }: Query, told: Told): QueueRequest['from'] => {
  const backwards = (after ?? '') === ''
  const text = backwards ? (before ?? '') : after
  if (text === undefined || text === '') return undefined
  const place = readCursor(sort, text)
  if (place === undefined) told('page')
  return place === undefined ? undefined : { ...place, backwards }
}
