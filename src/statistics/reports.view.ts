import { momentInWords } from '../accounts'
import { asDay, dayInWords, shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { periodWords } from '../platform/periods.rules'
import type { FullReport, ReportRow } from './report'
import type { ReportContent, Standing } from './report.rules'

export const REPORTS = '/staff/statistics/reports'

const standingWords: Readonly<Record<Standing, string>> = {
  ...{ received: '已签收', sent: '已报送，等待签收', 'sent-late': '已报送（迟报），等待签收' },
  ...{ returned: '已退回，等待重新报送', missing: '还没有报送', late: '没有报送，已经过期' },
}
const lampOf: Readonly<Record<Standing, string>> = {
  ...{ received: 'green', sent: 'green', 'sent-late': 'amber' },
  ...{ returned: 'amber', missing: 'amber', late: 'red' },
}

type Own = { period: string; dueOn: Day; last: ReportRow | undefined; standing: Standing }
type Below = {
  readonly body: { readonly name: string }
  readonly last: ReportRow | undefined
  readonly standing: Standing
}

const toLine = ({ last, standing }: Pick<Own, 'last' | 'standing'>) => ({
  standing: standingWords[standing],
  lamp: lampOf[standing],
  version: last === undefined ? '' : `第 ${last.version} 版`,
  href: last === undefined ? '' : `${REPORTS}/${last.id}`,
})

type Lists = {
  readonly own: readonly Own[]
  readonly below: readonly Below[]
  readonly period: string
  readonly today: Day
  readonly maySign: boolean
}

export const toReportsPage = ({ own, below, period, today, maySign }: Lists) => ({
  title: '统计报表',
  maySign,
  period: periodWords(period),
  periods: own.map(one => ({
    ...{ value: one.period, words: periodWords(one.period), selected: one.period === period },
  })),
  below: below.map(one => ({ name: one.body.name, ...toLine(one) })),
  own: own.map(one => ({
    ...{ name: periodWords(one.period), due: shortDay(one.dueOn, today), ...toLine(one) },
    sign: `${REPORTS}/new?period=${one.period}`,
  })),
})

type Drafted = {
  readonly content: ReportContent
  readonly digest: string
  readonly period: string
  readonly due: Day
  readonly above: string | undefined
  readonly version: number
  readonly form: FormState
  readonly changed: boolean
}

const tablesOf = ({ tables }: ReportContent) =>
  tables.map(({ title, header, rows }) => ({
    ...{ title, header },
    rows: rows.map(([name = '', ...cells]) => ({ name, cells, isSum: name === '合计' })),
  }))

export const toDraftPage = ({ content, period, due, above, form, ...rest }: Drafted) => ({
  ...rest,
  title: `签发统计报表：${periodWords(period)}`,
  period,
  above: above ?? '',
  due: dayInWords(due),
  tables: tablesOf(content),
  errors: form.errors,
})

type Shown = {
  readonly report: FullReport
  readonly content: ReportContent
  readonly names: ReadonlyMap<string, string>
  readonly grounds: readonly { readonly code: string; readonly data: { readonly name: string } }[]
  readonly mayAnswer: boolean
  readonly form: FormState
}

const stateWords = {
  sent: '等待签收',
  received: '已签收',
  returned: '已退回',
  replaced: '已有新的一版',
}

const answerFacts = ({ report, names, grounds }: Shown): string[][] => {
  const { answered_at: at, answered_by: by, ground } = report
  const said = grounds.find(({ code }) => code === ground)?.data.name ?? ground
  return [
    ...(at === null ? [] : [['处理', `${names.get(by ?? '') ?? ''} ${momentInWords(at)}`]]),
    ...(said === null ? [] : [['退回原因', said]]),
  ]
}

export const toReportPage = (shown: Shown) => {
  const { report, content, names, grounds, mayAnswer, form } = shown
  return {
    title: `统计报表：${periodWords(report.period)}`,
    id: report.id,
    facts: [
      ['单位', content.body],
      ['期间', `${dayInWords(asDay(content.from))}至 ${dayInWords(asDay(content.until))}`],
      ['版本', `第 ${report.version} 版，${stateWords[report.state]}`],
      ['签发', `${names.get(report.signed_by) ?? ''} ${momentInWords(report.signed_at)}`],
      ['报送期限', dayInWords(report.due_on)],
      ...answerFacts(shown),
      ['校验值', report.digest],
    ].map(([head = '', words = '']) => ({ head, words })),
    tables: tablesOf(content),
    mayAnswer: mayAnswer && report.state === 'sent',
    grounds: grounds.map(({ code, data }) => ({ code, words: data.name, chosen: false })),
    errors: form.errors,
  }
}
