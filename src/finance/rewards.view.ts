import { momentInWords } from '../accounts'
import { awardNumber, type Award, type OpenAward } from '../awards'
import type { BudgetYear } from '../budget'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { awardStateWords, matchWords, subjectWords } from '../vocabulary/award-words'
import { lineInWords } from '../vocabulary/calculation-words'
import type { StaffId } from '../vocabulary/ids'
import { inDocuments, inYuan } from '../vocabulary/money'

export const REWARDS = '/staff/finance/rewards'

export const rewardViews = {
  approve: { words: '等审批', states: ['reviewed'] },
  open: { words: '已批准，没付完', states: ['approved', 'claimed'] },
  paid: { words: '已付款', states: ['paid', 'reclaimed'] },
  waived: { words: '过期没领', states: ['waived'] },
} as const

export type RewardView = keyof typeof rewardViews

const emptyWords: Readonly<Record<RewardView, string>> = {
  approve: '没有等着审批的奖励。负责人审核同意的会排在这里。',
  open: '没有批准了还没付完的奖励。',
  paid: '还没有付过款的奖励。',
  waived: '没有过期没领的奖励。',
}

const toRow = (award: Award | OpenAward) => ({
  href: `${REWARDS}/${award.id}`,
  number: awardNumber(award.year, award.serial),
  state: awardStateWords[award.state],
  sum: inYuan(award.fen),
  decision: 'summary' in award ? award.summary.decision : '打不开，您的钥匙要由本岗位的同事先确认',
  until: award.claimUntil === null ? '' : dayInWords(award.claimUntil),
})

/** Everything views/finance/rewards.ejs prints. @param found one more than a page, where there is a next one */
export const toRewardList = (
  found: readonly (Award | OpenAward)[],
  { view, page }: { readonly view: RewardView; readonly page: number },
) => {
  const rows = found.slice(0, page)
  const last = rows.at(-1)
  return {
    title: '奖励审批和付款',
    tabs: (Object.keys(rewardViews) as RewardView[]).map(name => ({
      ...{
        words: rewardViews[name].words,
        href: `${REWARDS}?view=${name}`,
        current: name === view,
      },
    })),
    empty: emptyWords[view],
    rows: rows.map(toRow),
    next:
      found.length > page && last !== undefined
        ? `${REWARDS}?view=${view}&after=${String(last.arrival)}`
        : '',
  }
}

type Shown = {
  readonly award: OpenAward
  readonly others: readonly Award[]
  readonly names: ReadonlyMap<StaffId, string>
  /** Of this year. */
  readonly budget: BudgetYear
  readonly viewer: { readonly id: StaffId; readonly mayApprove: boolean }
  readonly form: FormState
  readonly problem: string
}

const handsOf = (award: OpenAward, names: Shown['names']): string =>
  [
    { what: '提出', by: award.proposedBy, at: award.proposedAt },
    { what: '审核', by: award.reviewedBy, at: award.reviewedAt },
    { what: '财务审批', by: award.approvedBy, at: award.approvedAt },
  ]
    .flatMap(({ what, by, at }) =>
      by === null || at === null ? [] : [`${what}：${names.get(by) ?? ''}，${momentInWords(at)}`],
    )
    .join('；')

const optional = (name: string, words: string) => (words === '' ? [] : [{ name, words }])

const ruleOf = ({ summary, rule }: OpenAward): string => {
  const document = summary.ruleDocument === '' ? '' : `（${summary.ruleDocument}）`
  return `${summary.ruleTitle}${document}，第 ${String(rule?.version ?? 1)} 版`
}

const windowOf = ({ claimUntil, claimProvisional }: OpenAward): string => {
  if (claimUntil === null) return ''
  return `${dayInWords(claimUntil)}${claimProvisional ? '（暂定，假期安排还没公布）' : ''}`
}

const toFacts = (award: OpenAward) => {
  const { summary, decidedOn, paidOn } = award
  return [
    { name: '案件编号', words: summary.caseNumber },
    { name: '处理决定', words: summary.decision },
    { name: '作出决定', words: dayInWords(decidedOn) },
    { name: '查实的和举报的', words: matchWords[summary.match] },
    { name: '举报事项造成的基金损失', words: `${inYuan(BigInt(summary.loss))} 元` },
    { name: '奖励的基数', words: `${inYuan(BigInt(summary.basis))} 元` },
    { name: '奖励办法', words: ruleOf(award) },
    ...optional('等级', summary.grade),
    ...optional('被举报的是', subjectWords[summary.subject]),
    ...optional('加奖', summary.insider ? '内部知情人' : ''),
    ...optional('最迟哪天领', windowOf(award)),
    ...optional('付清', paidOn === null ? '' : dayInWords(paidOn)),
  ]
}

/** What the year has, and by how much it falls short of this award. */
const toCover = ({ allotted, committed, paid }: BudgetYear, { fen, state }: OpenAward) => {
  const free = allotted - committed - paid
  const short = state === 'reviewed' && free < fen
  return { free: inYuan(free), gap: short ? inYuan(fen - free) : '' }
}

/** Everything views/finance/reward.ejs prints. */
export const toRewardPage = (shown: Shown) => {
  const { award, others, names, budget, viewer, form, problem } = shown
  const isApart = award.proposedBy !== viewer.id && award.reviewedBy !== viewer.id
  return {
    title: `${awardNumber(award.year, award.serial)} 奖励审批单`,
    action: `${REWARDS}/${award.id}`,
    state: awardStateWords[award.state],
    sum: inDocuments(award.fen),
    facts: toFacts(award),
    lines: award.summary.lines.map(lineInWords),
    hands: handsOf(award, names),
    note: award.note,
    cover: toCover(budget, award),
    others: others.map(one => ({
      number: awardNumber(one.year, one.serial),
      sum: one.kind === 'grant' ? `${inYuan(one.fen)} 元` : '不予奖励',
      state: awardStateWords[one.state],
    })),
    mayApprove: award.state === 'reviewed' && viewer.mayApprove && isApart,
    mayExtend: ['approved', 'waived'].includes(award.state) && viewer.mayApprove,
    values: form.values,
    errors: form.errors,
    problem,
  }
}
