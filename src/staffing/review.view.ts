import type { Staff } from '../accounts'
import type { Organisation } from '../organisations'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { deskNames, desksOfDuties } from '../vocabulary/duty'
import type { Left } from './left-to-review'
import { dutiesInWords, lastInWords, personHref } from './people.view'
import { periodInWords, type Period } from './period.rules'

type Page = {
  readonly period: Period
  readonly finished: boolean
  readonly left: Left
  readonly removals: readonly Staff[]
  readonly bodies: readonly Organisation[]
  readonly errors: FormState['errors']
}

const desksInWords = ({ duties }: Staff): string =>
  desksOfDuties(duties)
    .map(kind => deskNames[kind])
    .join('、') || '没有'

export const toReviewPage = ({ period, finished, left, removals, bodies, errors }: Page) => ({
  title: '权限核对',
  errors,
  period: periodInWords(period),
  due: dayInWords(period.until),
  finished,
  reviewed: left.reviewed,
  more: left.more,
  rows: left.people.map((one, index) => ({
    href: personHref(one.id),
    name: one.displayName,
    body: bodies.find(({ id }) => id === one.organisationId)?.shortName ?? '',
    duties: dutiesInWords(one.duties),
    desks: desksInWords(one),
    last: lastInWords(one),
    field: `v-${one.id}`,
    first: index === 0,
  })),
  removals: removals.map(one => ({
    href: personHref(one.id),
    name: one.displayName,
    duties: dutiesInWords(one.duties),
  })),
})
