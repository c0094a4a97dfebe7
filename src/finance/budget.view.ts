import { momentInWords } from '../accounts'
import type { BudgetEntry, BudgetWish, BudgetYear } from '../budget'
import type { LawEntry } from '../lawbook'
import type { FormState } from '../platform/http/form'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { inDocuments, inYuan } from '../vocabulary/money'
import { neededUntilEnd, type Forecast } from './forecast.rules'

export const BUDGET = '/staff/budget'

const entryWords: Readonly<Record<BudgetEntry['kind'], string>> = {
  ...{ allot: '安排预算', commit: '批准奖励，占用', free: '放弃或者退回，释放' },
  ...{ pay: '已经付款', reverse: '付款退回' },
}

type Shown = {
  readonly year: number
  readonly years: readonly number[]
  readonly own: BudgetYear
  readonly below: readonly BudgetYear[]
  readonly bodyNames: ReadonlyMap<OrganisationId, string>
  readonly entries: readonly BudgetEntry[]
  /** Where the next page of entries begins. */
  readonly before: number | undefined
  readonly waiting: readonly BudgetWish[]
  readonly names: ReadonlyMap<StaffId, string>
  /** By what the budget knows an award by. */
  readonly awardNumbers: ReadonlyMap<string, string>
  readonly grounds: readonly LawEntry<'budget-ground'>[]
  readonly viewer: StaffId
  readonly once: string
  readonly form: FormState
  /** Of this year alone. */
  readonly forecast: Forecast | undefined
}

const toForecast = (forecast: Forecast | undefined, { allotted }: BudgetYear) => {
  if (forecast === undefined) return undefined
  const needed = neededUntilEnd(forecast)
  return {
    waiting: inYuan(forecast.waiting),
    needed: inYuan(needed),
    gap: needed > allotted ? inYuan(needed - allotted) : '',
  }
}

const toSums = ({ allotted, committed, paid }: BudgetYear) => ({
  allotted: inYuan(allotted),
  committed: inYuan(committed),
  paid: inYuan(paid),
  free: inYuan(allotted - committed - paid),
})

const sumOf = (years: readonly BudgetYear[], own: BudgetYear): BudgetYear =>
  years.reduce(
    (sum, one) => ({
      ...sum,
      allotted: sum.allotted + one.allotted,
      committed: sum.committed + one.committed,
      paid: sum.paid + one.paid,
    }),
    own,
  )

const toWaiting = ({ waiting, names, grounds, viewer, form }: Shown) =>
  waiting.map(wish => ({
    action: `${BUDGET}/${wish.id}`,
    title: `${wish.year} 年 ${grounds.find(({ code }) => code === wish.ground)?.data.name ?? wish.ground}`,
    amount: inDocuments(wish.fen < 0n ? -wish.fen : wish.fen),
    asked: `${names.get(wish.askedBy) ?? ''}，${momentInWords(wish.askedAt)}`,
    own: wish.askedBy === viewer,
    error: form.values['wish'] === wish.id ? (form.errors['otp'] ?? '') : '',
  }))

const toForm = ({ years, grounds, form, once }: Shown) => ({
  once,
  years: years.map(year => ({
    ...{ code: String(year), words: `${year} 年` },
    chosen: form.values['year'] === String(year),
  })),
  grounds: grounds.map(({ code, data }) => ({
    ...{ code, words: data.name },
    chosen: form.values['ground'] === code,
  })),
  amount: form.values['amount'] ?? '',
})

/** Why there is more or less of it, or which award it is for. */
const useOf = ({ ground, subject }: BudgetEntry, { grounds, awardNumbers }: Shown): string =>
  ground === null
    ? (awardNumbers.get(subject) ?? '')
    : (grounds.find(({ code }) => code === ground)?.data.name ?? ground)

/** Everything views/finance/budget.ejs prints. */
export const toBudgetPage = (shown: Shown) => {
  const { year, years, own, below, bodyNames, entries, before, names, form } = shown
  return {
    title: `奖励预算 ${year} 年`,
    tabs: years.map(one => ({
      ...{ words: `${one} 年`, href: `${BUDGET}?year=${one}`, current: one === year },
    })),
    own: toSums(own),
    forecast: toForecast(shown.forecast, own),
    below: below.map(one => ({
      ...{ name: bodyNames.get(one.organisationId) ?? '', ...toSums(one) },
    })),
    whole: below.length === 0 ? undefined : toSums(sumOf(below, own)),
    entries: entries.map(one => ({
      what: entryWords[one.kind],
      fen: one.fen < 0n ? `-${inYuan(-one.fen)}` : inYuan(one.fen),
      use: useOf(one, shown),
      by: names.get(one.madeBy) ?? '',
      at: momentInWords(one.madeAt),
    })),
    next: before === undefined ? '' : `${BUDGET}?year=${year}&before=${before}`,
    waiting: toWaiting(shown),
    ask: toForm(shown),
    errors: form.errors,
  }
}
