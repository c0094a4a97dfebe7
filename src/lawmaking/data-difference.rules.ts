/** What one entry of the data was and will be; undefined where it is not there. */
export type DataChange = {
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A bracket is known by its edges, which are not told again within it; else people's word for it, or none. */
const named = (item: Fields): { readonly name: string | undefined; readonly rest: Fields } => {
  const given = ['name', 'subject', 'caseValue', 'grade'].map(key => item[key])
  const name = given.find(one => typeof one === 'string')
  const { from, to, ...rest } = item
  if (name !== undefined || typeof from !== 'number' || (typeof to !== 'number' && to !== null))
    return { name, rest: item }
  return { name: `${from}${to === null ? ' 以上' : ` 到 ${to}`}`, rest }
}

type Leaf = readonly [path: string, value: unknown]

const ofList = (path: string, items: readonly Fields[]): Leaf[] => {
  const all = items.map(named)
  const names = all.map(({ name }) => name)
  if (names.includes(undefined) || new Set(names).size < names.length)
    return items.flatMap((item, at) => leavesOf(`${path}[第 ${String(at + 1)} 个]`, item))
  // In which order they stand is data too.
  return [
    [path, names.join('、')],
    ...all.flatMap(({ name = '', rest }) => leavesOf(`${path}[${name}]`, rest)),
  ]
}

const leavesOf = (path: string, value: unknown): Leaf[] => {
  if (isFields(value))
    return Object.entries(value).flatMap(([key, one]) =>
      leavesOf(path === '' ? key : `${path}.${key}`, one),
    )
  if (Array.isArray(value) && value.length > 0 && value.every(isFields)) return ofList(path, value)
  return [[path, value]]
}

const wordsOf = (value: unknown): string => {
  if (value === '') return '空白'
  if (value === null) return 'null（没有）'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const parsed = (words: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(words)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

const changeOf = (path: string, before: Leaf | undefined, after: Leaf | undefined): DataChange => ({
  path,
  before: before && wordsOf(before[1]),
  after: after && wordsOf(after[1]),
})

/** Entry by entry, whatever the order of keys and the white space. undefined for words that are no data. */
export const dataDifference = (before: string, after: string): DataChange[] | undefined => {
  const [old, now] = [parsed(before), parsed(after)]
  if (old === undefined || now === undefined) return undefined
  const [was, is] = [old, now].map(data => new Map(leavesOf('', data).map(leaf => [leaf[0], leaf])))
  const paths = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])
  return [...paths]
    .filter(path => JSON.stringify(was?.get(path)) !== JSON.stringify(is?.get(path)))
    .map(path => changeOf(path, was?.get(path), is?.get(path)))
}
