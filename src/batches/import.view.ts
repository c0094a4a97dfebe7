import { momentInWords } from '../accounts'
import type { FormState } from '../platform/http/form'
import { troubleWords, type ReadLimits, type Trouble } from '../tables'
import type { Batch, BatchFile, BatchLimits, RowProblem } from './batch'
import { isFatal, missingOf, type Problem } from './batch.rules'

const plain = (count: number): string => count.toLocaleString('en-US')

const stateWords: Readonly<Record<Batch['state'], string>> = {
  mapping: '还没有对应列',
  checked: '核对过，还没有导入',
  running: '正在导入',
  waiting: '等您打开这一页后继续',
  done: '导入完毕',
}

/** Done without having gone through all: the file was gone before somebody looked. */
const wordsOf = ({ state, done, total }: Batch): string =>
  state === 'done' && done < total
    ? '文件过了保留的时间，只导入了一部分，请把余下的另存一个文件再导入'
    : stateWords[state]

type Sources = readonly { readonly code: string; readonly data: { readonly name: string } }[]

const sourceName = (sources: Sources, code: string): string =>
  sources.find(one => one.code === code)?.data.name ?? code

type Listed = {
  readonly batches: readonly Batch[]
  readonly sources: Sources
  readonly limits: BatchLimits
  readonly once: string
  readonly form: FormState
}

/** Everything views/batches/list.ejs prints. */
export const toListPage = ({ batches, sources, limits, once, form }: Listed) => ({
  title: '导入线索',
  once,
  values: form.values,
  errors: form.errors,
  sources: sources.map(({ code, data }) => ({
    ...{ value: code, name: data.name, id: `source-${code}` },
    chosen: form.values['source'] === code,
  })),
  hint: `收 .xlsx 和 .csv（UTF-8、GB18030 都可以），最大 ${Math.floor(limits.read.bytes / 1024 / 1024)} MB、${plain(limits.read.rows - 1)} 行。第一行是表头`,
  rows: batches.map(batch => ({
    href: `/staff/import/${batch.id}`,
    source: sourceName(sources, batch.source),
    when: momentInWords(batch.madeAt),
    total: plain(batch.total),
    created: plain(batch.created),
    state: wordsOf(batch),
  })),
})

/** What is wrong with the file as a whole. */
export const fileError = (trouble: Trouble, limits: ReadLimits): string =>
  troubleWords(trouble, limits)

const sentences: Readonly<Record<Problem, string>> = {
  'no-target': '没有写机构或对象名称',
  'target-long': '机构或对象名称太长',
  'no-text': '没有写线索情况',
  'text-long': '线索情况太长',
  'bad-day': '发生时间读不出来，写成 2026-09-12 这样，不能晚于今天',
  'bad-amount': '涉及金额只填数字，例如 1234.56',
  'unknown-code': '名录里没有这个机构编码',
  'unknown-risk': '风险等级写高、中或者低',
  'unknown-region': '认不出这个所在地，写六位区划代码或者区县名',
  'same-row': '和前面一行相同',
  alike: '可能重复：同一机构已有文字几乎相同的线索',
  related: '和您申报过的关系有关，导入后您看不到这一件',
  'not-taken': '没有单位能收这一行，请联系上级',
}

export const problemWords = ({ problem, other }: RowProblem): string =>
  problem === 'same-row' && other !== null ? `和第 ${other} 行相同` : sentences[problem]

const sumOf = (tally: ReadonlyMap<string, number>, only: (problem: Problem) => boolean): number =>
  [...tally].reduce((sum, [problem, count]) => sum + (only(problem as Problem) ? count : 0), 0)

type Shown = {
  readonly file: BatchFile
  readonly tally: ReadonlyMap<string, number>
  readonly problems: readonly RowProblem[]
  readonly form: FormState
}

const optionsOf = ({ info }: BatchFile, chosen: number | undefined) =>
  info.headers.map((header, at) => ({
    ...{ code: String(at), chosen: at === chosen },
    words: header === '' ? `第 ${at + 1} 列（没有表头）` : header,
  }))

const toMapping = ({ file, form }: Shown) => {
  const { info, fields } = file
  const known = fields.map(({ code, data }) => ({ code, ...data }))
  return {
    fields: known.map(({ code, name, required }) => {
      const typed = form.values[code]
      const chosen = typed === undefined ? info.mapping[code as never] : Number(typed || -1)
      return {
        ...{ id: code, label: required ? name : `${name}（可以没有）` },
        options: optionsOf(file, chosen),
        error: form.errors[code],
      }
    }),
    missing: missingOf(info.mapping, known).join('、'),
  }
}

const toCounts = ({ file, tally }: Shown) => {
  const { total } = file.batch
  const wrong = sumOf(tally, isFatal)
  const alike = tally.get('alike') ?? 0
  return {
    ...{ total: plain(total), wrong: plain(wrong), alike: plain(alike), hasAlike: alike > 0 },
    ready: plain(total - wrong - alike),
    related: plain(tally.get('related') ?? 0),
    isNone: total - wrong - alike <= 0,
  }
}

const percentOf = ({ done, total }: Batch): number =>
  total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total))

const elapsed = ({ startedAt, endedAt }: Batch, now: Date): string => {
  if (startedAt === null) return ''
  const seconds = Math.max(0, Math.round(((endedAt ?? now).getTime() - startedAt.getTime()) / 1000))
  return seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`
}

/** Everything views/batches/batch.ejs prints. */
export const toBatchPage = (shown: Shown, now: Date) => {
  const { file, problems, form } = shown
  const { batch, info, sources } = file
  const path = `/staff/import/${batch.id}`
  return {
    title: `导入线索：${sourceName(sources, batch.source)}`,
    ...{ path, name: info.name, state: batch.state, stateWords: wordsOf(batch) },
    isOpen: batch.state === 'running' || batch.state === 'waiting',
    mapping: toMapping(shown),
    counts: toCounts(shown),
    progress: {
      ...{ percent: percentOf(batch), done: plain(batch.done), total: plain(batch.total) },
      ...{ created: plain(batch.created), left: plain(batch.done - batch.created) },
      elapsed: elapsed(batch, now),
    },
    rows: problems.map(one => ({
      number: one.number,
      words: problemWords(one),
      warns: isFatal(one.problem),
    })),
    until: momentInWords(batch.expiresAt),
    hasFile: batch.expiresAt > now,
    errors: form.errors,
  }
}
