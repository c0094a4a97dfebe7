import { shortLabel } from '../cases'
import { dayOf, shortDay, type Day } from '../platform/clock'
import { lampWords } from '../vocabulary/case-words'
import type { Handing, HandingRow } from './handing'
import { listHref, type HandingList as ListName } from './handing.rules'

export const kindWords = { transfer: '移交', assist: '协助调查' } as const

export const stateOf = ({ state, endedAt, answeredAt, kind }: Handing, today: Day): string => {
  const on = endedAt === null ? '' : `${shortDay(dayOf(endedAt), today)} `
  if (state === 'sent') return '等对方签收'
  if (state === 'disputed') return '有管辖争议，等上级指定'
  if (state === 'sent-back') return `${on}退回`
  if (state === 'taken-back') return `${on}撤回`
  if (answeredAt !== null) return `${shortDay(dayOf(answeredAt), today)} 已答复`
  return kind === 'assist' ? `${on}签收，等答复` : `${on}签收，办理中`
}

const listNames = {
  in: '待接收',
  answer: '待答复',
  out: '送出的',
  above: '待指定管辖',
} as const

const emptyWords: Readonly<Record<ListName, string>> = {
  in: '没有等着签收的。别的医保部门移交来的会排在这里。',
  answer: '没有等着答复的。签收的件会排在这里，直到答复移交的单位。',
  out: '还没有送出过。在一件线索的页面上可以移交给别的医保部门。',
  above: '没有等着指定管辖的。下级单位之间有争议的会排在这里。',
}

const toRow = (list: ListName, { handing, other, target, due, lamp }: HandingRow, today: Day) => {
  const { fromNumber, toNumber, id } = handing
  const number = list === 'answer' ? (toNumber ?? fromNumber) : fromNumber
  return {
    href: `/staff/handings/${id}`,
    number: shortLabel(number.year, number.serial),
    kind: kindWords[handing.kind],
    ...{ other, target: target === '' ? '打不开，您的钥匙要由本岗位的同事先确认' : target },
    sent: `${shortDay(dayOf(handing.sentAt), today)} 送出`,
    state: stateOf(handing, today),
    lamp: lamp?.colour ?? '',
    due: lamp === undefined ? '' : lampWords(lamp.colour, lamp.workingDays),
    dueOn: due === undefined ? '' : `${shortDay(due, today)} 到期`,
  }
}

export const toListPage = (
  list: ListName,
  {
    rows,
    next,
    today,
    first,
    showsAbove,
  }: {
    readonly rows: readonly HandingRow[]
    readonly next: string
    readonly today: Day
    readonly first: boolean
    readonly showsAbove: boolean
  },
) => ({
  title: '移交和协查',
  other: list === 'out' ? '收件单位' : '送件单位',
  rows: rows.map(row => toRow(list, row, today)),
  views: (['in', 'answer', 'out', ...(showsAbove ? (['above'] as const) : [])] as const).map(
    name => ({ words: listNames[name], href: listHref(name), current: name === list }),
  ),
  first: first ? '' : listHref(list),
  next: next === '' ? '' : listHref(list, next),
  empty: emptyWords[list],
})
