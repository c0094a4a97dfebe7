import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import type { Options } from './queue'
import { describeWish } from './queue-filters.view'
import type { QueueWish } from './queue.rules'

type Kept = {
  readonly id: string
  readonly name: string
  readonly query: string
  readonly shared: boolean
  readonly usual: boolean
  readonly staffId: StaffId
}

type Shown = {
  readonly me: StaffId
  readonly views: readonly Kept[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly wishOf: (query: string) => QueueWish
  readonly options: Options
  readonly soonDays: number
  readonly limit: number
}

export const viewHref = (query: string): string =>
  query === '' ? '/staff/queue?view=all' : `/staff/queue?${query}`

/** What views/triage/views.ejs prints; `wanted`: the list that is about to be kept. */
export const toViewsPage = (shown: Shown, wanted: string | undefined, form: FormState) => {
  const { me, views, names, wishOf, options, soonDays } = shown
  const words = (query: string) => describeWish(wishOf(query), options, soonDays)
  return {
    title: '管理视图',
    wanted: wanted === undefined ? undefined : { query: wanted, words: words(wanted) },
    nameLimit: shown.limit,
    values: form.values,
    formErrors: form.errors,
    views: views.map(({ id, name, query, shared, usual, staffId }) => ({
      name,
      href: viewHref(query),
      action: `/staff/views/${id}`,
      words: words(query),
      mine: staffId === me,
      by: staffId === me ? '' : (names.get(staffId) ?? '同事'),
      shared,
      usual,
    })),
  }
}
