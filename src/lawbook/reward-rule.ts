import { z } from 'zod'

const text = z.string().trim().min(1)
const Yuan = z.int().min(0)

/** A part of one, written out: "0.015". To a hundredth of a percent, so that no amount needs more than eight places. */
const Rate = z.string().regex(/^(0(\.\d{1,4})?|1)$/)
const Times = z.string().regex(/^[1-9](\.\d{1,4})?$/)

/** Where a bracket ends: "up to and including" (upper), or "from and including … below" (lower). */
const Edge = z.enum(['upper', 'lower'])

const Span = z.strictObject({ from: Yuan, to: Yuan.nullable() })

/** A rate that no text at hand shows is null: nothing is calculated with it, and it is named. */
const Bracket = Span.extend({ rate: Rate.nullable() })

const Grade = z.strictObject({
  name: text,
  /** When a report is of this grade. */
  test: text.optional(),
  rate: Rate.nullable(),
  least: Yuan.optional(),
})

const Formula = z.discriminatedUnion('shape', [
  /** Says that there is a reward, and leaves how much to others or to a text that is not at hand. */
  z.strictObject({ shape: z.literal('frame'), missing: text }),
  z.strictObject({ shape: z.literal('flat'), rate: Rate }),
  /** Each rate on its own slice. */
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
  /** One rate on the whole, by the bracket in which the whole lies. */
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
  /** A sum, and a rate on the whole beside it. */
  z.strictObject({
    shape: z.literal('fixed-steps'),
    edge: Edge,
    brackets: z.array(Span.extend({ fixed: Yuan, rate: Rate.optional() })).min(1),
  }),
  /** At most that much; that much where nobody says less. */
  z.strictObject({ shape: z.literal('up-to'), ceiling: Rate }),
  /** An officer chooses within the range of the grade. */
  z.strictObject({
    shape: z.literal('range-by-grade'),
    grades: z
      .array(z.strictObject({ name: text, test: text.optional(), from: Rate, to: Rate }))
      .min(1),
  }),
])

/** More for who works or worked there, or for a competitor. */
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

export const rewardSteps = ['rate', 'uplift', 'floor', 'cap'] as const

const Term = z.strictObject({
  length: z.int().positive().max(3660),
  unit: z.enum(['working', 'natural', 'months']),
  from: text,
})

/** How much a place pays, and until when. Documented in docs/reward-rules.md. Sums are in yuan, rates parts of one. */
export const RewardRule = z.strictObject({
  title: text,
  /** The document's number, as its text has it. */
  document: text.nullable(),
  issued: text.nullable(),
  /** What the case value is. */
  basis: text,
  /** Only a confirmed rule is chosen for real cases; the others can be looked at and tried. */
  standing: z.enum(['confirmed', 'uncertain', 'draft']),
  /** The day by which the rule is chosen. */
  chosenBy: z.enum(['report', 'decision']),
  formula: Formula,
  floor: Yuan.nullable(),
  cap: Yuan.nullable(),
  /** In which order they are done; the shares come first. */
  steps: z.array(z.enum(rewardSteps)),
  rounding: z.enum(['half-up', 'down']),
  uplift: Uplift.nullable(),
  /** A fixed sum where the fund lost nothing. */
  withoutLoss: z.strictObject({ from: Yuan, to: Yuan, on: z.boolean() }).nullable(),
  start: Term.nullable(),
  claim: Term.nullable(),
  articles: z.record(z.string(), text).optional(),
  note: text.optional(),
})

export type RewardRuleData = z.output<typeof RewardRule>

type Spans = readonly z.output<typeof Span>[]

const listsOf = (formula: RewardRuleData['formula']): readonly Spans[] => {
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

const orderFault = ({ steps, floor, cap }: RewardRuleData): string | undefined => {
  const whole = rewardSteps.every(step => steps.filter(one => one === step).length === 1)
  if (!whole || steps[0] !== 'rate') return 'law.reward-order'
  return floor !== null && cap !== null && floor > cap ? 'law.reward-floor' : undefined
}

const names = (formula: RewardRuleData['formula']): readonly string[] =>
  'grades' in formula ? formula.grades.map(({ name }) => name) : []

/** No grade twice, none that an uplift leads to and nobody knows, no range from more to less. */
const gradeFault = ({ formula, uplift }: RewardRuleData): string | undefined => {
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

/** What is wrong with a rule of rewards beyond its form, named apart; undefined where it is not even of the form. */
export const rewardFault = (data: unknown): string | undefined => {
  const read = RewardRule.safeParse(data)
  if (!read.success) return undefined
  const faults = [
    ...listsOf(read.data.formula).map(bracketFault),
    orderFault(read.data),
    gradeFault(read.data),
  ]
  return faults.find(fault => fault !== undefined)
}
