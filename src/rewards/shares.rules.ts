import type { Fen } from '../vocabulary/money'
import type { RewardFormula as Formula } from '../vocabulary/reward-rule'
import { addRates, exactly, isMore, share } from './exact.rules'
import type { RewardFault, RewardOptions, TraceLine } from './reward.rules'

type Of<Shape extends Formula['shape']> = Extract<Formula, { shape: Shape }>
type Bracket = Of<'segmented'>['brackets'][number]
type Edge = Of<'segmented'>['edge']

/** What is asked, with the uplift already turned into a grade or into points where it is one. */
export type Asked = {
  readonly fen: Fen
  readonly options: RewardOptions
  readonly points: string
}

/** The shares before uplift, floor and cap; `least` is a floor that belongs to the grade or bracket. */
export type Shares = { readonly lines: readonly TraceLine[]; readonly least?: Fen | undefined }
type Found = Shares | RewardFault

export const isFault = (found: Found): found is RewardFault => 'code' in found

const YUAN = 100n
const inFen = (yuan: number): Fen => BigInt(yuan) * YUAN

const missing = (named: string): RewardFault => ({ code: 'figure-missing', named })

/** "超过 10 万元的部分": a bracket as a person finds it again. */
const spanInWords = ({
  from,
  to,
}: {
  readonly from: number
  readonly to: number | null
}): string => (to === null ? `${String(from)} 元以上` : `${String(from)} 元到 ${String(to)} 元`)

const liesIn = (fen: Fen, { from, to }: Pick<Bracket, 'from' | 'to'>, edge: Edge): boolean => {
  const low = inFen(from)
  const high = to === null ? undefined : inFen(to)
  return edge === 'upper'
    ? (fen > low || from === 0) && (high === undefined || fen <= high)
    : fen >= low && (high === undefined || fen < high)
}

const whole = ({ fen, points }: Asked, rate: string, grade?: string): TraceLine => {
  const raised = addRates(rate, points)
  return {
    ...{ what: 'whole', of: fen, rate: raised, amount: share(fen, raised) },
    ...(grade === undefined ? {} : { grade }),
  }
}

const slices = (asked: Asked, brackets: readonly Bracket[], grade?: string): Found => {
  const lines: TraceLine[] = []
  for (const { from, to, rate } of brackets) {
    const low = inFen(from)
    if (asked.fen <= low) break
    if (rate === null) return missing(`${spanInWords({ from, to })}的比例`)
    const high = to === null || asked.fen < inFen(to) ? asked.fen : inFen(to)
    const line = whole({ ...asked, fen: high - low }, rate, grade)
    lines.push({ ...line, what: 'slice' })
  }
  return { lines }
}

type Named = { readonly name: string }

/** The grade that was asked for; the rule's own grades are named where it is none of them. */
const gradeAmong = <Grade extends Named>(
  grades: readonly Grade[],
  asked: string | undefined,
): Grade | RewardFault => {
  const named = grades.map(({ name }) => name).join('、')
  if (asked === undefined) return { code: 'grade-missing', named }
  return grades.find(({ name }) => name === asked) ?? { code: 'grade-unknown', named }
}

const byGrade = (asked: Asked, { grades }: Of<'flat-by-grade' | 'flat-by-nature'>): Found => {
  const grade = gradeAmong(grades, asked.options.grade)
  if ('code' in grade) return grade
  if (grade.rate === null) return missing(`${grade.name}的比例`)
  const least = grade.least === undefined ? undefined : inFen(grade.least)
  return { lines: [whole(asked, grade.rate, grade.name)], least }
}

const bySlicesOfGrade = (asked: Asked, { grades }: Of<'segmented-by-grade'>): Found => {
  const grade = gradeAmong(grades, asked.options.grade)
  return 'code' in grade ? grade : slices(asked, grade.brackets, grade.name)
}

const byBracket = (asked: Asked, { brackets, edge }: Of<'flat-by-bracket'>): Found => {
  const bracket = brackets.find(one => liesIn(asked.fen, one, edge))
  if (bracket?.rate == null) return missing(bracket ? `${spanInWords(bracket)}的比例` : '这一段')
  return { lines: [whole(asked, bracket.rate)] }
}

const bySubject = (asked: Asked, { subjects, edge }: Of<'flat-by-subject'>): Found => {
  const subject = subjects.find(one => one.subject === asked.options.subject)
  if (subject === undefined)
    return { code: 'subject-missing', named: subjects.map(one => one.subject).join('、') }
  const bracket = subject.brackets.find(one => liesIn(asked.fen, one, edge))
  if (bracket?.rate == null) return missing(bracket ? `${spanInWords(bracket)}的比例` : '这一段')
  const add = exactly(inFen(bracket.add ?? 0))
  const lines: TraceLine[] = [whole(asked, bracket.rate)]
  if (add > 0n) lines.push({ what: 'addition', amount: add })
  return { lines, least: bracket.least === undefined ? undefined : inFen(bracket.least) }
}

const bySteps = (asked: Asked, { brackets, edge }: Of<'fixed-steps'>): Found => {
  const step = brackets.find(one => liesIn(asked.fen, one, edge))
  if (step === undefined) return missing('这一段')
  const fixed: TraceLine = { what: 'fixed', amount: exactly(inFen(step.fixed)) }
  return { lines: step.rate === undefined ? [fixed] : [fixed, whole(asked, step.rate)] }
}

const upTo = (asked: Asked, { ceiling }: Of<'up-to'>): Found => {
  const rate = asked.options.rate ?? ceiling
  return isMore(rate, ceiling)
    ? { code: 'rate-outside', named: `最高 ${ceiling}` }
    : { lines: [whole(asked, rate)] }
}

const inRange = (asked: Asked, { grades }: Of<'range-by-grade'>): Found => {
  const grade = gradeAmong(grades, asked.options.grade)
  if ('code' in grade) return grade
  const { rate } = asked.options
  const named = `${grade.from} 到 ${grade.to}`
  if (rate === undefined) return { code: 'rate-missing', named }
  return isMore(grade.from, rate) || isMore(rate, grade.to)
    ? { code: 'rate-outside', named }
    : { lines: [whole(asked, rate, grade.name)] }
}

type Reckon<Shape extends Formula['shape']> = (asked: Asked, formula: Of<Shape>) => Found
const shapes: { readonly [Shape in Formula['shape']]: Reckon<Shape> } = {
  frame: (_asked, formula) => missing(formula.missing),
  flat: (asked, { rate }) => ({ lines: [whole(asked, rate)] }),
  segmented: (asked, { brackets }) => slices(asked, brackets),
  'segmented-by-grade': bySlicesOfGrade,
  'flat-by-grade': byGrade,
  'flat-by-nature': byGrade,
  'flat-by-bracket': byBracket,
  'flat-by-subject': bySubject,
  'fixed-steps': bySteps,
  'up-to': upTo,
  'range-by-grade': inRange,
}

const chosenByOfficer: readonly Formula['shape'][] = ['up-to', 'range-by-grade']

export const sharesOf = (asked: Asked, formula: Formula): Found => {
  if (asked.options.rate !== undefined && !chosenByOfficer.includes(formula.shape))
    return { code: 'rate-fixed', named: '' }
  // Each shape has the reckoning of its own name.
  return (shapes[formula.shape] as Reckon<Formula['shape']>)(asked, formula)
}
