import { momentInWords } from '../accounts'
import { shortLabel } from '../cases'
import { asDay, dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { withThousands } from '../vocabulary/typing'
import type { Change, MoveCount, MoveLine } from './change'
import { changesBetween, extraDays, type DayChange } from './check.rules'
import { weekdayWord } from './days.rules'
import type { NoticeDay } from './days.rules'
import { toGrid } from './grid.view'
import type { Statutory } from './holidays.rules'
import { stateWords } from './words'
import { calendarHref, changeHref } from './year.view'

export type ChangePage = {
  readonly change: Change
  readonly names: ReadonlyMap<StaffId, string>
  readonly bodies: ReadonlyMap<OrganisationId, string>
  readonly rules: ReadonlyMap<string, string>
  readonly statutory: Statutory
  readonly cases: number
  readonly counts: readonly MoveCount[]
  readonly lines: readonly MoveLine[] | undefined
  readonly limit: number
  readonly form: FormState
  readonly may: { readonly edit: boolean; readonly approve: boolean; readonly own: boolean }
}

const whatOf = (day: NoticeDay | undefined, other: string): string => {
  if (day === undefined) return other
  return day.kind === 'off' ? `放假（${day.name}）` : `调休上班（${day.name}）`
}

const toDayRow = ({ day, was, is }: DayChange) => ({
  day: `${dayInWords(asDay(day))} ${weekdayWord(day)}`,
  was: whatOf(was, '平常'),
  is: whatOf(is, '平常'),
})

const factsOf = ({ change, names }: ChangePage) => [
  { head: '年份', words: `${change.year} 年` },
  { head: '依据', words: `${change.source}，${change.notice}` },
  { head: '录入', words: `${names.get(change.madeBy) ?? ''}，${momentInWords(change.madeAt)}` },
  ...(change.decidedBy === null || change.decidedAt === null
    ? []
    : [
        {
          head: change.state === 'refused' ? '不同意' : '批准',
          words: `${names.get(change.decidedBy) ?? ''}，${momentInWords(change.decidedAt)}`,
        },
      ]),
  ...(change.doneAt === null ? [] : [{ head: '期限重算完', words: momentInWords(change.doneAt) }]),
]

const progressOf = ({ state, walk }: Change) => {
  const working = state === 'approved' || (state === 'draft' && !walk.walked)
  if (!working) return undefined
  const most = Math.max(walk.total, walk.looked, 1)
  const what = state === 'draft' ? '正在算会影响哪些期限' : '新日历已经生效，正在重算期限'
  const words =
    walk.round === 2
      ? '在走的期限都已经重算，正在再核对一遍刚刚开始的。'
      : `${what}，${withThousands(most)} 个里已经看过 ${withThousands(walk.looked)} 个。`
  return { most, value: walk.looked, words }
}

const headingOf = ({ change, cases }: ChangePage): string => {
  const past = change.state === 'done' || change.state === 'approved'
  return past
    ? `改动影响了 ${withThousands(cases)} 件的期限`
    : `改动会影响 ${withThousands(cases)} 件的期限`
}

const extraOf = ({ change, statutory }: ChangePage): string => {
  const extra = extraDays({ ...change, statutory, longestName: 0 })
  if (extra === 0) return ''
  const words = extra > 0 ? `多 ${extra} 天` : `少 ${-extra} 天`
  return `放假的工作日比法定节日加调休上班的天数${words}，请再和通知核对一遍。`
}

const toLine = ({ rules }: ChangePage) => {
  return ({ year, serial, ruleCode, beforeOn, afterOn, isProvisional }: MoveLine) => ({
    number: shortLabel(year, serial),
    rule: rules.get(ruleCode) ?? ruleCode,
    before: `原来 ${dayInWords(beforeOn)}`,
    after: afterOn === beforeOn ? '日子不变' : `改成 ${dayInWords(afterOn)}`,
    surer: isProvisional ? '还是暂定' : '',
  })
}

const nextOf = ({ change, lines = [], limit }: ChangePage): string => {
  const last = lines.at(-1)
  if (last === undefined || lines.length < limit) return ''
  return `${changeHref(change)}?after=${last.beforeOn}.${last.deadlineId}`
}

const choicesOf = ({ change, may }: ChangePage) => {
  const { state, walk } = change
  return {
    mayPropose: may.edit && state === 'draft' && walk.walked,
    mayWithdraw: may.edit && (state === 'draft' || state === 'proposed'),
    mayDecide: may.approve && state === 'proposed' && !may.own,
    waits: may.edit && state === 'proposed',
  }
}

export const toChangePage = (page: ChangePage) => {
  const { change, counts, bodies, rules, lines, form } = page
  const days = changesBetween(change.before.days, change.days)
  return {
    title: `${change.year} 年日历改动：${stateWords[change.state]}`,
    path: changeHref(change),
    back: calendarHref(change.year),
    state: stateWords[change.state],
    publishes: !change.before.published,
    facts: factsOf(page),
    progress: progressOf(change),
    heading: headingOf(page),
    extra: extraOf(page),
    days: days.map(toDayRow),
    grid: toGrid(change.year, change.days, { changed: new Set(days.map(({ day }) => day)) }),
    counts: counts.map(({ organisationId, ruleCode, ...rest }) => ({
      body: bodies.get(organisationId) ?? '',
      rule: rules.get(ruleCode) ?? ruleCode,
      ...rest,
    })),
    lines: lines?.map(toLine(page)) ?? [],
    listed: lines !== undefined,
    next: nextOf(page),
    ...choicesOf(page),
    decision: form.values['decision'] ?? '',
    errors: form.errors,
  }
}
