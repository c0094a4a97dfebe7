import { z } from 'zod'
import { rewardSteps, type RewardRule as Rule } from '../vocabulary/reward-rule'

const text = z.string().trim().min(1)
const Yuan = z.int().min(0)

/** Text of one form, with a sentence that says which. */
const written = (form: RegExp, sentence: string) =>
  z.custom<string>(value => typeof value === 'string' && form.test(value), sentence)

/** A part of one, written out: "0.015". To a hundredth of a percent, so that no amount needs more than eight places. */
const Rate = written(
  /^(0(\.\d{1,4})?|1)$/,
  '比例要写在引号里，最多四位小数，例如 "0.03"（就是 3%）',
)
const Times = z.string().regex(/^[1-9](\.\d{1,4})?$/)

const Edge = z.enum(['upper', 'lower'])

const Span = z.strictObject({ from: Yuan, to: Yuan.nullable() })

const Bracket = Span.extend({ rate: Rate.nullable() })

const Grade = z.strictObject({
  name: text,
  test: text.optional(),
  rate: Rate.nullable(),
  least: Yuan.optional(),
})

const Formula = z.discriminatedUnion('shape', [
  z.strictObject({ shape: z.literal('frame'), missing: text }),
  z.strictObject({ shape: z.literal('flat'), rate: Rate }),
  z.strictObject({ shape: z.literal('segmented'), edge: Edge, brackets: z.array(Bracket).min(1) }),
  z.strictObject({
    shape: z.literal('segmented-by-grade'),
    edge: Edge,
    grades: z
      .array(
        z.strictObject({
          name: text,
          test: text.optional(),
          brackets: z.array(Bracket).min(1),
        }),
      )
      .min(1),
  }),
  z.strictObject({ shape: z.literal('flat-by-grade'), grades: z.array(Grade).min(1) }),
  z.strictObject({ shape: z.literal('flat-by-nature'), grades: z.array(Grade).min(1) }),
  z.strictObject({
    shape: z.literal('flat-by-bracket'),
    edge: Edge,
    brackets: z.array(Bracket).min(1),
  }),
  z.strictObject({
    shape: z.literal('flat-by-subject'),
    edge: Edge,
    subjects: z
      .array(
        z.strictObject({
          subject: z.enum(['unit', 'individual']),
          who: z.array(text).min(1),
          brackets: z
            .array(Bracket.extend({ least: Yuan.optional(), add: Yuan.optional() }))
            .min(1),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    shape: z.literal('fixed-steps'),
    edge: Edge,
    brackets: z.array(Span.extend({ fixed: Yuan, rate: Rate.optional() })).min(1),
  }),
  z.strictObject({ shape: z.literal('up-to'), ceiling: Rate }),
  z.strictObject({
    shape: z.literal('range-by-grade'),
    grades: z
      .array(z.strictObject({ name: text, test: text.optional(), from: Rate, to: Rate }))
      .min(1),
  }),
])

const Uplift = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('multiplier'),
    who: text,
    times: Times,
    least: Yuan.optional(),
  }),
  z.strictObject({ kind: z.literal('points'), who: text, points: Rate }),
  z.strictObject({
    kind: z.literal('grade'),
    who: text,
    becomes: z.array(z.strictObject({ grade: text, raised: text })).min(1),
  }),
  z.strictObject({ kind: z.literal('unknown'), who: text, missing: text }),
])

const Term = z.strictObject({
  length: z.int().positive().max(3660),
  unit: z.enum(['working', 'natural', 'months']),
  from: text,
})

const Sum = written(
  /^\d{1,12}(\.\d{1,2})?$/,
  '金额要写在引号里，单位元，不写千位的逗号，最多两位小数，例如 "3000" 或者 "3000.50"',
)

const Case = z.strictObject({
  caseValue: Sum,
  grade: text.optional(),
  subject: z.enum(['unit', 'individual']).optional(),
  insider: z.boolean().optional(),
  rate: Rate.optional(),
  reward: Sum,
})

/** The form of `vocabulary/reward-rule`, read from data. */
export const RewardRule: z.ZodType<Rule> = z.strictObject({
  title: text,
  document: text.nullable(),
  issued: text.nullable(),
  basis: text,
  standing: z.enum(['confirmed', 'uncertain', 'draft']),
  chosenBy: z.enum(['report', 'decision']),
  formula: Formula,
  floor: Yuan.nullable(),
  cap: Yuan.nullable(),
  steps: z.array(z.enum(rewardSteps)),
  rounding: z.enum(['half-up', 'down']),
  uplift: Uplift.nullable(),
  withoutLoss: z.strictObject({ from: Yuan, to: Yuan, on: z.boolean() }).nullable(),
  start: Term.nullable(),
  claim: Term.nullable(),
  articles: z.record(z.string(), text).optional(),
  cases: z.array(Case).optional(),
  note: text.optional(),
})

type Spans = readonly z.output<typeof Span>[]

const listsOf = (formula: Rule['formula']): readonly Spans[] => {
  if ('brackets' in formula) return [formula.brackets]
  if (formula.shape === 'segmented-by-grade') return formula.grades.map(({ brackets }) => brackets)
  return formula.shape === 'flat-by-subject' ? formula.subjects.map(({ brackets }) => brackets) : []
}

/** Brackets begin at nothing, each where the last one ended, and the last one has no end. */
const bracketFault = (spans: Spans): string | undefined => {
  let reached: number | null = 0
  for (const { from, to } of spans) {
    if (reached === null || from < reached) return 'law.brackets-overlap'
    if (from > reached) return 'law.brackets-gap'
    if (to !== null && to <= from) return 'law.brackets-overlap'
    reached = to
  }
  return reached === null ? undefined : 'law.brackets-gap'
}

const orderFault = ({ steps, floor, cap }: Rule): string | undefined => {
  const whole = rewardSteps.every(step => steps.filter(one => one === step).length === 1)
  if (!whole || steps[0] !== 'rate') return 'law.reward-order'
  if (cap === 0) return 'law.reward-cap'
  return floor !== null && cap !== null && floor > cap ? 'law.reward-floor' : undefined
}

const names = (formula: Rule['formula']): readonly string[] =>
  'grades' in formula ? formula.grades.map(({ name }) => name) : []

/** No grade twice, none that an uplift leads to and nobody knows, no range from more to less. */
const gradeFault = ({ formula, uplift }: Rule): string | undefined => {
  const known = names(formula)
  const led = uplift?.kind === 'grade' ? uplift.becomes : []
  const strange = led.some(({ grade, raised }) => !known.includes(grade) || !known.includes(raised))
  const backwards =
    formula.shape === 'range-by-grade' &&
    formula.grades.some(({ from, to }) => Number(from) > Number(to))
  return strange || backwards || new Set(known).size < known.length
    ? 'law.reward-grades'
    : undefined
}

const subjectFault = ({ formula }: Rule): string | undefined => {
  const subjects = formula.shape === 'flat-by-subject' ? formula.subjects : []
  const known = new Set(subjects.map(({ subject }) => subject))
  return known.size < subjects.length ? 'law.reward-subjects' : undefined
}

/** Every sum that a part of the rule pays at least. */
const leastSums = ({ formula, uplift }: Rule): readonly number[] =>
  [
    ...('grades' in formula ? formula.grades : []),
    ...(formula.shape === 'flat-by-subject'
      ? formula.subjects.flatMap(({ brackets }) => brackets)
      : []),
    ...(uplift === null ? [] : [uplift]),
  ].flatMap(part => ('least' in part ? (part.least ?? []) : []))

const leastFault = (rule: Rule): string | undefined => {
  const { cap } = rule
  return cap !== null && leastSums(rule).some(least => least > cap) ? 'law.reward-least' : undefined
}

/** What is wrong with a rule of rewards beyond its form, named apart; undefined where it is not even of the form. */
export const rewardFault = (data: unknown): string | undefined => {
  const read = RewardRule.safeParse(data)
  if (!read.success) return undefined
  const faults = [
    ...listsOf(read.data.formula).map(bracketFault),
    orderFault(read.data),
    gradeFault(read.data),
    subjectFault(read.data),
    leastFault(read.data),
  ]
  return faults.find(fault => fault !== undefined)
}
