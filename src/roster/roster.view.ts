import { addDays, dayInWords, shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { withThousands } from '../vocabulary/typing'
import {
  halves,
  keyOf,
  type Calls,
  type GapReason,
  type Half,
  type HalfDay,
} from './half-day.rules'
import type { Ahead, CallBoard, Fault, RosterWeek } from './roster'
import { weekdayOf } from './roster.rules'

const halfWords: Readonly<Record<Half, string>> = { am: '上午', pm: '下午' }

const gapWords: Readonly<Record<GapReason, string>> = {
  empty: '没有人',
  left: '账号已停用',
  away: '请假',
}

const faultWords: Readonly<Record<Fault, string>> = {
  past: '已经过去的日子不能再改',
  off: '这一天不上班',
  left: '这个人不是本单位在用的账号',
  away: '这个人那天请假',
}

export const ROSTER = '/staff/roster'
export const weekHref = (monday: Day): string => `${ROSTER}?week=${monday}`

const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
export const halfDayWords = ({ day, half }: HalfDay, today: Day): string =>
  `${shortDay(day, today)} ${weekdays[weekdayOf(day)] ?? ''}${halfWords[half]}`

export type WeekPage = {
  readonly week: RosterWeek
  readonly board: CallBoard
  readonly ahead: Ahead
  readonly mayEdit: boolean
  /** Another form than the one that failed keeps what the page says. */
  readonly form: FormState
  readonly late?: readonly string[]
  readonly saved?: boolean
}

export const faultErrors = (
  faults: Readonly<Record<string, Fault>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(faults).map(([key, fault]) => [`slot.${key}`, faultWords[fault]]),
  )

const optionsOf = ({ people, names }: RosterWeek, holder: StaffId | undefined, chosen: string) => {
  const listed = people.some(({ id }) => id === holder)
  const gone =
    holder === undefined || listed
      ? []
      : [{ id: holder, name: `${names.get(holder) ?? '同事'}（账号已停用）` }]
  return [...gone, ...people].map(({ id, name }) => ({
    ...{ value: id, words: name },
    selected: id === chosen,
  }))
}

const callWords = ({ answered, missed, calledBack }: Calls): string =>
  `接 ${withThousands(answered)}，漏 ${withThousands(missed)}，回 ${withThousands(calledBack)}`

const sumOf = (board: CallBoard, key: string): string => {
  const here = board.counts.filter(one => keyOf(one) === key)
  if (here.length === 0) return ''
  const sum = (part: keyof Calls) => here.reduce((total, one) => total + one[part], 0)
  return callWords({
    answered: sum('answered'),
    missed: sum('missed'),
    calledBack: sum('calledBack'),
  })
}

const gapOf = ({ gaps, today }: RosterWeek, key: string): string => {
  const gap = gaps.find(one => keyOf(one) === key && one.day >= today)
  return gap === undefined ? '' : gapWords[gap.why]
}

type Values = FormState['values']

/**
 * What a field shows after a form that was not kept: what was chosen where somebody chose, else what stands there by
 * now, so that saving once more undoes nothing of a colleague's. Where it was said who was faster, that is known.
 */
const fieldOf = (values: Values, key: string, { holder, isLate }: Standing) => {
  const typed = values[`slot.${key}`]
  const was = values[`was.${key}`]
  if (typed === undefined || typed === was) return { chosen: holder, was: holder }
  return { chosen: typed, was: isLate ? holder : (was ?? holder) }
}
type Standing = { readonly holder: string; readonly isLate: boolean }

const nameOf = ({ names }: RosterWeek, holder: StaffId | undefined): string =>
  holder === undefined ? '' : (names.get(holder) ?? '同事')

const toCell = (page: WeekPage, one: HalfDay, isOpen: boolean) => {
  const { week, board, mayEdit, form, late = [] } = page
  const key = keyOf(one)
  const holder = week.slots.find(slot => keyOf(slot) === key)?.staffId
  const name = nameOf(week, holder)
  const isLate = late.includes(key)
  const { chosen, was } = fieldOf(form.values, key, { holder: holder ?? '', isLate })
  return {
    id: `slot.${key}`,
    was: { name: `was.${key}`, value: was },
    label: halfDayWords(one, week.today),
    half: halfWords[one.half],
    off: !isOpen,
    editable: mayEdit && isOpen && one.day >= week.today,
    options: optionsOf(week, holder, chosen),
    name,
    gap: gapOf(week, key),
    late: isLate ? `同事刚改成了${name || '没有人'}。要按您选的，再保存一次` : '',
    error: form.errors[`slot.${key}`],
    calls: sumOf(board, key),
  }
}

const dayWords = ({ working, makeUp, name }: RosterWeek['days'][number]): string => {
  if (makeUp) return `调休上班${name === '' ? '' : `（${name}）`}`
  if (working) return ''
  return name === '' ? '休息' : `放假（${name}）`
}

const toDay = (page: WeekPage, day: RosterWeek['days'][number]) => ({
  date: shortDay(day.day, page.week.today),
  weekday: weekdays[weekdayOf(day.day)] ?? '',
  words: dayWords(day),
  today: day.day === page.week.today,
  cells: halves.map(half => toCell(page, { day: day.day, half }, day.working)),
})

const countFields = [
  ['answered', '接听'],
  ['missed', '漏接'],
  ['back', '回电'],
] as const

const numbersOf = (calls: Calls | undefined): readonly number[] =>
  calls === undefined ? [0, 0, 0] : [calls.answered, calls.missed, calls.calledBack]

/** As with the fields of the week: what was not touched shows what is counted by now. */
const countOf = ({ values }: FormState, key: string, { counted, isLate }: Counted) => {
  const was = values[`counted.${key}`]
  const typed = countFields.map(([part]) => values[`${part}.${key}`] ?? '')
  if (was === undefined || typed.join('.') === was)
    return { shown: counted, was: counted.join('.') }
  return { shown: typed, was: isLate ? counted.join('.') : was }
}
type Counted = { readonly counted: readonly string[]; readonly isLate: boolean }

const toCount = ({ week, board, form, late = [] }: WeekPage, one: HalfDay, me: string) => {
  const key = keyOf(one)
  const mine = board.counts.find(count => keyOf(count) === key && count.staffId === me)
  const counted = numbersOf(mine).map(String)
  const { shown, was } = countOf(form, key, { counted, isLate: late.includes('calls') })
  return {
    label: halfDayWords(one, week.today),
    counted: { name: `counted.${key}`, value: was },
    fields: countFields.map(([part, words], at) => ({
      ...{ id: `${part}.${key}`, words },
      value: shown[at] ?? '',
      error: form.errors[`${part}.${key}`] ?? '',
    })),
  }
}

const aheadWords = ({ days, gaps }: Ahead): string =>
  gaps.length === 0
    ? `今后 ${days} 个工作日每个半天都有人接电话。`
    : `今后 ${days} 个工作日里有 ${gaps.length} 个半天没有人接电话`

export const toWeekPage = (page: WeekPage, me: string) => {
  const { week, board, ahead, mayEdit, form, late = [], saved = false } = page
  return {
    title: '值守表',
    monday: week.monday,
    span: `${dayInWords(week.monday)}至 ${shortDay(addDays(week.monday, 6), week.monday)}`,
    before: weekHref(addDays(week.monday, -7)),
    after: weekHref(addDays(week.monday, 7)),
    now: ROSTER,
    fill: `${ROSTER}/fill?week=${week.monday}`,
    days: week.days.map(day => toDay(page, day)),
    provisional: week.days.some(day => day.provisional),
    mayEdit,
    isWritable: mayEdit && week.days.some(({ day, working }) => working && day >= week.today),
    ahead: aheadWords(ahead),
    gaps: ahead.gaps.map(gap => ({
      words: halfDayWords(gap, week.today),
      why: gapWords[gap.why],
      href: weekHref(gap.day),
    })),
    mine: board.mine.map(one => toCount(page, one, me)),
    totals: [
      { head: '这一周', words: callWords(board.week) },
      { head: `${Number(week.monday.slice(5, 7))} 月`, words: callWords(board.month) },
    ],
    isLate: late.some(key => key !== 'calls'),
    saved,
    errors: form.errors,
  }
}
