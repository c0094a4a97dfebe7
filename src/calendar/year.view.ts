import { momentInWords } from '../accounts'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import type { Change } from './change'
import { isWeekend } from './days.rules'
import type { NoticeDay, Year } from './days.rules'
import { toGrid } from './grid.view'
import { toLines } from './notice.rules'
import { stateWords } from './words'

export const calendarHref = (year: number): string => `/staff/admin/calendar?year=${year}`
export const changeHref = ({ id }: Pick<Change, 'id'>): string =>
  `/staff/admin/calendar/changes/${id}`

const countDays = (days: readonly NoticeDay[]) => ({
  off: days.filter(({ day, kind }) => kind === 'off' && !isWeekend(day)).length,
  work: days.filter(({ kind }) => kind === 'work').length,
})

type YearPage = {
  readonly found: Year
  readonly years: readonly number[]
  readonly changes: readonly Change[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly mayEdit: boolean
}

export const toYearPage = ({ found, years, changes, names, mayEdit }: YearPage) => {
  const { year, published, source, days } = found
  const { off, work } = countDays(days)
  return {
    title: `${year} 年工作日历`,
    year,
    published,
    source,
    known: days.length > 0,
    counted: `工作日里放假 ${off} 天，周末调休上班 ${work} 天。`,
    years: years.map(one => ({
      words: String(one),
      href: calendarHref(one),
      current: one === year,
    })),
    grid: toGrid(year, days),
    edit: mayEdit ? `/staff/admin/calendar/${year}/edit` : '',
    changes: changes.map(change => ({
      href: changeHref(change),
      when: momentInWords(change.madeAt),
      by: names.get(change.madeBy) ?? '',
      notice: change.notice,
      state: stateWords[change.state],
    })),
  }
}

const formKeys = ['lines', 'source', 'notice', 'name'] as const

type EditPage = {
  readonly found: Year
  readonly form: FormState
  /** What the lines say, as far as they can be read. */
  readonly read: readonly NoticeDay[]
  readonly faults: readonly string[]
  readonly newId: string
}

/** The first fault is the field's own; each further one has a line of its own to be led to. */
const errorsOf = ({ errors }: FormState, faults: readonly string[]): Record<string, string> => ({
  ...Object.fromEntries(faults.map((fault, at) => [at === 0 ? 'lines' : `fault-${at}`, fault])),
  ...errors,
})

export const toEditPage = ({ found, form, read, faults, newId }: EditPage) => {
  const { year, days } = found
  const typed = Object.fromEntries(formKeys.map(key => [key, form.values[key] ?? '']))
  return {
    title: `录入 ${year} 年放假安排`,
    year,
    back: calendarHref(year),
    action: `/staff/admin/calendar/${year}`,
    newId: form.values['id'] ?? newId,
    values: { ...typed, lines: form.values['lines'] ?? toLines(days) },
    faults: faults.slice(1).map((words, at) => ({ id: `fault-${at + 1}`, words })),
    grid: toGrid(year, read, { at: form.values['turn'] ?? '' }),
    errors: errorsOf(form, faults),
  }
}
