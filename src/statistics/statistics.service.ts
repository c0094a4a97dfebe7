import type { Lawbook } from '../lawbook'
import type { Organisation, Organisations, Tree } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Span } from '../platform/periods.rules'
import type { StaffActor } from '../vocabulary/actor'
import { sourceWords } from '../vocabulary/case-words'
import type { OrganisationId } from '../vocabulary/ids'
import type { Count, Dimension, StatisticsWish } from './figure.rules'
import { toClockRows, toFigureRows, type ClockRow, type FigureRow } from './figures.rules'
import type { Figures, Reach } from './statistics'
import { countFigures, foldFigures } from './statistics.repository'

type Deps = {
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly tree: Pick<Tree, 'within'>
  readonly clock: Clock
}

export type Statistics = {
  readonly reach: (tx: Tx, actor: StaffActor) => Promise<Reach>
  readonly figures: (
    tx: Tx,
    actor: StaffActor,
    reach: Reach,
    wish: StatisticsWish,
  ) => Promise<Figures>
  /** What a body answers for as a whole, its lower ones with it; nobody's cases are left away. */
  readonly figuresOf: (
    tx: Tx,
    reach: Reach,
    span: Span,
  ) => Promise<Record<Dimension, FigureRow[]> & { clocks: ClockRow[] }>
  readonly fold: (tx: Tx) => Promise<number>
}

const bodiesOf = async (
  { organisations, tree }: Deps,
  tx: Tx,
  id: OrganisationId,
): Promise<readonly Organisation[]> => {
  const within = new Set(await tree.within(tx, id))
  return (await organisations.list(tx)).filter(
    one => within.has(one.id) && one.kind === 'medical-security',
  )
}

const reachOf = async (deps: Deps, tx: Tx, own: OrganisationId): Promise<Reach> => {
  const today = dayOf(deps.clock())
  const at = { place: '*', on: today }
  const bodies = await bodiesOf(deps, tx, own)
  const behaviours = await deps.lawbook.list(tx, 'behaviour', at)
  const rules = await deps.lawbook.list(tx, 'deadline-rule', at)
  const limits = await deps.lawbook.limits(tx, at)
  return {
    ...{ today, own },
    names: {
      body: new Map(bodies.map(one => [one.id, one.shortName])),
      behaviour: new Map(behaviours.map(({ code, data }) => [code, data.term])),
      source: new Map(Object.entries(sourceWords)),
    },
    rules: new Map(rules.map(({ code, data }) => [code, data.name])),
    limits: {
      cell: limits['statistics.least-cell'],
      body: limits['statistics.least-body'],
      days: limits['statistics.least-days'],
    },
  }
}

const monthsIn = ({ from, until }: Span): string[] => {
  const first = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1
  const last = Number(until.slice(0, 4)) * 12 + Number(until.slice(5, 7)) - 1
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const month = first + at
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  })
}

/**
 * In the order of the lists, always: what is hidden beside a small figure is the same on every page. Bodies and
 * months all, with nothing where there is nothing; else what there is.
 */
const axisOf = (
  found: readonly string[],
  by: Dimension,
  { names, span }: Reach & { span: Span },
) => {
  if (by === 'body') return [...names.body.keys()]
  if (by === 'month') return monthsIn(span)
  const there = new Set(found)
  return [...new Set([...names[by].keys(), ...[...there].sort()])].filter(one => there.has(one))
}

const bodiesAt = ({ by, slice }: Pick<StatisticsWish, 'by' | 'slice'>) => {
  if (by === 'body') return 'groups'
  return slice?.of === 'body' ? 'slices' : undefined
}

type Asked = Pick<StatisticsWish, 'by' | 'slice' | 'span'>

const slicesOf = (counts: readonly Count[], reach: Reach, { slice, span }: Asked): string[] =>
  slice === undefined
    ? ['']
    : axisOf([slice.value, ...counts.map(one => one.slice)], slice.of, { ...reach, span })

const rowsOf = (counts: readonly Count[], reach: Reach, wish: Asked): FigureRow[] =>
  toFigureRows(counts, {
    groups: axisOf(
      counts.map(({ group }) => group),
      wish.by,
      { ...reach, span: wish.span },
    ),
    slices: slicesOf(counts, reach, wish),
    slice: wish.slice?.value,
    least: reach.limits,
    bodies: bodiesAt(wish),
  })

const bodyIds = ({ names }: Reach) => [...names.body.keys()] as OrganisationId[]

const MOST_FOLDED = 50_000

/** What is counted, and what of it is shown. Everything here is a figure: no case, reporter or text. */
export const createStatistics = (deps: Deps): Statistics => ({
  reach: (tx, actor) => reachOf(deps, tx, actor.organisationId),

  figures: async (tx, actor, reach, { span, by, slice }) => {
    const { today } = reach
    const counts = await countFigures(tx, {
      ...{ bodies: bodyIds(reach), span, by, today, slice: slice?.of, viewer: actor.id },
    })
    const rows = rowsOf(counts, reach, { by, slice, span })
    const own = slice === undefined ? counts : counts.filter(one => one.slice === slice.value)
    return { rows, clocks: toClockRows(own, reach.limits.cell) }
  },

  figuresOf: async (tx, reach, span) => {
    const { today } = reach
    const bodies = bodyIds(reach)
    const of = (by: Dimension) => countFigures(tx, { bodies, span, by, today })
    const rows = async (by: Dimension) =>
      rowsOf(await of(by), reach, { by, span, slice: undefined })
    return {
      body: await rows('body'),
      month: await rows('month'),
      behaviour: await rows('behaviour'),
      source: await rows('source'),
      clocks: toClockRows(await of('source'), reach.limits.cell),
    }
  },

  fold: tx => foldFigures(tx, MOST_FOLDED),
})
