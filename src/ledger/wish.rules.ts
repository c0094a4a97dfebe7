import { asDay } from '../platform/clock'

export const columns = [
  'number',
  'received',
  'source',
  'risk',
  'cause',
  'target',
  'state',
  'supervised',
  'handlers',
  'due',
  'closed',
  'proof',
  'reason',
  'person',
  'until',
] as const
export type Column = (typeof columns)[number]

export const columnWords: Readonly<Record<Column, string>> = {
  ...{ number: '线索编号', received: '收到日期', source: '来源', risk: '风险等级' },
  ...{
    cause: '事由',
    target: '对象',
    state: '状态',
    supervised: '督办',
    handlers: '责任人',
    due: '办理期限',
  },
  ...{ closed: '销号日期', proof: '销号依据', reason: '未按时销号原因' },
  ...{ person: '整改责任人', until: '新的期限' },
}

const usual: readonly Column[] = columns.filter(
  one => one !== 'risk' && one !== 'closed' && one !== 'supervised',
)

export const standings = ['open', 'overdue', 'closed'] as const
export type Standing = (typeof standings)[number]
export const standingWords: Readonly<Record<Standing, string>> = {
  ...{ open: '未销号', overdue: '超期未销号', closed: '已销号' },
}

export type LedgerWish = {
  readonly from: string
  readonly until: string
  readonly source: string
  readonly standing: Standing | ''
  readonly columns: readonly Column[]
}

/** A day that is in the calendar: 31 February is none, though it can be parsed. */
export const isDay = (text: unknown): text is string => {
  try {
    return typeof text === 'string' && asDay(text) === text
  } catch {
    return false
  }
}

const dayOr = (text: unknown, usualDay: string): string => (isDay(text) ? text : usualDay)

const wordsIn = (value: unknown): readonly string[] =>
  [value ?? []].flat().filter(one => typeof one === 'string')

/** What the address asks for; what it does not know is left away. */
export const readWish = (query: Readonly<Record<string, unknown>>, today: string): LedgerWish => {
  const asked = wordsIn(query['cols'])
  const chosen = columns.filter(one => asked.includes(one))
  const { source } = query
  return {
    from: dayOr(query['from'], `${today.slice(0, 4)}-01-01`),
    until: dayOr(query['until'], today),
    source: typeof source === 'string' && /^[\w-]{1,40}$/.test(source) ? source : '',
    standing: standings.find(one => one === query['standing']) ?? '',
    columns: chosen.length === 0 ? usual : chosen,
  }
}

export const queryOf = ({ columns: chosen, ...wish }: LedgerWish): string => {
  const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ''))
  for (const one of chosen) query.append('cols', one)
  return query.toString()
}

export const readQuery = (text: string, today: string): LedgerWish => {
  const query = new URLSearchParams(text)
  return readWish({ ...Object.fromEntries(query), cols: query.getAll('cols') }, today)
}

/** The months that a period touches: each is an export of its own where the whole is too much. */
export const monthsOf = ({ from, until }: Pick<LedgerWish, 'from' | 'until'>) => {
  const months: { readonly from: string; readonly until: string }[] = []
  for (let month = from.slice(0, 7); month <= until.slice(0, 7) && months.length < 120;) {
    const [year = 0, number = 0] = month.split('-').map(Number)
    const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
    const first = `${month}-01`
    months.push({ from: first < from ? from : first, until: last > until ? until : last })
    month = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
  }
  return months
}
