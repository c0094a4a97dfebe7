import type { Organisation } from '../organisations'
import { dayInWords } from '../platform/clock'
import { type Choices, nameOf } from './choices'
import { type Entry, type Place, placeText, type PublicFilter } from './entry'
import type { Draft } from './entry.rules'
import { toldOf, toSheet } from './sheet.view'

const LIST = '/decisions'
const decisionHref = (id: string): string => `${LIST}/${id}`

const asked = ({ body, kind, year }: PublicFilter): Record<string, string> => ({
  ...(body === undefined ? {} : { body }),
  ...(kind === undefined ? {} : { kind }),
  ...(year === undefined ? {} : { year: String(year) }),
})

const listHref = (filter: PublicFilter, after?: Place): string => {
  const query = { ...asked(filter), ...(after === undefined ? {} : { after: placeText(after) }) }
  const text = new URLSearchParams(query).toString()
  return text === '' ? LIST : `${LIST}?${text}`
}

type ListPage = {
  readonly entries: readonly Entry[]
  readonly next: Place | undefined
  readonly tooMany: boolean
  readonly filter: PublicFilter
  readonly after: Place | undefined
  readonly q: string
  readonly years: readonly number[]
  readonly bodies: readonly Pick<Organisation, 'id' | 'name' | 'shortName'>[]
  readonly choices: Choices
}

const fieldsOf = ({ filter, years, bodies, choices }: ListPage) => ({
  bodies: bodies.map(({ id, name }) => ({ code: id, words: name, chosen: id === filter.body })),
  kinds: choices.kinds.map(({ code, name }) => ({
    ...{ code, words: name },
    chosen: code === filter.kind,
  })),
  years: years.map(year => ({
    ...{ code: String(year), words: `${year} 年` },
    chosen: year === filter.year,
  })),
})

const emptyOf = ({ q, filter, tooMany }: ListPage): string => {
  if (tooMany) return '这样的名称太多了。请多写几个字，或者选一个单位和年份。'
  const isAll = q === '' && Object.keys(asked(filter)).length === 0
  return isAll
    ? '还没有公开的决定。'
    : '没有找到这样的决定。可以少写几个字，或者去掉单位、年份和种类再找。'
}

/** What is looked for stands in no address: further pages of it are asked for by a form. */
const turnsOf = ({ next, after, filter, q }: ListPage) => {
  if (q === '')
    return {
      first: after === undefined ? '' : listHref(filter),
      next: next === undefined ? '' : listHref(filter, next),
      more: [],
    }
  const more = next === undefined ? {} : { ...asked(filter), q, after: placeText(next) }
  return {
    ...{ first: '', next: '' },
    more: Object.entries(more).map(([name, value]) => ({ name, value })),
  }
}

const toRows = ({ entries, bodies, choices }: ListPage) => {
  const names = new Map(bodies.map(({ id, name }) => [id, name]))
  return entries.map(entry => ({
    href: decisionHref(entry.id),
    institution: entry.institution,
    kind: nameOf(choices.kinds, entry.kind),
    number: entry.number,
    on: dayInWords(entry.decidedOn),
    body: names.get(entry.organisationId) ?? '',
    told: entry.state === 'changed' ? '有变更，正在撤回' : '',
  }))
}

export const toListPage = (page: ListPage) => {
  const { filter, q } = page
  return {
    title: q === '' ? '公开的决定' : '公开的决定：查找结果',
    ...fieldsOf(page),
    q,
    rows: toRows(page),
    empty: emptyOf(page),
    all: q !== '' || Object.keys(asked(filter)).length > 0 ? LIST : '',
    ...turnsOf(page),
  }
}

type One = { readonly entry: Entry; readonly draft: Draft; readonly body: string }

export const toDecisionPage = ({ entry, draft, body }: One, choices: Choices) => ({
  title: `${draft.institution} ${draft.number}`,
  sheet: toSheet(draft, { choices, body }),
  published: dayInWords(entry.publishedOn ?? entry.decidedOn),
  told: entry.state === 'changed' ? toldOf(choices, entry) : '',
})

/** Nothing of what stood there, but why it is gone. */
export const toGonePage = (entry: Entry, choices: Choices) => ({
  title: '这份决定已经撤回',
  told: toldOf(choices, entry),
  on: dayInWords(entry.withdrawnOn ?? entry.decidedOn),
})
