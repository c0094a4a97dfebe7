import { shortLabel } from '../cases'
import { shortDay, type Day } from '../platform/clock'
import { lampWords } from '../vocabulary/case-words'
import type { TransferList } from './transfer-file'
import { answerWords, stateWords } from './words'

type View = 'open' | 'ended'

export const listHref = (view: View, after = ''): string =>
  `/staff/transfers?${new URLSearchParams({ view, ...(after === '' ? {} : { after }) }).toString()}`

const rowOf = ({ transfer, found, to, kind, lamp }: TransferList['lines'][number], today: Day) => ({
  href: `/staff/transfers/${transfer.id}`,
  number: shortLabel(found.year, found.serial),
  to: to === '' ? '还打不开，请同岗位的同事先确认您的密钥' : to,
  kind,
  lamp: lamp?.colour ?? '',
  due: lamp === undefined ? '' : lampWords(lamp.colour, lamp.workingDays),
  dueOn: lamp === undefined ? '' : `${shortDay(lamp.dueOn, today)} 到期`,
  state: transfer.answer === null ? stateWords[transfer.state] : answerWords[transfer.answer],
})

/** For views/transfers/list. */
export const toListPage = (
  { view, first }: { readonly view: View; readonly first: boolean },
  { lines, next }: TransferList,
  today: Day,
) => ({
  title: '移送',
  views: [
    { href: listHref('open'), words: '办理中', current: view === 'open' },
    { href: listHref('ended'), words: '已经办完', current: view === 'ended' },
  ],
  rows: lines.map(line => rowOf(line, today)),
  empty:
    view === 'open'
      ? '没有办理中的移送。在一件线索的“移送”里可以移送给公安、纪检监察等部门。'
      : '还没有办完的移送。',
  first: first ? '' : listHref(view),
  next: next === undefined ? '' : listHref(view, `${next.due}.${next.arrival}`),
})
