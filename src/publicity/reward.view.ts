import type { LawEntry } from '../lawbook'
import { dayInWords } from '../platform/clock'
import { calculateReward } from '../rewards'
import { lineInWords } from '../vocabulary/calculation-words'
import { sureInWords } from '../vocabulary/clock-words'
import { inCapitals, inShort, inYuan, type Fen } from '../vocabulary/money'
import { rewardFaults } from '../vocabulary/reward-words'
import { officialLink } from './official-link.rules'
import { readEstimate, toOptions, type RewardWish } from './reward-wish'

export type RewardLaw = {
  /** The rule by which this place pays; none where nobody has confirmed one. */
  readonly rule: LawEntry<'reward-rule'> | undefined
  readonly tests: readonly LawEntry<'reward-test'>[]
  /** Sites that citizens may be led to. */
  readonly hosts: readonly LawEntry<'link-host'>[]
  /** The largest sum that is read. */
  readonly most: Fen
}
type Rule = LawEntry<'reward-rule'>

const yuan = (amount: number | null): string =>
  amount === null ? '没有写' : inShort(BigInt(amount) * 100n)

const subjectWords = { unit: '单位', individual: '个人' } as const

/** Yuan without .00, as a figure that is meant to be read. */
const inPlain = (fen: Fen): string => inYuan(fen).replace(/\.00$/, '')

const toRule = ({ data, source, status, validFrom }: Rule, hosts: RewardLaw['hosts']) => ({
  title: data.title,
  document: data.document,
  from: dayInWords(validFrom),
  basis: data.basis,
  floor: yuan(data.floor),
  cap: yuan(data.cap),
  sure: status === 'P' ? '' : sureInWords(status),
  link: officialLink(
    source,
    hosts.filter(({ data: { on } }) => on).map(({ data: { host } }) => host),
  ),
  note: data.note,
  claim: data.claim && termInWords(data.claim),
})

const termUnits = { working: '个工作日', natural: '天', months: '个月' } as const
const termInWords = ({ length, unit, from }: NonNullable<Rule['data']['claim']>): string =>
  `${from}后 ${String(length)} ${termUnits[unit]}内`

const toLevels = ({ formula }: Rule['data'], chosen: string) =>
  ('grades' in formula ? formula.grades : []).map(({ name, test }) => ({
    ...{ value: name, chosen: name === chosen },
    words: test === undefined ? name : `${name}：${test}`,
  }))

const toSubjects = ({ formula }: Rule['data'], chosen: string) =>
  (formula.shape === 'flat-by-subject' ? formula.subjects : []).map(({ subject, who }) => ({
    ...{ value: subject, chosen: subject === chosen },
    words: `${subjectWords[subject]}：${who.join('、')}`,
  }))

/** What the form has to ask for this rule. */
const toForm = ({ data }: Rule, { amount, level, subject, insider }: RewardWish) => ({
  ...{ amount: amount ?? '', insider },
  levels: toLevels(data, level),
  subjects: toSubjects(data, subject),
  uplift: data.uplift?.who,
})

type Result = {
  readonly amount: string
  readonly sum: string
  readonly capitals: string
  readonly capped: boolean
  readonly lines: readonly ReturnType<typeof lineInWords>[]
  /** Why there is no sum. */
  readonly missing: string
}

const toResult = (rule: Rule, wish: RewardWish, fen: Fen): Result => {
  const found = calculateReward(rule.data, fen, toOptions(wish))
  const amount = inShort(fen)
  if (!found.ok) {
    const missing = rewardFaults[found.fault.code].replace('{named}', found.fault.named)
    return { amount, missing, sum: '', capitals: '', capped: false, lines: [] }
  }
  return {
    ...{ amount, missing: '', sum: `${inPlain(found.reward)} 元` },
    capitals: `人民币${inCapitals(found.reward)}`,
    capped: found.lines.some(({ what }) => what === 'cap'),
    lines: found.lines.map(lineInWords),
  }
}

const toTests = (tests: RewardLaw['tests'], part: LawEntry<'reward-test'>['data']['part']) =>
  tests
    .filter(({ data }) => data.part === part)
    .map(({ data, status }) => ({
      words: data.words,
      sure: ['P', 'N'].includes(status) ? '' : sureInWords(status),
    }))

const toEstimated = (rule: Rule | undefined, wish: RewardWish, most: Fen) => {
  const read = wish.amount === undefined ? undefined : readEstimate(wish.amount, most)
  if (rule === undefined || read === undefined) return { errors: {}, result: undefined }
  return read.ok
    ? { errors: {}, result: toResult(rule, wish, read.fen) }
    : { errors: { amount: read.why }, result: undefined }
}

export const toReward = ({ rule, tests, hosts, most }: RewardLaw, wish: RewardWish) => ({
  rule: rule === undefined ? undefined : toRule(rule, hosts),
  form: rule && toForm(rule, wish),
  ...toEstimated(rule, wish, most),
  conditions: toTests(tests, 'condition'),
  exclusions: toTests(tests, 'exclusion'),
  several: toTests(tests, 'several'),
})

/** The form alone, where the rule of the place gives a sum at all. */
export const toEstimate = ({ rule, hosts }: Pick<RewardLaw, 'rule' | 'hosts'>) =>
  rule === undefined || rule.data.formula.shape === 'frame'
    ? undefined
    : {
        rule: toRule(rule, hosts),
        form: toForm(rule, { amount: '', level: '', subject: '', insider: false }),
      }
