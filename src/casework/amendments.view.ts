import type { Amendment, AmendmentKind } from '../amendments'
import { shortDay, type Day } from '../platform/clock'

/** What the change is about: a later one about the same takes its place. */
const aspectOf: Readonly<Record<AmendmentKind, string>> = {
  named: 'identity',
  'reward-withdrawn': 'reward',
  'reward-restored': 'reward',
  'contact-withdrawn': 'contact',
  'contact-restored': 'contact',
  'report-withdrawn': 'report',
  'report-restored': 'report',
}

const words: Readonly<Record<AmendmentKind, string>> = {
  named: '举报人改成了实名。',
  'reward-withdrawn': '举报人放弃了奖励。',
  'reward-restored': '举报人恢复了领奖励的意愿。',
  'contact-withdrawn': '举报人不希望在留言里被追问。',
  'contact-restored': '举报人同意在留言里被问到。',
  'report-withdrawn': '举报人撤回了举报。交过的内容都在，依照法律可以继续核查。',
  'report-restored': '举报人恢复了举报，照常办理。',
}

/** The last change of each kind, one line each. */
export const toChanges = (amendments: readonly Amendment[], today: Day): string[] => {
  const last = new Map(
    amendments.map(one => [`${one.reportId} ${aspectOf[one.kind]}`, one] as const),
  )
  return [...last.values()].map(({ madeOn, kind }) => `${shortDay(madeOn, today)}，${words[kind]}`)
}
