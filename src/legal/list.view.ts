import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { dayOf, shortDay, type Day } from '../platform/clock'
import { lampWords } from '../vocabulary/case-words'
import type { ReviewResult, ReviewRow, ReviewWish } from './review'
import { listHref } from './review-course'
import { resultWords } from './words'

type Found = { readonly rows: readonly ReviewRow[]; readonly next: string; readonly now: Date }

const waitingOf = ({ review, found, lamp }: ReviewRow, today: Day) => ({
  href: `/staff/cases/${found.id}/review`,
  lamp: lamp.colour,
  due: lampWords(lamp.colour, lamp.workingDays),
  dueOn: `${shortDay(review.dueOn, today)} 到期`,
  state: '待审核',
})

const givenOf = (id: string, result: ReviewResult, at: Date | null) => ({
  href: `/staff/legal/${id}`,
  lamp: 'pause',
  due: '',
  dueOn: '',
  state: [resultWords[result], ...(at === null ? [] : [momentInWords(at)])].join('，'),
})

const rowOf = (row: ReviewRow, today: Day) => {
  const { review, found, target, body } = row
  const { id, result, reviewedAt } = review
  return {
    number: caseLabel(found.year, found.serial),
    target: target === '' ? '还打不开，请同岗位的同事先确认您的密钥' : target,
    body,
    version: review.version > 1 ? `第 ${review.version} 次送审` : '第一次送审',
    submitted: `${shortDay(dayOf(review.submittedAt), today)} 送审`,
    ...(result === null ? waitingOf(row, today) : givenOf(id, result, reviewedAt)),
  }
}

/** For views/legal/list. */
export const toListPage = ({ done, after }: ReviewWish, { rows, next, now }: Found) => ({
  title: done ? '提过的审核意见' : '法制审核',
  views: [
    { href: listHref(false), words: '待审核', current: !done },
    { href: listHref(true), words: '提过的意见', current: done },
  ],
  done,
  rows: rows.map(row => rowOf(row, dayOf(now))),
  empty: done ? '您还没有提过审核意见。' : '现在没有等着审核的案件。',
  first: after === undefined ? '' : listHref(done),
  next: next === '' ? '' : listHref(done, next),
})
