export const csvHeader = ['编码', '名称', '类别', '区划代码', '地址'] as const

/** What a row may hold: words of 类别, and lengths from the lawbook. */
export type RowLaw = {
  readonly kinds: ReadonlySet<string>
  readonly code: number
  readonly name: number
  readonly address: number
}

type Row = {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly regionCode: string
  readonly address: string
}
type ReadRow =
  { readonly ok: true; readonly row: Row } | { readonly ok: false; readonly problem: string }

/** Half-width letters and digits, no spaces around. Names keep their punctuation. */
const tidy = (text: string | undefined) => (text ?? '').replace(/\p{Cc}/gu, ' ').trim()
const tidyCode = (text: string | undefined) => tidy(text).normalize('NFKC')

/** Where each column stands, or which columns are missing. */
export const readHeader = (
  fields: readonly string[],
): { readonly missing: readonly string[]; readonly order: readonly number[] } => {
  const names = fields.map(field => tidy(field.replace(/^\uFEFF/, '')))
  const order = csvHeader.map(column => names.indexOf(column))
  return { missing: csvHeader.filter((_, index) => order[index] === -1), order }
}

type Check = (row: Row, law: RowLaw) => string | undefined

const checks: readonly Check[] = [
  ({ code }) => (code === '' ? '缺少编码' : undefined),
  ({ code }, law) => (code.length > law.code ? `编码最多 ${law.code} 个字` : undefined),
  ({ code }) =>
    code === '' || /^[\w-]+$/.test(code) ? undefined : '编码只能由字母、数字和横线组成',
  ({ name }) => (name === '' ? '缺少名称' : undefined),
  ({ name }, law) => (name.length > law.name ? `名称最多 ${law.name} 个字` : undefined),
  ({ name }) => (name === '' || /[\p{L}\p{N}]/u.test(name) ? undefined : '名称里没有文字'),
  ({ kind }, law) =>
    law.kinds.has(kind) ? undefined : `类别“${kind}”不认识，可以写：${[...law.kinds].join('、')}`,
  ({ regionCode }) => (/^\d{6}$/.test(regionCode) ? undefined : '区划代码要写 6 位数字'),
  ({ address }, law) => (address.length > law.address ? `地址最多 ${law.address} 个字` : undefined),
]

/** Everything that is wrong with a row at once. */
export const readRow = (
  fields: readonly string[],
  order: readonly number[],
  law: RowLaw,
): ReadRow => {
  const [code, name, kind, regionCode, address] = order.map(index => fields[index])
  const row: Row = {
    code: tidyCode(code),
    name: tidy(name),
    kind: tidyCode(kind),
    regionCode: tidyCode(regionCode),
    address: tidy(address),
  }
  const problems = checks.map(check => check(row, law)).filter(found => found !== undefined)
  return problems.length === 0 ? { ok: true, row } : { ok: false, problem: problems.join('；') }
}
