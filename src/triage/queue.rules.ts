/** The tabs of the list, in their order. */
export const queueViews = [
  'all',
  'new',
  'mine',
  'unassigned',
  'due',
  'overdue',
  'waiting',
  'new-messages',
  'approval',
  'rising',
] as const
export type QueueView = (typeof queueViews)[number]

export const lights = ['red', 'amber', 'green'] as const
export type Light = (typeof lights)[number]

export const sortKeys = ['due', 'number', 'behaviour', 'state'] as const
export type SortKey = (typeof sortKeys)[number]
export type Sort = { readonly by: SortKey; readonly descending: boolean }

export const pageSizes = [12, 25, 50, 100] as const
export type PageSize = (typeof pageSizes)[number]

/** Filters that narrow the list, in the order in which the page shows them. */
export const filterNames = [
  'behaviour',
  'kind',
  'state',
  'source',
  'region',
  'handler',
  'screening',
] as const
export type FilterName = (typeof filterNames)[number]

/** What the address asks for. Every part is clear text and may stand in a URL. */
export type QueueWish = {
  readonly view: QueueView
  readonly light: Light | undefined
  readonly filters: Readonly<Partial<Record<FilterName, string | undefined>>>
  readonly sort: Sort
  readonly size: PageSize
}

export const plainWish: QueueWish = {
  view: 'all',
  light: undefined,
  filters: {},
  sort: { by: 'due', descending: false },
  size: 25,
}

export const isNarrowed = (wish: QueueWish): boolean =>
  wish.light !== undefined || filterNames.some(name => wish.filters[name] !== undefined)

const sortText = ({ by, descending }: Sort): string => `${descending ? '-' : ''}${by}`

/** The address of a list. What is as usual is left out, so that one list has one address. */
export const queueHref = (
  wish: QueueWish,
  turn: { readonly after?: string | undefined; readonly before?: string | undefined } = {},
): string => {
  const usual: Record<string, string> = { view: 'all', sort: 'due', size: '25' }
  const wanted: [string, string | undefined][] = [
    ['view', wish.view],
    ['light', wish.light],
    ...filterNames.map((name): [string, string | undefined] => [name, wish.filters[name]]),
    ['sort', sortText(wish.sort)],
    ['size', wish.size.toString()],
    ['after', turn.after],
    ['before', turn.before],
  ]
  const query = new URLSearchParams(
    wanted.filter(
      (pair): pair is [string, string] => pair[1] !== undefined && usual[pair[0]] !== pair[1],
    ),
  ).toString()
  return query === '' ? '/staff/queue' : `/staff/queue?${query}`
}

/** The whole list, said outright: the bare address stands for whatever a person has chosen as usual. */
export const saidOutright = (href: string): string =>
  href === '/staff/queue' ? '/staff/queue?view=all' : href

/** Where a page ended: the value it was sorted by and the number of arrival. Both stand clear. */
export type Place = { readonly value: string; readonly arrival: number }

export const writeCursor = (sort: Sort, place: Place): string =>
  Buffer.from(JSON.stringify([sortText(sort), place.value, place.arrival])).toString('base64url')

const dueValue = /^(?:[12]\d{3}-\d{2}-\d{2}|infinity)$/
const codeValue = /^[\w.-]{1,64}$/

/** undefined when it was not written here, or for a list that is sorted otherwise. */
export const readCursor = (sort: Sort, text: string): Place | undefined => {
  const parts = parsed(text)
  if (parts === undefined) return undefined
  const [by, value, arrival] = parts
  if (by !== sortText(sort)) return undefined
  if (typeof value !== 'string' || !fits(sort.by, value)) return undefined
  return isArrival(arrival) ? { value, arrival } : undefined
}

const parsed = (text: string): readonly unknown[] | undefined => {
  if (text.length > 300) return undefined
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(read) && read.length === 3 ? (read as unknown[]) : undefined
  } catch {
    return undefined
  }
}

const isArrival = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const fits = (by: SortKey, value: string): boolean => {
  if (by === 'number') return value === ''
  if (by !== 'due') return codeValue.test(value)
  return dueValue.test(value) && isDay(value)
}

const isDay = (value: string): boolean =>
  value === 'infinity' ||
  (!Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value))

type Placed = {
  readonly nextDueOn: string | null
  readonly behaviour: string
  readonly state: string
}

/** The value by which a case has its place in a list that is sorted so. */
export const placeValue = (found: Placed, by: SortKey): string => {
  if (by === 'number') return ''
  return by === 'due' ? (found.nextDueOn ?? 'infinity') : found[by]
}

/** A list of which only counting stopped: «10,000+». */
export const countCap = 10_000

export const countInWords = (count: number): string =>
  count >= countCap ? '10,000+' : count.toLocaleString('en-US')
