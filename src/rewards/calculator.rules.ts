import type { Fen } from '../vocabulary/money'
import type { RewardRule as Rule, RewardUplift as Uplift } from '../vocabulary/reward-rule'
import { exactly, moreBy, toFen, type Exact } from './exact.rules'
import type { Reckoning, RewardFault, RewardOptions, TraceLine } from './reward.rules'
import { isFault, sharesOf, type Asked, type Shares } from './shares.rules'

type Step = Rule['steps'][number]

const YUAN = 100n
const exactYuan = (yuan: number): Exact => exactly(BigInt(yuan) * YUAN)

const sumOf = (lines: readonly TraceLine[]): Exact =>
  lines.reduce((total, { amount }) => total + amount, 0n)

const raisedGrade = (grade: string | undefined, uplift: Uplift | undefined): string | undefined =>
  (uplift?.kind === 'grade'
    ? uplift.becomes.find(one => one.grade === grade)?.raised
    : undefined) ?? grade

/** What an uplift changes before anything is shared out. */
const askWith = (
  fen: Fen,
  options: RewardOptions,
  uplift: Uplift | undefined,
): Asked | RewardFault =>
  uplift?.kind === 'unknown'
    ? { code: 'figure-missing', named: uplift.missing }
    : {
        fen,
        options: { ...options, grade: raisedGrade(options.grade, uplift) },
        points: uplift?.kind === 'points' ? uplift.points : '0',
      }

const raise = (lines: readonly TraceLine[], uplift: Uplift | undefined): TraceLine[] => {
  if (uplift?.kind !== 'multiplier') return []
  const before = sumOf(lines)
  const more = moreBy(before, uplift.times)
  const least = exactYuan(uplift.least ?? 0)
  const raised: TraceLine = { what: 'uplift', times: uplift.times, amount: more }
  return before + more < least
    ? [raised, { what: 'floor', amount: least - before - more }]
    : [raised]
}

const larger = (one: Exact, other: Exact): Exact => (one > other ? one : other)

/**
 * How much a rule pays for a loss: pure, in fen, to be re-added line by line.
 * Uplift, floor and cap are done in the order of the rule; it is rounded once, at the end.
 * @param fen what the rule calls its basis, in fen
 */
export const calculateReward = (rule: Rule, fen: Fen, options: RewardOptions): Reckoning => {
  if (fen <= 0n) return { ok: false, fault: { code: 'no-loss', named: rule.basis } }
  const uplift = options.insider === true ? (rule.uplift ?? undefined) : undefined
  const asked = askWith(fen, options, uplift)
  if ('code' in asked) return { ok: false, fault: asked }
  const shares = sharesOf(asked, rule.formula)
  if (isFault(shares)) return { ok: false, fault: shares }
  const lines = [...shares.lines]
  for (const step of rule.steps) lines.push(...stepLines[step]({ rule, uplift, shares, lines }))
  const exact = sumOf(lines)
  const reward = toFen(exact, rule.rounding)
  const rounding = exactly(reward) - exact
  return {
    ...{ ok: true, reward },
    lines: rounding === 0n ? lines : [...lines, { what: 'rounding', amount: rounding }],
  }
}

type Running = {
  readonly rule: Rule
  readonly uplift: Uplift | undefined
  readonly shares: Shares
  readonly lines: readonly TraceLine[]
}

const stepLines: Readonly<Record<Step, (running: Running) => readonly TraceLine[]>> = {
  // The shares are there before.
  rate: () => [],
  uplift: ({ lines, uplift }) => raise(lines, uplift),
  floor: ({ lines, rule, shares }) => {
    const floor = larger(exactYuan(rule.floor ?? 0), exactly(shares.least ?? 0n))
    const short = floor - sumOf(lines)
    return short > 0n ? [{ what: 'floor', amount: short }] : []
  },
  cap: ({ lines, rule }) => {
    const over = rule.cap === null ? 0n : sumOf(lines) - exactYuan(rule.cap)
    return over > 0n ? [{ what: 'cap', amount: -over }] : []
  },
}
