import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { ProposalFrame, ProposalWish } from '../awards'
import type { AwardId, CaseId } from '../vocabulary/ids'
import { readMoney, type Fen } from '../vocabulary/money'
import { halfWidth, lengthOf, line, prose } from '../vocabulary/typing'

const uuid = <Id extends string>() => z.uuid().transform(text => text as Id)

export const CasePath = z.object({ caseId: uuid<CaseId>() })
export const AwardPath = z.object({ caseId: uuid<CaseId>(), awardId: uuid<AwardId>() })

export const ListQuery = z.object({
  view: z.enum(['waiting', 'running', 'ended']).catch('waiting'),
  after: z.coerce.number().int().positive().optional().catch(undefined),
})

export type AwardLimits = {
  readonly most: Fen
  readonly number: number
  readonly reasonMin: number
  readonly reasonMax: number
}

/** @param of which reason it is: a page has several */
const why = ({ reasonMin, reasonMax }: AwardLimits, of: string) =>
  z
    .string()
    .transform(prose)
    .refine(text => lengthOf(text) >= reasonMin, `请写${of}，至少 ${String(reasonMin)} 个字`)
    .refine(text => lengthOf(text) <= reasonMax, `${of}最多 ${String(reasonMax)} 字`)

/**
 * As 发文字号 are written: whose and what, the year in brackets, the number. It goes to the finance side, who never read the
 * case: nothing that tells of it, and no name of anybody, fits in.
 */
const documentNumber =
  /^([\p{Script=Han}A-Za-z]{2,18})[〔[(【](\d{4})[〕\])】](第?\d{1,6}(?:-\d{1,4})?)号$/u

const numberFault =
  '文号只写文号，例如 示范市医保罚〔2026〕12号：财务看得到它、看不到案情，这里不能写别的话'

/** Without blanks, and with the brackets of 发文字号. */
const toNumber = (text: string): string => {
  const bare = halfWidth(line(text)).replace(/\s/g, '')
  const [, whose, year = '', number = ''] = documentNumber.exec(bare) ?? []
  return whose === undefined ? bare : `${whose}〔${year}〕${number}号`
}

/** @param needed a refusal may come before anything was decided */
const decision = ({ number }: AwardLimits, needed: boolean) =>
  z
    .string()
    .transform(toNumber)
    .refine(text => text !== '' || !needed, '请写处理决定的文号')
    .refine(text => lengthOf(text) <= number, `文号最多 ${String(number)} 个字`)
    .refine(text => text === '' || documentNumber.test(text), numberFault)

const amount = ({ most }: AwardLimits) =>
  z.string().transform((typed, context): Fen => {
    const read = line(halfWidth(typed)) === '' ? undefined : readMoney(typed, most)
    if (read === undefined) context.addIssue('请填奖励的基数')
    else if (!read.ok) context.addIssue(read.why)
    else if (read.fen === 0n) context.addIssue('金额要大于零')
    else return read.fen
    return z.NEVER
  })

/** 3 or 3.5, percent, as a part of one. */
const rate = z.string().transform((typed, context) => {
  const text = line(halfWidth(typed)).replace(/%$/, '')
  if (text === '') return ''
  const [, whole = '', part = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  if (whole === '' || Number(text) > 100) {
    context.addIssue('比例要写百分数，例如 3 或者 3.5')
    return z.NEVER
  }
  const hundredths = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  return String(hundredths / 10_000)
})

type Test = ProposalFrame['tests'][number]

const answersOf = (tests: readonly Test[]) =>
  Object.fromEntries(
    tests.map(({ code, data }) => [
      `t_${code}`,
      z.enum(['yes', 'no'], `请选“${data.words.slice(0, 12)}…”这一条`),
    ]),
  )

const ofPart = (tests: readonly Test[], part: Test['data']['part']) =>
  tests.filter(({ data }) => data.part === part)

const gradesOf = ({ rule }: ProposalFrame): readonly string[] => {
  const formula = rule?.data.formula
  return formula !== undefined && 'grades' in formula ? formula.grades.map(({ name }) => name) : []
}

/** Whether the tests speak against a reward: then no sum is asked for. */
const speaksAgainst = (body: unknown, tests: readonly Test[]): boolean => {
  const typed = z.record(z.string(), z.unknown()).catch({}).parse(body)
  return (
    ofPart(tests, 'condition').some(({ code }) => typed[`t_${code}`] === 'no') ||
    ofPart(tests, 'exclusion').some(({ code }) => typed[`t_${code}`] === 'yes')
  )
}

type Sums = Pick<ProposalWish, 'basis' | 'grade' | 'subject' | 'insider' | 'rate'>

const noSums: Sums = { basis: 0n, grade: '', subject: '', insider: false, rate: '' }

const gradeIn = (names: readonly string[]) =>
  names.length === 0
    ? z
        .string()
        .optional()
        .transform(() => '')
    : z.string('请选等级').refine(name => names.includes(name), '请选等级')

const subjectFor = ({ rule }: ProposalFrame) =>
  rule?.data.formula.shape === 'flat-by-subject'
    ? z.enum(['unit', 'individual'], '请选被举报的是单位还是个人')
    : z
        .string()
        .optional()
        .transform((): '' => '')

const sumsOf = (frame: ProposalFrame, limits: AwardLimits) =>
  z.object({
    basis: amount(limits),
    grade: gradeIn(gradesOf(frame)),
    subject: subjectFor(frame),
    insider: z
      .string()
      .optional()
      .transform(text => text !== undefined),
    rate: rate.optional().transform(text => text ?? ''),
  })

/** Read by the tests and the rule of the case's place; without sums where the tests speak against a reward. */
export const proposalForm = (
  frame: ProposalFrame,
  limits: AwardLimits,
  body: unknown,
): z.ZodType<ProposalWish> => {
  const conditions = ofPart(frame.tests, 'condition')
  const exclusions = ofPart(frame.tests, 'exclusion')
  const answers = z.object(answersOf([...conditions, ...exclusions])).transform(given => {
    const chosen = (tests: readonly Test[]): ProposalWish['conditions'] =>
      tests.map(({ code }) => ({ code, yes: given[`t_${code}`] === 'yes' }))
    return { conditions: chosen(conditions), exclusions: chosen(exclusions) }
  })
  const isRefusal = speaksAgainst(body, frame.tests)
  const shared = z.object({
    once: z.uuid('这一页放得太久了，请再提交一次'),
    decision: decision(limits, !isRefusal),
    conditionsWhy: why(limits, '符合不符合条件的理由'),
    exclusionsWhy: why(limits, '有没有不予奖励情形的理由'),
  })
  return isRefusal
    ? shared.and(answers).transform(read => ({ ...noSums, ...read }))
    : shared.and(answers).and(sumsOf(frame, limits))
}

export const StepForm = z.object({
  step: z.enum(['look', 'send']).catch('look'),
  /** The figure that the page showed; none where it showed none. */
  seen: z.string().catch(''),
})

export const answerForm = (limits: AwardLimits) =>
  z.discriminatedUnion(
    'do',
    [
      z.object({ do: z.literal('pass'), otp: StepUpCode }),
      z.object({ do: z.literal('return'), why: why(limits, '退回的理由') }),
    ],
    '请选通过还是退回',
  )
