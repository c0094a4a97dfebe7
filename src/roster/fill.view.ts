import type { Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { HalfDay } from './half-day.rules'
import type { FillPlan, Person } from './roster'
import { halfDayWords, weekHref } from './roster.view'

type FillPage = {
  readonly today: Day
  readonly week: Day
  readonly people: readonly Person[]
  readonly form: FormState
  readonly plan?: FillPlan | undefined
  readonly late?: boolean
}

/** More lines than this are counted, not printed. */
const MOST_LINES = 60

const toLines = (some: readonly HalfDay[], today: Day) => ({
  lines: some.slice(0, MOST_LINES).map(one => halfDayWords(one, today)),
  more: Math.max(0, some.length - MOST_LINES),
})

const toPlan = ({ puts, kept, away, open, names, seen }: FillPlan, today: Day) => ({
  seen,
  count: puts.length,
  words:
    puts.length === 0 ? '没有要排进去的半天。' : `会排进 ${puts.length} 个半天，现在还没有保存。`,
  puts: puts.slice(0, MOST_LINES).map(one => ({
    when: halfDayWords(one, today),
    who: names.get(one.staffId) ?? '',
  })),
  more: Math.max(0, puts.length - MOST_LINES),
  notes: [
    { head: '已经有人或者已经是这样，不动', ...toLines(kept, today), count: kept.length },
    { head: '那天请假或者账号已停用，不排', ...toLines(away, today), count: away.length },
    { head: '样板里没有人，还会空着', ...toLines(open, today), count: open.length },
  ].filter(({ count }) => count > 0),
})

const choice = (values: FormState['values'], field: string) => (value: string, words: string) => ({
  ...{ value, code: value, words },
  chosen: values[field] === value,
})

export const toFillPage = ({ today, week, people, form, plan, late = false }: FillPage) => {
  const { values, errors } = form
  const who = choice(values, 'who')
  const half = choice(values, 'half')
  return {
    title: '连着排值守',
    back: weekHref(week),
    week,
    who: [
      who('week', `照 ${week} 那一周的样子重复`),
      ...people.map(({ id, name }) => who(id, `都由${name}值守`)),
    ],
    half: [half('both', '上午和下午'), half('am', '只排上午'), half('pm', '只排下午')],
    from: values['from'] ?? '',
    until: values['until'] ?? '',
    replace: values['replace'] === 'yes',
    plan: plan === undefined ? undefined : toPlan(plan, today),
    carried: ['from', 'until', 'who', 'half', 'replace'].map(name => ({
      ...{ name, value: values[name] ?? '' },
    })),
    late,
    errors,
  }
}
