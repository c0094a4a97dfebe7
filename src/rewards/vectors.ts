import { z } from 'zod'
import type { LawEntry } from '../lawbook'
import type { Fen } from '../vocabulary/money'
import type { rewardFaults, rewardInputFaults } from '../vocabulary/reward-words'
import { calculateReward } from './calculator.rules'

const Options = z.object({
  grade: z.string().optional(),
  subject: z.enum(['unit', 'individual']).optional(),
  insider: z.boolean().optional(),
  rate: z
    .union([z.number(), z.string()])
    .transform(String)
    .pipe(z.string().regex(/^(0(\.\d{1,4})?|1)$/))
    .optional(),
})

/** Dates and whatever else stands beside is not looked at. */
const Vector = z.object({
  rule: z.string(),
  caseValue: z.union([z.number(), z.string()]),
  options: Options.nullish(),
})

const optionNames = Object.keys(Options.shape)
const Keyed = z.looseObject({ options: z.record(z.string(), z.unknown()).nullish() })

const isDate = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)

/** A misspelt option, or one beside `options`, would be calculated without it. */
const strangeKey = (vector: unknown): string | undefined => {
  const { options, ...beside } = Keyed.parse(vector)
  const strange = Object.entries(options ?? {}).find(
    ([name, value]) => !optionNames.includes(name) && !isDate(value),
  )
  const meant = (name: string) => /^opt/i.test(name) || optionNames.includes(name.toLowerCase())
  return strange?.[0] ?? Object.keys(beside).find(meant)
}

export type VectorFault = {
  readonly code: keyof typeof rewardFaults | keyof typeof rewardInputFaults
  readonly named: string
}
type Answer =
  { readonly ok: true; readonly reward: Fen } | { readonly ok: false; readonly fault: VectorFault }

type Amount = { readonly fen: Fen } | VectorFault

/** Never by a floating number: a number is read as it is written. */
const readAmount = (written: number | string, most: Fen): Amount => {
  const text = String(written)
  if (/^-[\d.]/.test(text)) return { code: 'negative-amount', named: '' }
  if (typeof written === 'number' && written > Number(most) / 100) return tooLarge(most)
  const [, whole, part = ''] = /^(\d{1,18})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  if (whole === undefined) return { code: 'not-an-amount', named: '' }
  const fen = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))
  return fen > most ? tooLarge(most) : { fen }
}

const tooLarge = (most: Fen): VectorFault => ({
  code: 'amount-too-large',
  named: String(most / 100n),
})

const faultyPart = (issues: readonly { readonly path: readonly PropertyKey[] }[]): VectorFault => {
  const [part] = issues.map(({ path }) => path[0])
  if (part === 'caseValue') return { code: 'not-an-amount', named: '' }
  return { code: part === 'options' ? 'options-wrong' : 'not-an-object', named: '' }
}

/** One line of a file of test cases, against the rules at hand. */
export const answerVector = (
  vector: unknown,
  rules: ReadonlyMap<string, LawEntry<'reward-rule'>>,
  most: Fen,
): Answer => {
  const read = Vector.safeParse(vector)
  if (!read.success) return { ok: false, fault: faultyPart(read.error.issues) }
  const strange = strangeKey(vector)
  if (strange !== undefined) return { ok: false, fault: { code: 'option-unknown', named: strange } }
  const { rule: code, caseValue, options } = read.data
  const rule = rules.get(code)
  if (rule === undefined) return { ok: false, fault: { code: 'rule-unknown', named: code } }
  const amount = readAmount(caseValue, most)
  if ('code' in amount) return { ok: false, fault: amount }
  return calculateReward(rule.data, amount.fen, options ?? {})
}
