import * as fc from 'fast-check'
import { shippedEntries, type LawEntry, type NewLawEntry } from '../../src/lawbook'
import { checkPack } from '../../src/lawbook/law-pack'
import { asDay } from '../../src/platform/clock'
import { calculateReward, chooseRewardRule, type RewardOptions } from '../../src/rewards'
import { exactly } from '../../src/rewards/exact.rules'
import { lineInWords } from '../../src/vocabulary/calculation-words'

type Rule = LawEntry<'reward-rule'>
const rules = shippedEntries('reward-rule')
const byCode = (code: string): Rule => {
  const rule = rules.find(one => one.code === code)
  if (rule === undefined) throw new Error(code)
  return rule
}

const gradesOf = ({ data: { formula } }: Rule): (string | undefined)[] =>
  'grades' in formula ? formula.grades.map(({ name }) => name) : [undefined]

const someOptions = (rule: Rule): fc.Arbitrary<RewardOptions> =>
  fc.record({
    grade: fc.constantFrom(...gradesOf(rule)),
    subject: fc.constantFrom('unit', 'individual'),
    insider: fc.boolean(),
    rate:
      rule.data.formula.shape === 'range-by-grade' || rule.data.formula.shape === 'up-to'
        ? fc.constantFrom('0.03', '0.05', '0.06', '0.0575', '0.08')
        : fc.constant(undefined),
  })

const fen = fc.oneof(fc.bigInt(1n, 100_000n), fc.bigInt(1n, 1_000_000_000_000n))
const yuan = (amount: number | null): bigint => BigInt(amount ?? 0) * 100n

/** What stands on paper, in hundred-millionths of a fen. */
const reAdd = (sums: readonly string[]): bigint =>
  sums.reduce((total, sum) => {
    const [whole = '', below = ''] = sum.replaceAll(',', '').split('.')
    return total + BigInt(`${whole}${below.padEnd(10, '0')}`)
  }, 0n)

describe.each(rules.map(rule => [rule.code, rule] as const))('%s', (_, rule) => {
  it('lies between floor and cap, and its lines re-add to it', () => {
    expect(() => {
      fc.assert(
        fc.property(fen, someOptions(rule), (amount, options) => {
          const found = calculateReward(rule.data, amount, options)
          if (!found.ok) return found.fault.named !== ''
          const { reward, lines } = found
          const sum = lines.reduce((total, line) => total + line.amount, 0n)
          const mostYuan = rule.data.cap ?? Number.MAX_SAFE_INTEGER
          return (
            reward >= yuan(rule.data.floor) &&
            reward <= yuan(mostYuan) &&
            sum === exactly(reward) &&
            reAdd(lines.map(line => lineInWords(line).sum)) === sum
          )
        }),
        { numRuns: 60 },
      )
    }).not.toThrow()
  })

  it('pays no less for more, but where the rule has a cliff', () => {
    if (rule.data.formula.shape === 'flat-by-bracket') return
    expect(() => {
      fc.assert(
        fc.property(fen, fen, someOptions(rule), (one, other, options) => {
          const [less, more] = one < other ? [one, other] : [other, one]
          const low = calculateReward(rule.data, less, options)
          const high = calculateReward(rule.data, more, options)
          return !low.ok || !high.ok || high.reward >= low.reward
        }),
        { numRuns: 60 },
      )
    }).not.toThrow()
  })

  it('an insider is never paid less', () => {
    expect(() => {
      fc.assert(
        fc.property(fen, someOptions(rule), (amount, options) => {
          const plain = calculateReward(rule.data, amount, { ...options, insider: false })
          const raised = calculateReward(rule.data, amount, { ...options, insider: true })
          return !plain.ok || !raised.ok || raised.reward >= plain.reward
        }),
        { numRuns: 40 },
      )
    }).not.toThrow()
  })
})

it('the sum of slices is what the quick deduction gives', () => {
  const rule = byCode('CN-JX-JJ-2025').data
  fc.assert(
    fc.property(fc.bigInt(1n, 900_000_000n), amount => {
      const found = calculateReward(rule, amount, {})
      const lakh = 10_000_000n
      const quick =
        amount <= lakh
          ? amount * 3n
          : amount <= 5n * lakh
            ? 30_000_000n + (amount - lakh) * 2n
            : 110_000_000n + (amount - 5n * lakh)
      const rounded = (quick + 50n) / 100n
      const floored = rounded < 20_000n ? 20_000n : rounded
      expect(found).toMatchObject({
        ok: true,
        reward: floored > 20_000_000n ? 20_000_000n : floored,
      })
    }),
  )
})

it('rounds half up, once, at the end; or down where the pack says so', () => {
  const flat = { ...byCode('CN-SN-TC-2020').data }
  const reckon = (rounding: 'half-up' | 'down', amount: bigint) =>
    calculateReward({ ...flat, rounding }, amount, {})
  // 3 % of 0.50 yuan is 1.5 fen.
  expect(reckon('half-up', 50n)).toMatchObject({ reward: 2n })
  expect(reckon('down', 50n)).toMatchObject({ reward: 1n })
  expect(reckon('half-up', 49n)).toMatchObject({ reward: 1n })
})

it('does uplift, floor and cap in the order of the pack', () => {
  const rule = byCode('CN-GD-2023-DRAFT').data
  const options = { grade: '一级', insider: true }
  // 390 -> 468 -> 468; floor first: 390 -> 400 -> 480.
  expect(calculateReward(rule, 1_300_000n, options)).toMatchObject({ reward: 46_800n })
  const floorFirst = { ...rule, steps: ['rate', 'floor', 'uplift', 'cap'] as const }
  expect(
    calculateReward({ ...floorFirst, steps: [...floorFirst.steps] }, 1_300_000n, options),
  ).toMatchObject({ reward: 48_000n })
})

describe('which rule a place pays by', () => {
  const national = byCode('CN-2022-22')
  const province = byCode('CN-SC-2022-7')
  const city: Rule = { ...byCode('CN-SC-SN-2023-7') }
  const confirmed = (rule: Rule, more: Partial<Rule> = {}): Rule => ({
    ...rule,
    ...more,
    data: { ...rule.data, standing: 'confirmed' },
  })

  it('the nearest that is confirmed, else the one above, else the national frame', () => {
    expect(chooseRewardRule([national, province, city])).toMatchObject({
      ...{ rule: { code: province.code }, passedOver: [{ code: city.code }] },
    })
    expect(chooseRewardRule([national, province, confirmed(city)]).rule?.code).toBe(city.code)
    expect(chooseRewardRule([national]).rule?.code).toBe(national.code)
    expect(chooseRewardRule([city]).rule).toBeUndefined()
  })

  it('of two of the same place the later', () => {
    const later = confirmed(province, { code: 'LATER', validFrom: asDay('2025-01-01') })
    expect(chooseRewardRule([later, province]).rule?.code).toBe('LATER')
    expect(chooseRewardRule([province, later]).rule?.code).toBe('LATER')
  })
})

describe('a pack that cannot be right is refused by name', () => {
  const base = byCode('CN-SC-2022-7')
  const entry = (data: object): NewLawEntry => ({
    ...base,
    code: 'TEST',
    data: { ...base.data, ...data },
  })
  const brackets = (...list: [number, number | null][]) => ({
    formula: {
      ...{ shape: 'segmented', edge: 'upper' },
      brackets: list.map(([from, to]) => ({ from, to, rate: '0.01' })),
    },
  })
  const grades = (...names: string[]) => ({
    formula: { shape: 'flat-by-grade', grades: names.map(name => ({ name, rate: '0.01' })) },
  })

  const subjects = (...list: string[]) => ({
    ...{ cap: 500, floor: null },
    formula: {
      ...{ shape: 'flat-by-subject', edge: 'upper' },
      subjects: list.map(subject => ({
        ...{ subject, who: ['x'] },
        brackets: [{ from: 0, to: null, rate: '0.01', least: 501 }],
      })),
    },
  })

  it.each([
    ['law.brackets-gap', brackets([0, 10], [11, null])],
    ['law.brackets-gap', brackets([1, null])],
    ['law.brackets-gap', brackets([0, 10])],
    ['law.brackets-overlap', brackets([0, 10], [9, null])],
    ['law.brackets-overlap', brackets([0, null], [9, null])],
    ['law.brackets-overlap', brackets([0, 0], [0, null])],
    ['law.reward-order', { steps: ['rate', 'cap'] }],
    ['law.reward-order', { steps: ['rate', 'uplift', 'cap', 'cap'] }],
    ['law.reward-order', { steps: ['floor', 'rate', 'uplift', 'cap'] }],
    ['law.reward-floor', { floor: 300_000 }],
    ['law.reward-cap', { cap: 0, floor: null }],
    ['law.reward-subjects', subjects('unit', 'unit')],
    ['law.reward-least', subjects('unit', 'individual')],
    [
      'law.reward-least',
      {
        cap: 500,
        formula: {
          ...{ shape: 'flat-by-grade' },
          grades: [{ name: '一级', rate: '0.01', least: 501 }],
        },
      },
    ],
    [
      'law.reward-least',
      { cap: 500, uplift: { kind: 'multiplier', who: 'x', times: '1.2', least: 501 } },
    ],
    ['law.reward-grades', grades('一级', '一级')],
    [
      'law.reward-grades',
      {
        ...grades('一级'),
        uplift: { kind: 'grade', who: 'x', becomes: [{ grade: '一级', raised: '特级' }] },
      },
    ],
    ['law.malformed', { steps: undefined }],
    ['law.malformed', { formula: { shape: 'flat', rate: '1.5' } }],
    ['law.malformed', { formula: { shape: 'flat', rate: 0.02 } }],
    ['law.malformed', { floor: -1 }],
    ['law.malformed', { cap: 0.5 }],
  ])('%s', (code, data) => {
    expect(() => {
      checkPack([entry(data)])
    }).toThrow(expect.objectContaining({ code }) as Error)
  })

  it('and what is right is taken', () => {
    expect(() => {
      checkPack([entry(brackets([0, 10], [10, null]))])
    }).not.toThrow()
  })
})
