import { awardNumber, type Award, type AwardState } from '../awards'
import { dayInWords } from '../platform/clock'
import { awardStateWords } from '../vocabulary/award-words'
import { inYuan } from '../vocabulary/money'
import { rewardHref } from './awarding.view'

export const AWARDS = '/staff/awards'

type View = { readonly words: string; readonly states: readonly AwardState[] }

export const awardViews = {
  waiting: { words: '等审核', states: ['proposed'] },
  running: { words: '办理中', states: ['reviewed', 'approved', 'claimed'] },
  ended: { words: '已办完', states: ['paid', 'refused', 'waived', 'returned', 'reclaimed'] },
} as const satisfies Record<string, View>

export type AwardView = keyof typeof awardViews

const toRow = (award: Award) => ({
  href: rewardHref(award.caseId),
  number: awardNumber(award.year, award.serial),
  state: awardStateWords[award.state],
  sum: award.kind === 'grant' ? inYuan(award.fen) : '不予奖励',
  decidedOn: dayInWords(award.decidedOn),
})

/** Everything views/awarding/list.ejs prints. @param found one more than a page, where there is a next one */
export const toAwardList = (
  found: readonly Award[],
  { view, page }: { readonly view: AwardView; readonly page: number },
) => {
  const rows = found.slice(0, page)
  const last = rows.at(-1)
  return {
    title: '奖励意见',
    tabs: (Object.keys(awardViews) as AwardView[]).map(name => ({
      ...{ words: awardViews[name].words, href: `${AWARDS}?view=${name}`, current: name === view },
    })),
    rows: rows.map(toRow),
    next:
      found.length > page && last !== undefined
        ? `${AWARDS}?view=${view}&after=${String(last.arrival)}`
        : '',
  }
}
