import { shortLabel } from '../cases'
import { dayInWords, shortDay, type Day } from '../platform/clock'
import { letterHref, letterLabel } from '../vocabulary/letter-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { Alert } from './alert'

const alertsHref = (before: number | undefined): string =>
  before === undefined ? '/staff/alerts' : `/staff/alerts?before=${before}`

const whatOf = ({ letterId, publishedId, caseId, opens, year, serial }: Alert) => {
  if (letterId !== null) return { number: letterLabel(year, serial), href: letterHref(letterId) }
  const number = shortLabel(year, serial)
  if (publishedId !== null) return { number, href: `/staff/register/${publishedId}` }
  return { number, href: opens && caseId !== null ? caseHref(caseId) : '' }
}

const toRow = (today: Day) => (alert: Alert) => ({
  id: alert.id,
  step: alert.step,
  ...whatOf(alert),
  body: alert.opens ? '' : alert.body,
  rule: alert.rule,
  dueOn: dayInWords(alert.dueOn),
  onDay: shortDay(alert.onDay, today),
  done: alert.done,
  read: alert.read,
})

type Found = { readonly alerts: readonly Alert[]; readonly next: number | undefined }

export const toAlertsPage = (
  { alerts, next }: Found,
  { before, today }: { readonly before: number | undefined; readonly today: Day },
) => ({
  title: '提醒',
  rows: alerts.map(toRow(today)),
  upTo: alerts.some(({ read }) => !read) ? String(alerts[0]?.position ?? '') : '',
  first: before === undefined ? '' : alertsHref(undefined),
  next: next === undefined ? '' : alertsHref(next),
})
