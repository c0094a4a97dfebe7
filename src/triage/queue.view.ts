import type { Case } from '../cases'
import { actionWords } from '../vocabulary/case-words'
import type { BulkAction } from './bulk-step'
import type { Options, QueueFindings, QueueRequest } from './queue'
import { toChips, toSelects } from './queue-filters.view'
import { toRow } from './queue-rows.view'
import {
  emptyWords,
  hotViews,
  lightWords,
  sortChoices,
  sortWords,
  viewWords,
} from './queue-words.view'
import {
  countInWords,
  isNarrowed,
  placeValue,
  pageSizes,
  plainWish,
  queueHref,
  saidOutright,
  writeCursor,
  type QueueView,
  type QueueWish,
  type SortKey,
} from './queue.rules'
import { viewHref } from './views.view'

const toLights = (wish: QueueWish, lights: QueueFindings['lights']) =>
  (['red', 'amber', 'green'] as const).map(light => ({
    lamp: light,
    href: queueHref({ ...wish, light: wish.light === light ? undefined : light }),
    words: lightWords[light],
    count: countInWords(lights[light]),
    current: wish.light === light,
    tone: light === 'green' ? '' : `is-${light}`,
  }))

const toViews = (wish: QueueWish, { views, soonDays }: QueueFindings) =>
  Object.entries(views).map(([name, count]) => {
    const view = name as QueueView
    return {
      href: saidOutright(queueHref({ ...plainWish, view, sort: wish.sort, size: wish.size })),
      words: viewWords[view](soonDays),
      count: countInWords(count),
      // A handler has no wider list than his own.
      current:
        wish.view === view || (view === 'mine' && wish.view === 'all' && views.all === undefined),
      hot: hotViews.includes(view) && count > 0,
    }
  })

const columnPlaces: readonly (readonly [string, string])[] = [
  ['c-due', 'due'],
  ['c-no', 'number'],
  ['c-main', '被举报对象和摘要'],
  ['c-type', 'behaviour'],
  ['c-src', '来源'],
  ['c-stage', 'state'],
  ['c-who', '承办人'],
]

const isSortKey = (text: string): text is SortKey => text in sortWords

const arrowOf = { ascending: '↑', descending: '↓', '': '' } as const

const toColumns = (wish: QueueWish) =>
  columnPlaces.map(([place, what]) => {
    if (!isSortKey(what)) return { place, words: what, href: '', sorted: '', arrow: '' }
    const current = wish.sort.by === what
    const order = wish.sort.descending ? 'descending' : 'ascending'
    const sorted = current ? order : ''
    return {
      place,
      words: sortWords[what],
      href: queueHref({
        ...wish,
        sort: { by: what, descending: current && !wish.sort.descending },
      }),
      sorted,
      arrow: arrowOf[sorted],
    }
  })

const sortOf = (wish: QueueWish): string => `${wish.sort.descending ? '-' : ''}${wish.sort.by}`

const turn = (wish: QueueWish, found: Case | undefined, direction: 'after' | 'before') =>
  found === undefined
    ? ''
    : queueHref(wish, {
        [direction]: writeCursor(wish.sort, {
          value: placeValue(found, wish.sort.by),
          arrival: found.arrival,
        }),
      })

const toPaging = (wish: QueueWish, findings: QueueFindings) => ({
  words: `本页 ${findings.onPage} 件，共 ${countInWords(findings.listed)} 件`,
  earlier: findings.hasEarlier ? turn(wish, findings.first, 'before') : '',
  later: findings.hasLater ? turn(wish, findings.last, 'after') : '',
  sizes: pageSizes.map(size => ({
    words: size,
    href: queueHref({ ...wish, size }),
    current: size === wish.size,
  })),
})

type Around = {
  readonly options: Options
  /** What the person can do to many at once. */
  readonly steps: readonly BulkAction[]
  readonly saved: readonly { readonly name: string; readonly query: string }[]
}

/** Everything views/triage/queue.ejs prints. */
export const toQueuePage = (
  request: QueueRequest,
  findings: QueueFindings,
  { options, steps, saved }: Around,
) => {
  const { wish, problems } = request
  const here = queueHref(wish, cursorOf(request))
  const chips = toChips(wish, options, findings)
  const listed = countInWords(findings.listed)
  return {
    title: `线索队列（${listed} 件）`,
    queryErrors: problems,
    listNav: wish.view === 'mine' ? 'mine' : 'queue',
    listed,
    lights: toLights(wish, findings.lights),
    views: toViews(wish, findings),
    selects: toSelects(wish, options),
    kept: { view: wish.view, light: wish.light ?? '', size: wish.size },
    chips,
    clear: saidOutright(
      queueHref({ ...plainWish, view: wish.view, sort: wish.sort, size: wish.size }),
    ),
    narrowed: isNarrowed(wish),
    filterSummary: chips.length === 0 ? '筛选条件' : `筛选条件（已选 ${chips.length} 项）`,
    sorts: sortChoices.map(([value, words]) => ({
      value,
      words,
      selected: value === sortOf(wish),
    })),
    columns: toColumns(wish),
    rows: findings.rows.map(row => toRow(row, here, findings.today, options)),
    paging: toPaging(wish, findings),
    emptyWords: emptyWords[wish.view],
    here,
    saved: saved.map(({ name, query }) => ({
      name,
      href: viewHref(query),
      current: query === (queueHref(wish).split('?')[1] ?? ''),
    })),
    mayBulk: steps.length > 0,
    bulkSteps: steps
      .filter(step => step !== 'assign')
      .map(step => ({ value: step, words: actionWords[step] })),
    mayAssign: steps.includes('assign'),
    people: options.handler,
  }
}

const cursorOf = ({ wish, from }: QueueRequest) => {
  if (from === undefined) return {}
  return { [from.backwards ? 'before' : 'after']: writeCursor(wish.sort, from) }
}
