import { momentInWords } from '../accounts'
import { caseEnds, shortLabel } from '../cases'
import type { StaffId } from '../vocabulary/ids'
import type { Due } from './due'
import type { Run } from './run'
import { outcomeWord, runWords } from './words'

const statusWords: Readonly<Record<string, string>> = {
  P: '见过原文',
  N: '据官方答复或者报道',
  S: '据他人整理',
  M: '凭记忆，未核',
  E: '据设立文件',
  D: '本系统暂定，未经法规核定',
}

type Names = ReadonlyMap<StaffId, string>

type Page = {
  readonly due: Due
  readonly runs: readonly Run[]
  readonly names: Names
  readonly newId: string
  readonly mayPropose: boolean
  readonly mayHold: boolean
}

const toTerms = ({ terms }: Due) => {
  const withTerm = terms.entries.map(({ code, data, source, status }) => ({
    outcome: data.name,
    length: `${data.length} ${data.unit === 'years' ? '年' : '个月'}，从${data.from}起算`,
    source,
    status: statusWords[status] ?? status,
    code,
  }))
  const without = caseEnds.filter(end => !terms.entries.some(({ code }) => code === end))
  return { withTerm, without: without.map(outcomeWord) }
}

const toDueRows = ({ cases, terms }: Due) =>
  cases.map(({ year, serial, outcome, closedOn }) => ({
    number: shortLabel(year, serial),
    outcome: outcomeWord(outcome),
    closedOn,
    dueOn: terms.dueOn(outcome, closedOn)?.on ?? '',
  }))

const nextPage = ({ cases, count }: Due): string | undefined => {
  const last = cases.at(-1)
  return last === undefined || cases.length >= count
    ? undefined
    : `/staff/admin/retention?after=${last.closedOn}&arrival=${last.arrival}`
}

const toRunRows = (runs: readonly Run[], names: Names) =>
  runs.map(run => ({
    href: `/staff/admin/retention/${run.id}`,
    when: momentInWords(run.proposedAt),
    size: `${run.size} 件`,
    by: names.get(run.proposedBy) ?? '',
    decided: run.decidedBy === null ? '' : (names.get(run.decidedBy) ?? ''),
    state: runWords[run.state],
  }))

/** Numbers and days: nothing here says what a case was about. */
export const toRetentionPage = ({ due, runs, names, newId, mayPropose, mayHold }: Page) => ({
  title: '到期销毁',
  ...toTerms(due),
  due: toDueRows(due),
  count: due.count,
  next: nextPage(due),
  runs: toRunRows(runs, names),
  earlier: runs.length === 0 ? undefined : runs.at(-1)?.proposedAt.getTime(),
  newId,
  mayPropose,
  mayHold,
})
