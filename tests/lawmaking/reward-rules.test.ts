import { RewardRule } from '../../src/lawbook'
import shipped from '../../src/lawbook/data/reward-rule.json'
import { readRewardRule, rewardWords } from '../../src/lawmaking/reward-words'

const rules = shipped.entries.map(({ data }) => RewardRule.parse(data))
const [sichuan] = rules.filter(({ title }) => title.includes('四川'))
if (sichuan === undefined) throw new Error('no rule')
// 2 % of 100,000 and 1.5 % of the rest.
const cases = [{ caseValue: '652980.18', reward: '10294.70' }]
const whole = { ...sichuan, cases }

it('reads every shipped rule back from its words; only a hand-made case is wanted', () => {
  for (const rule of rules) {
    const { faults } = readRewardRule(rewardWords(rule))
    expect(faults.filter(fault => !fault.startsWith('没有算例'))).toEqual([])
  }
})

it('takes a rule with cases that agree, and none whose cases differ or are missing', () => {
  expect(readRewardRule(rewardWords(whole))).toMatchObject({ data: whole, faults: [] })
  const wrong = { ...whole, cases: [{ caseValue: '652980.18', reward: '10294.71' }] }
  expect(readRewardRule(rewardWords(wrong)).faults).toEqual([
    '第 1 个算例（652980.18 元）写的是 10294.71 元，照这份办法算是 10,294.70 元',
  ])
  expect(readRewardRule(rewardWords(sichuan)).faults).toEqual([expect.stringContaining('没有算例')])
})

const formula = sichuan.formula
if (formula.shape !== 'segmented') throw new Error('the rule has another shape')
const [first, second, ...rest] = formula.brackets
if (first === undefined || second === undefined) throw new Error('no brackets')
const withBrackets = (brackets: unknown) => ({ ...whole, formula: { ...formula, brackets } })

it.each([
  ['{', '读不出来'],
  [
    '{"title": "一", "cases": [{"a": "title"}, {"a": "}\\"{"}], "t\\u0069tle" : "二"}',
    '“title”在同一处写了两次',
  ],
  [JSON.stringify({ ...whole, rates: 1 }), '不认识“rates”，请删去'],
  [JSON.stringify({ ...whole, floor: '200' }), '“floor”写得不对或者缺了'],
  [
    JSON.stringify({ ...whole, cases: [{ caseValue: '3,000', reward: '60' }] }),
    '“cases.0.caseValue”：金额要写在引号里，单位元，不写千位的逗号',
  ],
  [JSON.stringify({ ...whole, cases: [{ caseValue: '1', reward: 60 }] }), '“cases.0.reward”：金额'],
  [
    JSON.stringify({ ...whole, formula: { shape: 'flat', rate: 0.03 } }),
    '“formula.rate”：比例要写在引号里',
  ],
  [JSON.stringify({ ...whole, rounding: undefined }), '“rounding”写得不对或者缺了'],
  [JSON.stringify(withBrackets([first, ...rest])), '奖励的分段之间有空档'],
  [JSON.stringify(withBrackets([first, { ...second, from: 0 }, ...rest])), '奖励的分段互相重叠'],
  [JSON.stringify({ ...whole, floor: 300_000 }), '最低奖励比最高奖励还多'],
  [JSON.stringify({ ...whole, floor: null, cap: 0 }), '最高奖励（cap）写了 0'],
  [JSON.stringify({ ...whole, steps: ['rate', 'cap'] }), '没有写清先算什么、后算什么'],
])('refuses %s by its name', (words, fault) => {
  const read = readRewardRule(words)
  expect(read.data).toBeUndefined()
  expect(read.faults.join('；')).toContain(fault)
})
