import type { z } from 'zod'
import { RewardRule, rewardFault, type LawData } from '../lawbook'
import type { Paper } from '../papers'
import type { Day } from '../platform/clock'
import { calculateReward } from '../rewards'
import { lineInWords } from '../vocabulary/award-words'
import { inDocuments, inYuan, readMoney, type Fen } from '../vocabulary/money'
import { refusals } from '../vocabulary/refusals'
import { rewardFaults } from '../vocabulary/reward-words'

type Rule = LawData['reward-rule']
type Case = NonNullable<Rule['cases']>[number]

type Read = {
  readonly data?: Rule
  readonly faults: readonly string[]
  readonly notes: readonly string[]
}

/** The documented JSON (docs/reward-rules.md), as it is edited and compared line by line. */
export const rewardWords = (rule: Rule): string => JSON.stringify(rule, null, 2)

const refuse = (...faults: readonly string[]): Read => ({ faults, notes: [] })

const parsed = (words: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(words) as unknown }
  } catch {
    return undefined
  }
}

/** More than any place pays. */
const MOST: Fen = 10n ** 14n

const fenOf = (sum: string): Fen => {
  const read = readMoney(sum, MOST)
  return read.ok ? read.fen : 0n
}

const reckon = (rule: Rule, { caseValue, grade, subject, insider, rate }: Case) =>
  calculateReward(rule, fenOf(caseValue), { grade, subject, insider, rate })

const caseFault = (rule: Rule, one: Case, at: number): string[] => {
  const found = reckon(rule, one)
  const name = `第 ${at + 1} 个算例（${one.caseValue} 元）`
  if (!found.ok)
    return [`${name}：${rewardFaults[found.fault.code].replace('{named}', found.fault.named)}`]
  return found.reward === fenOf(one.reward)
    ? []
    : [`${name}写的是 ${one.reward} 元，照这份办法算是 ${inYuan(found.reward)} 元`]
}

/** A frame without a rate has nothing to be tried on. */
const missingCases = ({ formula, cases = [] }: Rule): string[] =>
  formula.shape === 'frame' || cases.length > 0
    ? []
    : [
        '没有算例。请在 cases 里至少写一个手工算好的，例如 {"caseValue": "12000", "grade": "一级", "reward": "360"}',
      ]

const pathOf = (issue: z.core.$ZodIssue): string =>
  issue.path.length === 0 ? '整份' : `“${issue.path.join('.')}”`

const unconfirmed = ({ standing }: Rule): string[] =>
  standing === 'confirmed' ? [] : ['standing 不是 confirmed：不会用来算真实的奖励']

/** Every fault by the name of what is wrong; the cases are calculated only where the rest is right. */
export const readRewardRule = (words: string): Read => {
  const json = parsed(words)
  if (json === undefined) return refuse('读不出来：要写成 JSON，逗号、引号和括号要成对')
  const read = RewardRule.safeParse(json.value)
  if (!read.success)
    return refuse(...read.error.issues.map(issue => `${pathOf(issue)}写得不对或者缺了`))
  const fault = rewardFault(read.data)
  if (fault !== undefined) return refuse(refusals[fault]?.title ?? fault)
  const { data } = read
  const faults = [
    ...missingCases(data),
    ...(data.cases ?? []).flatMap((one, at) => caseFault(data, one, at)),
  ]
  const notes = unconfirmed(data)
  return faults.length > 0 ? { faults, notes } : { data, faults, notes }
}

/** Each case as it is calculated, line by line. */
export const rewardSample = (
  rule: Rule,
  { body, on }: { readonly body: string; readonly on: Day },
): Paper => ({
  ...{ head: body, title: `${rule.title}：算例`, mark: '样张' },
  blocks: (rule.cases ?? []).flatMap((one): Paper['blocks'] => {
    const found = reckon(rule, one)
    if (!found.ok) return []
    const lines = found.lines.map(({ amount, of, ...line }) =>
      lineInWords({ ...line, amount: amount.toString(), of: of?.toString() }),
    )
    return [
      { kind: 'heading', text: `基数 ${one.caseValue} 元，奖励 ${inDocuments(found.reward)}` },
      {
        kind: 'table',
        header: ['哪一步', '怎样算', '金额（元）'],
        rows: lines.map(({ what, how, sum }) => [what, how, sum]),
      },
    ]
  }),
  closing: { body, day: on, seal: false },
})
