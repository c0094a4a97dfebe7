import { shortLabel } from '../cases'
import { asDay, shortDay, type Day } from '../platform/clock'
import type { StaffId } from '../vocabulary/ids'
import type { BoardRow, BoardWish } from './board'
import { lampOf } from './measure.view'

const BOARD = '/staff/measures'

const placeForm = /^(\d{4}-\d{2}-\d{2})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

const dayIn = (text: string): Day | undefined => {
  try {
    return asDay(text)
  } catch {
    return undefined
  }
}

/** What is not understood begins at the first page. */
export const readBoardWish = ({ view, after }: Readonly<Record<string, unknown>>): BoardWish => {
  const [, text = '', id = ''] = placeForm.exec(typeof after === 'string' ? after : '') ?? []
  const day = text === '' ? undefined : dayIn(text)
  return { mine: view === 'mine', after: day === undefined ? undefined : { day, id } }
}

const hrefOf = (mine: boolean, after = ''): string => {
  const query = new URLSearchParams({
    ...(mine ? { view: 'mine' } : {}),
    ...(after === '' ? {} : { after }),
  }).toString()
  return query === '' ? BOARD : `${BOARD}?${query}`
}

type Listed = {
  readonly rows: readonly BoardRow[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly next: { readonly dueOn: Day; readonly id: string } | undefined
  readonly today: Day
  readonly near: Day
}

export const toBoardPage = (
  { mine, after }: BoardWish,
  { rows, names, next, today, near }: Listed,
) => ({
  title: '处理措施',
  views: [
    { href: hrefOf(false), words: '全部', current: !mine },
    { href: hrefOf(true), words: '我负责的', current: mine },
  ],
  rows: rows.map(({ measure, found, target, kind }) => ({
    lamp: lampOf(measure.dueOn, today, near),
    due: shortDay(measure.dueOn, today),
    overdue: measure.dueOn < today,
    kind,
    href: `/staff/cases/${measure.caseId}/measures/${measure.id}`,
    number: shortLabel(found.year, found.serial),
    target: target ?? '还打不开',
    who: names.get(measure.responsibleId) ?? '同事',
  })),
  first: after === undefined ? '' : hrefOf(mine),
  next: next === undefined ? '' : hrefOf(mine, `${next.dueOn}.${next.id}`),
})
