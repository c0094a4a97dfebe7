import { RewardRule, rewardFault, type LawData } from '../lawbook'
import type { Paper } from '../papers'
import type { Day } from '../platform/clock'
import { calculateReward } from '../rewards'
import { lineInWords } from '../vocabulary/calculation-words'
import { inDocuments, inYuan, readMoney, type Fen } from '../vocabulary/money'
import { refusals } from '../vocabulary/refusals'
import { rewardSteps } from '../vocabulary/reward-rule'
import { rewardFaults } from '../vocabulary/reward-words'
import { jsonWords, readJson, refuse, type Read } from './json-words'

type Rule = LawData['reward-rule']
type Case = NonNullable<Rule['cases']>[number]

/** The documented JSON (docs/reward-rules.md). */
export const rewardWords = (rule: Rule): string => jsonWords(rule)

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

const unconfirmed = ({ standing }: Rule): string[] =>
  standing === 'confirmed' ? [] : ['standing 不是 confirmed：不会用来算真实的奖励']

/** Every fault by the name of what is wrong; the cases are calculated only where the rest is right. */
export const readRewardRule = (words: string): Read<Rule> => {
  const read = readJson(RewardRule, words)
  const { data } = read
  if (data === undefined) return read
  const fault = rewardFault(data)
  if (fault !== undefined) return refuse(refusals[fault]?.title ?? fault)
  const faults = [
    ...missingCases(data),
    ...(data.cases ?? []).flatMap((one, at) => caseFault(data, one, at)),
  ]
  const notes = unconfirmed(data)
  return faults.length > 0 ? { faults, notes } : { data, faults, notes }
}

/** What a new one begins with: nothing in it may become law before somebody has filled it in. */
export const blankReward = jsonWords({
  ...{ title: '', document: null, issued: null, basis: '', standing: 'draft' },
  ...{ chosenBy: '', formula: { shape: 'flat', rate: '' }, floor: null, cap: null },
  ...{ steps: rewardSteps, rounding: '', uplift: null, withoutLoss: null, start: null },
  ...{ claim: null, cases: [{ caseValue: '', reward: '' }] },
})

/** Each case as it is calculated, line by line. */
export const rewardSample = (
  rule: Rule,
  { body, on }: { readonly body: string; readonly on: Day },
): Paper => ({
  ...{ head: body, title: `${rule.title}：算例`, mark: '样张' },
  blocks: (rule.cases ?? []).flatMap((one): Paper['blocks'] => {
    const found = reckon(rule, one)
    if (!found.ok) return []
    const lines = found.lines.map(lineInWords)
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
