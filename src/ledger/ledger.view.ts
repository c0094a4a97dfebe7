import { momentInWords, type Staff } from '../accounts'
import type { FormState } from '../platform/http/form'
import { sourceWords } from '../vocabulary/case-words'
import { cellsOf, headerOf } from './cells'
import type { LedgerExport, LedgerLimits, LedgerLine, Place, Totals } from './ledger'
import {
  columns,
  columnWords,
  monthsOf,
  queryOf,
  standings,
  standingWords,
  type LedgerWish,
} from './wish.rules'

const plain = (count: number): string => count.toLocaleString('en-US')
const totalWords = ({ found, closed, overdue, isMore }: Totals): string =>
  isMore
    ? `超过 ${plain(found - 1)} 件，把期间缩短一些，就能看到准确的数`
    : `共 ${plain(found)} 件，已销号 ${plain(closed)} 件，未销号 ${plain(found - closed)} 件，其中超期 ${plain(overdue)} 件`

type Listed = {
  readonly wish: LedgerWish
  readonly lines: readonly LedgerLine[]
  readonly totals: Totals
  readonly layouts: readonly { readonly name: string; readonly query: string }[]
  readonly more: boolean
  readonly after: Place | undefined
  readonly today: string
  readonly mayExport: boolean
  readonly form: FormState
}

export const ledgerHref = (wish: LedgerWish, after?: Place): string =>
  `/staff/ledger?${queryOf(wish)}${after === undefined ? '' : `&after=${after.receivedOn}.${after.arrival}`}`

const toFilters = ({ wish }: Listed) => ({
  ...{ from: wish.from, until: wish.until },
  sources: Object.entries(sourceWords).map(([value, words]) => ({
    ...{ value, words, selected: value === wish.source },
  })),
  standings: standings.map(value => ({
    ...{ value, words: standingWords[value], selected: value === wish.standing },
  })),
  columns: columns.map(value => ({
    ...{ value, words: columnWords[value], chosen: wish.columns.includes(value) },
  })),
})

/** Everything views/ledger/list.ejs prints. */
export const toLedgerPage = (listed: Listed) => {
  const { wish, lines, totals, layouts, more, today, form } = listed
  const last = lines.at(-1)?.row
  return {
    title: '线索台账',
    filters: toFilters(listed),
    header: headerOf(wish),
    rows: lines.map(line => ({
      href: `/staff/cases/${line.row.id}`,
      cells: cellsOf(line, wish),
      late: line.row.closed_on === null && line.row.next_due_on < today,
      reasonHref: `/staff/ledger/cases/${line.row.id}`,
    })),
    total: totalWords(totals),
    layouts: layouts.map(({ name, query }) => ({ name, href: `/staff/ledger?${query}` })),
    next:
      more && last !== undefined
        ? ledgerHref(wish, { receivedOn: last.received_on, arrival: last.arrival })
        : '',
    first: listed.after === undefined ? '' : ledgerHref(wish),
    query: queryOf(wish),
    exportHref: listed.mayExport ? `/staff/ledger/export?${queryOf(wish)}` : '',
    reportHref: listed.mayExport
      ? `/staff/ledger/report?from=${wish.from}&until=${wish.until}`
      : '',
    values: form.values,
    errors: form.errors,
  }
}

type Asking = {
  readonly wish: LedgerWish
  readonly totals: Totals
  readonly limits: LedgerLimits
  readonly once: string
  readonly form: FormState
}

const reasonHintOf = ({ reasonMin }: LedgerLimits): string =>
  `至少 ${reasonMin} 字。只写工作需要，不写线索内容`

/** Everything views/ledger/export.ejs prints. */
export const toExportPage = ({ wish, totals, limits, once, form }: Asking) => {
  const isTooMuch = totals.found > limits.rows
  return {
    title: '导出线索台账',
    back: ledgerHref(wish),
    ...{ once, query: queryOf(wish), total: totalWords(totals) },
    refused:
      totals.found === 0
        ? '这样筛选没有线索，请回到台账改筛选条件。'
        : isTooMuch
          ? `一次最多导出 ${plain(limits.rows)} 件，这样筛选的比这多。请按月分开导：`
          : '',
    months: isTooMuch
      ? monthsOf(wish).map(month => ({
          words: month.from.slice(0, 7),
          href: `/staff/ledger/export?${queryOf({ ...wish, ...month })}`,
        }))
      : [],
    columns: headerOf(wish).join('、'),
    reasonHint: reasonHintOf(limits),
    reasonLimit: limits.reasonMax,
    format: form.values['format'] ?? 'xlsx',
    values: form.values,
    errors: form.errors,
  }
}

/** Everything views/ledger/exported.ejs prints: how far it is, and the file once it is whole. */
export const toExportedPage = (found: LedgerExport, reason: string) => {
  const { id, entries, collected, complete } = found
  const here = `/staff/ledger/exports/${id}`
  const percent = entries === 0 ? 100 : Math.min(100, Math.floor((collected * 100) / entries))
  const isReport = found.format === 'docx'
  return {
    title: isReport ? '清零报告可以取了' : complete ? '线索台账可以取了' : '正在整理线索台账',
    note: isReport
      ? '只有您取得到。报告按下载那时的情况写成。'
      : '只有您取得到。文件最后一行写着一共多少件，少了就是没有下完，请再下载一次。',
    file: complete ? `${here}/file` : '',
    refresh: complete ? undefined : { seconds: 1, to: here },
    progress: { percent, done: plain(collected), total: plain(entries), next: here },
    rows: [
      { name: '导出编号', words: id.slice(0, 8).toUpperCase() },
      { name: '件数', words: plain(entries) },
      { name: '理由', words: reason },
      { name: '可以取到', words: momentInWords(found.expires_at) },
    ],
  }
}

export const toReasonPage = (
  line: LedgerLine,
  more: {
    readonly people: readonly Staff[]
    readonly limits: LedgerLimits
    readonly once: string
    readonly form: FormState
  },
) => {
  const { people, limits, once, form } = more
  return {
    title: `未按时销号的原因 ${line.number}`,
    ...{ number: line.number, href: `/staff/cases/${line.row.id}`, once },
    action: `/staff/ledger/cases/${line.row.id}`,
    target: line.target,
    now: line.reason,
    nowBy: line.reason === '' ? '' : `${line.person}，新的期限 ${line.until}`,
    limit: limits.reason,
    people: people.map(({ id, displayName }) => ({
      ...{ code: id, words: displayName, chosen: form.values['person'] === id },
    })),
    values: form.values,
    errors: form.errors,
  }
}

/** Everything views/ledger/report.ejs prints. */
export const toReportPage = ({ wish, limits, once, form }: Omit<Asking, 'totals'>) => ({
  title: '清零报告',
  back: ledgerHref(wish),
  period: `${wish.from} 至 ${wish.until}`,
  ...{ from: wish.from, until: wish.until },
  ...{ once, reasonHint: reasonHintOf(limits), reasonLimit: limits.reasonMax },
  values: form.values,
  errors: form.errors,
})
