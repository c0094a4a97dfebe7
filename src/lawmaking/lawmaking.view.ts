import { momentInWords } from '../accounts'
import type { LawEntry } from '../lawbook'
import type { Paper } from '../papers'
import { dayInWords, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import type { DataChange } from './data-difference.rules'
import type { DiffLine } from './difference.rules'
import type { Filter, LawDraft } from './draft'
import { kindWords, stateWords, statusWords } from './words'

export const LAW = '/staff/admin/law'
export const draftHref = ({ id }: Pick<LawDraft, 'id'>): string => `${LAW}/drafts/${id}`
const PAGE = 50

type Which = Pick<LawEntry, 'code' | 'place' | 'version'> & { readonly kind: string }
const whichQuery = ({ kind, code, place, version }: Which): string =>
  new URLSearchParams({ kind, code, place, version: String(version) }).toString()

const placeWords = (place: string): string => (place === '*' ? '全国' : place)
const kindName = (kind: string): string =>
  Object.hasOwn(kindWords, kind) ? kindWords[kind as LawEntry['kind']] : kind

const spanWords = ({ validFrom, validTo }: LawEntry): string =>
  `${dayInWords(validFrom)}起${validTo === null ? '' : `，到 ${dayInWords(validTo)}`}`

const holds = ({ validFrom, validTo }: LawEntry, today: Day): string => {
  if (validFrom > today) return '还没有到日子'
  return validTo !== null && validTo < today ? '已经失效' : '现行'
}

const nameOf = ({ data, code }: LawEntry): string => {
  const given = data as { readonly name?: unknown; readonly title?: unknown }
  const words = [given.name, given.title].find(one => typeof one === 'string')
  return typeof words === 'string' ? words : code
}

type ListPage = {
  readonly entries: readonly LawEntry[]
  readonly drafts: readonly LawDraft[]
  readonly filter: Filter
  readonly today: Day
  /** Kinds of which this person may begin a new one. */
  readonly begun: readonly string[]
}

const listHref = ({ kind, all }: Filter, page: number): string =>
  `${LAW}?${new URLSearchParams({ kind, all: all ? 'yes' : '', page: String(page) }).toString()}`

const keyOf = ({ kind, code, place }: LawEntry): string => `${kind} ${code} ${place}`

const inOrder = (one: LawEntry, other: LawEntry): number =>
  keyOf(one) === keyOf(other) ? other.version - one.version : keyOf(one) < keyOf(other) ? -1 : 1

export const toListPage = ({ entries, drafts, filter, today, begun }: ListPage) => {
  const wanted = entries
    .filter(({ kind }) => filter.kind === '' || kind === filter.kind)
    .filter(entry => filter.all || holds(entry, today) === '现行')
    .sort(inOrder)
  const rows = wanted.slice((filter.page - 1) * PAGE, filter.page * PAGE)
  return {
    title: '法规数据',
    kinds: Object.entries(kindWords).map(([code, words]) => ({
      ...{ code, words, chosen: code === filter.kind },
    })),
    begin: begun.map(kind => ({
      href: `${LAW}/begin?${new URLSearchParams({ kind }).toString()}`,
      words: kindName(kind),
    })),
    all: filter.all,
    count: wanted.length,
    drafts: drafts.map(draft => ({
      href: draftHref(draft),
      words: `${kindName(draft.kind)} ${draft.code}（${placeWords(draft.place)}）第 ${draft.version} 版`,
      state: stateWords[draft.state],
    })),
    rows: rows.map(entry => ({
      href: `${LAW}/entry?${whichQuery(entry)}`,
      kind: kindName(entry.kind),
      code: entry.code,
      name: nameOf(entry),
      place: placeWords(entry.place),
      version: entry.version,
      span: spanWords(entry),
      holds: holds(entry, today),
      source: entry.source,
      status: statusWords[entry.status],
    })),
    before: filter.page > 1 ? listHref(filter, filter.page - 1) : '',
    next: wanted.length > filter.page * PAGE ? listHref(filter, filter.page + 1) : '',
  }
}

type EntryPage = {
  readonly entry: LawEntry
  /** As people edit it; undefined for a kind that is not made here. */
  readonly words: string | undefined
  readonly mayEdit: boolean
  readonly today: Day
}

export const toEntryPage = ({ entry, words, mayEdit, today }: EntryPage) => ({
  title: nameOf(entry),
  back: LAW,
  facts: [
    { head: '种类', words: `${kindName(entry.kind)}（${entry.code}）` },
    { head: '地区', words: placeWords(entry.place) },
    { head: '版本', words: `第 ${entry.version} 版，${holds(entry, today)}` },
    { head: '有效', words: spanWords(entry) },
    { head: '依据', words: entry.source },
    { head: '依据有多可靠', words: statusWords[entry.status] },
  ],
  lines: (words ?? JSON.stringify(entry.data, null, 2)).split('\n'),
  edit: mayEdit && words !== undefined ? `${LAW}/new?${whichQuery(entry)}` : '',
})

type FormPage = {
  readonly kind: string
  /** The version that it comes after; none for a wholly new entry. */
  readonly base: LawEntry | undefined
  readonly hint: string
  readonly newId: string
  readonly form: FormState
  readonly most: number
}

const startOf = ({ kind, base }: FormPage) =>
  base === undefined
    ? { title: `起草新的${kindName(kind)}`, back: LAW, action: `${LAW}/begin`, hidden: { kind } }
    : {
        title: `起草新版本：${nameOf(base)}`,
        back: `${LAW}/entry?${whichQuery(base)}`,
        action: `${LAW}/new`,
        hidden: { kind, code: base.code, place: base.place, version: String(base.version) },
      }

export const toFormPage = (page: FormPage) => ({
  ...startOf(page),
  ...toFields(page),
})

const toFields = ({ base, hint, newId, form, most }: FormPage) => ({
  ...{ newId, hint, isNew: base === undefined },
  statuses: Object.entries(statusWords).map(([code, words]) => ({
    ...{ code, words, chosen: code === form.values['status'] },
  })),
  most,
  values: form.values,
  errors: form.errors,
})

/** The page in words, as the neighbours draw a paper. */
const toSheet = ({ head, number = '', title, addressee, blocks, closing }: Paper) => ({
  ...{ head, number, heading: title, addressee },
  lines: blocks.flatMap(block =>
    block.kind === 'table' ? [] : [{ kind: block.kind, text: block.text }],
  ),
  body: closing?.body ?? '',
  day: closing === undefined ? '' : dayInWords(closing.day),
  foot: [],
})

type DraftPage = {
  readonly draft: LawDraft
  readonly names: ReadonlyMap<StaffId, string>
  /** Of data, entry by entry; of everything else the lines. */
  readonly changes: readonly DataChange[] | undefined
  readonly difference: readonly DiffLine[]
  readonly faults: readonly string[]
  readonly notes: readonly string[]
  readonly paper: Paper | undefined
  readonly form: FormState
  readonly may: { readonly edit: boolean; readonly approve: boolean; readonly own: boolean }
}

const signs = { same: '', gone: '删去', new: '加上' } as const

const draftFacts = ({ draft, names }: DraftPage) => [
  { head: '种类', words: `${kindName(draft.kind)}（${draft.code}）` },
  { head: '地区', words: placeWords(draft.place) },
  { head: '版本', words: `第 ${draft.version} 版，${dayInWords(draft.validFrom)}起用` },
  { head: '依据', words: `${draft.source}（${statusWords[draft.status]}）` },
  { head: '起草', words: `${names.get(draft.madeBy) ?? ''}，${momentInWords(draft.madeAt)}` },
  ...(draft.decidedBy === null || draft.decidedAt === null
    ? []
    : [
        {
          head: stateWords[draft.state],
          words: `${names.get(draft.decidedBy) ?? ''}，${momentInWords(draft.decidedAt)}`,
        },
        ...(draft.decidedWhy === null ? [] : [{ head: '理由', words: draft.decidedWhy }]),
      ]),
]

const choicesOf = ({ draft, faults, may }: DraftPage) => ({
  mayPropose: may.edit && draft.state === 'draft' && faults.length === 0,
  mayWithdraw: may.edit && (draft.state === 'draft' || draft.state === 'proposed'),
  mayDecide: may.approve && draft.state === 'proposed' && !may.own,
})

const toLines = ({ difference }: DraftPage) => ({
  changed: difference.filter(({ sign }) => sign !== 'same').length,
  lines: difference.map(({ sign, text }) => ({ sign, words: signs[sign], text })),
})

export const toDraftPage = (page: DraftPage) => {
  const { draft, changes, faults, notes, paper, form } = page
  return {
    title: `新版本：${stateWords[draft.state]}`,
    path: draftHref(draft),
    back: LAW,
    facts: draftFacts(page),
    faults,
    notes,
    isNew: draft.beforeWords === '',
    changes: changes?.map(({ before = '', after = '', path }) => ({ path, before, after })),
    whole: draft.words.split('\n'),
    ...toLines(page),
    sheet: paper === undefined ? undefined : toSheet(paper),
    ...choicesOf(page),
    decision: form.values['decision'] ?? '',
    why: form.values['why'] ?? '',
    errors: form.errors,
  }
}
