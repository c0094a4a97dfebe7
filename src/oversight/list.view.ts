import { shortLabel } from '../cases'
import { shortDay, type Day } from '../platform/clock'
import { lampWords } from '../vocabulary/case-words'
import { letterLabel } from '../vocabulary/letter-words'
import type { LetterRow, Listed } from './letter'
import { listHref, type LetterList } from './letter.rules'
import { standingOf, urgencyWords } from './letter.view'

const listNames: Readonly<Record<LetterList, string>> = {
  in: '待答复上级',
  done: '已答复上级',
  overdue: '下级超期',
  waiting: '等下级答复',
  answered: '下级已答复，待审看',
  closed: '已结办',
}

const emptyWords: Readonly<Record<LetterList, string>> = {
  in: '没有等着答复的督办函。上级发来的会排在这里。',
  done: '还没有答复过上级的督办函。',
  overdue: '下级没有超期的。过了答复的日子还没有答复的会排在这里。',
  waiting: '没有等着下级答复的督办函。',
  answered: '没有等着审看的答复。',
  closed: '还没有结办的督办函。',
}

const dueOf = (lamp: LetterRow['lamp']) => ({
  lamp: lamp?.colour ?? '',
  due: lamp === undefined ? '' : lampWords(lamp.colour, lamp.workingDays),
})

const toRow = ({ letter, other, subject, lamp }: LetterRow, today: Day) => {
  const { caseNumber, urgency, chases } = letter
  return {
    href: `/staff/oversight/${letter.id}`,
    subject: subject === '' ? '打不开，您的钥匙要由本岗位的同事先确认' : subject,
    label: letterLabel(letter.year, letter.serial),
    about: caseNumber === undefined ? '' : shortLabel(caseNumber.year, caseNumber.serial),
    other,
    state: letter.receivedAt === null ? '等对方签收' : standingOf(letter),
    urgency: urgency === 'plain' ? '' : urgencyWords[urgency],
    chases: chases === 0 ? '' : `催办 ${chases} 次`,
    ...dueOf(lamp),
    dueOn: `${shortDay(letter.dueOn, today)} 以前`,
  }
}

export const toListPage = (
  { rows, bodies, next }: Listed,
  {
    list,
    lists,
    of,
    first,
    mayWrite,
    maySample,
    today,
  }: {
    readonly list: LetterList
    readonly lists: readonly LetterList[]
    readonly of: string
    readonly first: boolean
    readonly mayWrite: boolean
    readonly maySample: boolean
    readonly today: Day
  },
) => ({
  title: '督办函',
  other: list === 'in' || list === 'done' ? '督办单位' : '承办单位',
  samplesHref: maySample ? '/staff/oversight/samples' : '',
  newHref: mayWrite ? '/staff/oversight/new' : '',
  views: lists.map(name => ({
    words: listNames[name],
    href: listHref(name),
    current: name === list,
  })),
  bodies: bodies.map(({ body, letters, chases }) => ({
    name: body.name,
    href: listHref(list, { body: body.id }),
    current: body.id === of,
    words: `${letters} 件`,
    chases: `${chases} 次`,
  })),
  all: of === '' ? '' : listHref(list),
  rows: rows.map(row => toRow(row, today)),
  first: first ? '' : listHref(list, { body: of }),
  next:
    next === undefined ? '' : listHref(list, { body: of, after: `${next.day}.${next.arrival}` }),
  empty: emptyWords[list],
})
