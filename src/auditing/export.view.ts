import type { Organisation } from '../organisations'
import type { FormState } from '../platform/http/form'
import { csvLine } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { Export, ExportLimits, ReasonLimits } from './record-export'
import type { RecordLine } from './record-line'
import { ALL, fieldsOf, recordHref, SENSITIVE, type RecordWish } from './record-wish.rules'
import { momentWords, sideWords, timeOf, wordsOf } from './record-words'

type Asking = {
  readonly wish: RecordWish
  readonly bodies: readonly Organisation[]
  readonly count: number
  readonly limits: ExportLimits
  readonly reasonLimits: ReasonLimits
  readonly once: string
  readonly form: FormState
}

const plain = (count: number): string => count.toLocaleString('en')

const deedInWords = (deed: string): string => {
  if (deed === '') return '全部'
  return deed === SENSITIVE ? '看身份、遮盖内容和原件' : wordsOf(deed as never)
}

/** What cannot be put right on this page: the filters must be changed. */
export const cannotExport = (count: number, { rows }: ExportLimits): string => {
  if (count === 0) return '这样筛选没有记录，请回到上一页改筛选条件'
  return count > rows
    ? `一次最多导出 ${plain(rows)} 条，现在超过了。请回到上一页，按月或者按单位分开导`
    : ''
}

/** Everything views/auditing/export.ejs prints. */
export const toExportPage = ({
  wish,
  bodies,
  count,
  limits,
  reasonLimits,
  once,
  form,
}: Asking) => ({
  title: '导出操作记录',
  back: recordHref(wish),
  refused: cannotExport(count, limits),
  summary: [
    { name: '单位', words: wish.body === ALL ? '本单位和下级单位' : nameOf(bodies, wish.body) },
    { name: '期间', words: `${wish.from} 至 ${wish.until}` },
    { name: '哪一边', words: wish.side === '' ? '两边' : sideWords[wish.side] },
    { name: '操作', words: deedInWords(wish.deed) },
    { name: '条数', words: plain(Math.min(count, limits.rows)) },
  ],
  fields: Object.entries({ ...fieldsOf(wish), once }).map(([name, value]) => ({ name, value })),
  values: form.values,
  errors: form.errors,
  reasonHint: `至少 ${reasonLimits.min} 字。只写工作需要，不要写举报内容`,
  reasonLimit: reasonLimits.max,
})

const nameOf = (bodies: readonly Organisation[], id: string): string =>
  bodies.find(body => body.id === id)?.name ?? ''

const shortId = (id: string): string => id.slice(0, 8).toUpperCase()

/** Everything views/auditing/exported.ejs prints. */
export const toExportedPage = (found: Export, reason: string) => ({
  title: '操作记录可以取了',
  file: `/staff/audit/exports/${found.id}/file`,
  rows: [
    { name: '导出编号', words: shortId(found.id) },
    { name: '条数', words: plain(found.entries) },
    { name: '期间', words: `${found.question.from} 至 ${found.question.until}` },
    { name: '理由', words: reason },
    { name: '可以取到', words: momentWords(found.expiresAt) },
  ],
})

const columns = [
  ...['日期', '时间', '单位', '哪一边', '操作', '操作代码', '谁', '线索', '对象', '依据'],
  ...['链', '序号', '导出水印'],
]

/** Whose copy it is stands in every row: a row that is cut out still says so. */
export const watermarkOf = ({ id }: Export, { displayName }: StaffActor): string =>
  `${shortId(id)} ${displayName}`

export const csvHead = (found: Export, actor: StaffActor): string =>
  csvLine([
    `操作记录 导出编号 ${shortId(found.id)}`,
    actor.displayName,
    momentWords(found.madeAt),
  ]) +
  csvLine([`${found.question.from} 至 ${found.question.until}`, `共 ${found.entries} 条`]) +
  csvLine(columns)

export const csvRow = ({ entry, body, who, caseLabel }: RecordLine, watermark: string): string =>
  csvLine([
    ...[entry.onDay, timeOf(entry), body, sideWords[entry.side], wordsOf(entry.deed), entry.deed],
    ...[who, caseLabel, entry.subject ?? '', entry.ground ?? '', entry.chain, String(entry.seq)],
    watermark,
  ])

export const csvTail = (rows: number): string => csvLine([`到此为止，共 ${rows} 条`])

export const csvName = ({ id, question }: Export): string =>
  `操作记录-${question.from}-${question.until}-${shortId(id)}.csv`
