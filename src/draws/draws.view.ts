import { momentInWords } from '../accounts'
import { LOAD_CAP } from '../cases'
import type { FormState } from '../platform/http/form'
import type { DrawId, StaffId } from '../vocabulary/ids'
import type { Deed, Draw, Person } from './draw'

type Option = { readonly code: string; readonly name: string }
type Names = ReadonlyMap<StaffId, string>

export const drawHref = (id: DrawId): string => `/staff/draws/${id}`

const stateOf = ({ drawn, abandoned, word }: Draw): string => {
  if (drawn !== undefined) return '已经抽取'
  if (abandoned !== undefined) return '已经放弃'
  return word === undefined ? '等见证字' : '可以抽取'
}

const bywords = (deed: Deed | undefined, names: Names): string =>
  deed === undefined ? '' : `${names.get(deed.by) ?? '同事'}，${momentInWords(deed.at)}`

export const toBoardPage = (page: {
  readonly draws: readonly Draw[]
  readonly older: Draw | undefined
  readonly names: Names
}) => ({
  title: '随机抽取',
  rows: page.draws.map(one => ({
    label: one.label,
    href: drawHref(one.id),
    cases: one.inputs.cases.map(({ number }) => number).join('、'),
    pool: one.inputs.pool.length,
    state: stateOf(one),
    by: bywords(one.made, page.names),
  })),
  older:
    page.older === undefined ? '' : `/staff/draws?before=${page.older.year}-${page.older.serial}`,
})

type New = {
  readonly people: readonly Person[]
  readonly reasons: readonly Option[]
  readonly absent: ReadonlyMap<StaffId, string>
  readonly numbers: string
  readonly most: number
  readonly once: string
  readonly errors: FormState['errors']
}

const LEAVE = 'leave'

/** Whoever is on leave is left out unless somebody says otherwise. */
export const onLeave = (people: readonly Person[]): ReadonlyMap<StaffId, string> =>
  new Map(people.filter(({ away }) => away).map(({ id }) => [id, LEAVE]))

export const toNewPage = ({ people, reasons, absent, numbers, most, once, errors }: New) => ({
  title: '随机抽取承办人',
  ...{ numbers, once, formErrors: errors },
  numbersHint: `一行一件，最多 ${most} 件，例如 2026-318。每一件抽两位。`,
  people: people.map(({ id, name, number, load, away }, at) => ({
    field: at === 0 ? 'pool' : `pool-${at}`,
    name: `absent-${id}`,
    who: `${number} 号 ${name}`,
    load: `在办 ${load.open >= LOAD_CAP ? `${LOAD_CAP} 件以上` : `${load.open} 件`}${load.overdue > 0 ? `，超期 ${load.overdue}` : ''}${away ? '，今天请假' : ''}`,
    options: [
      { value: '', words: '参加抽取', chosen: !absent.has(id) },
      ...reasons.map(({ code, name: words }) => ({
        value: code,
        words: `不参加：${words}`,
        chosen: absent.get(id) === code,
      })),
    ],
  })),
})

type Page = {
  readonly one: Draw
  readonly names: Names
  /** By the numbers of the record, for colleagues. */
  readonly people: ReadonlyMap<number, string>
  readonly reasons: readonly Option[]
  readonly grounds: readonly Option[]
  readonly viewer: StaffId
  readonly form: FormState
}

const numbersIn = (numbers: readonly number[]): string =>
  numbers.length === 0 ? '无' : numbers.map(one => `${one} 号`).join('、')

const nameOf = (options: readonly Option[], wanted: string): string =>
  options.find(({ code }) => code === wanted)?.name ?? wanted

/** What the viewer may do next: one thing at a time. */
const nextFor = ({ one, viewer }: Page) => {
  const open = one.drawn === undefined && one.abandoned === undefined
  const own = open && one.made.by === viewer
  const others = open && !own
  const silent = one.word === undefined
  return {
    mayWitness: others && silent,
    mayHold: own && !silent,
    mayAbandon: own,
    waits: own && silent,
  }
}

const abandonedWords = ({ one: { abandoned }, names, grounds }: Page): string =>
  abandoned === undefined
    ? ''
    : `${bywords(abandoned, names)}：${nameOf(grounds, abandoned.ground)}`

/** What shows only at the end; blank before. */
const toEnd = ({ id, word, seed, drawn }: Draw) => ({
  word: word?.text ?? '',
  seed: seed ?? '',
  record: drawn === undefined ? '' : `${drawHref(id)}/record.json`,
})

export const toDrawPage = (page: Page) => {
  const { one, names, people, reasons, grounds, form } = page
  const { inputs } = one
  return {
    title: `随机抽取 ${one.label}`,
    ...nextFor(page),
    ...{ label: one.label, commitment: one.commitment, algorithm: inputs.algorithm },
    state: stateOf(one),
    made: bywords(one.made, names),
    witnessed: bywords(one.word, names),
    drawn: bywords(one.drawn, names),
    abandoned: abandonedWords(page),
    each: inputs.each,
    pool: numbersIn(inputs.pool),
    absent: inputs.absent.map(({ staff, reason }) => `${staff} 号：${nameOf(reasons, reason)}`),
    cases: inputs.cases.map(({ number, excluded }, at) => ({
      number,
      excluded: numbersIn(excluded),
      result: numbersIn(one.drawn?.result[at]?.handlers ?? []),
    })),
    ...toEnd(one),
    people: [...people]
      .sort(([a], [b]) => a - b)
      .map(([number, name]) => ({ number: `${number} 号`, name })),
    action: drawHref(one.id),
    grounds: grounds.map(({ code, name }, at) => ({
      id: at === 0 ? 'ground' : `ground-${at}`,
      ...{ code, name, chosen: form.values['ground'] === code },
    })),
    typed: form.values['word'] ?? '',
    formErrors: form.errors,
  }
}

/** What is handed out: numbers only. */
export const toRecord = (one: Draw): string =>
  `${JSON.stringify(
    {
      format: 'mingshao-draw-record',
      inputs: one.inputs,
      commitment: one.commitment,
      seed: one.seed,
      word: one.word?.text,
      result: one.drawn?.result,
    },
    null,
    2,
  )}\n`
