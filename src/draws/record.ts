import { z } from 'zod'
import { ALGORITHM, commitmentTo, draw, tooFewFor } from './algorithm'

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
const person = z.int().positive()

export const InputsShape = z.strictObject({
  algorithm: z.literal(ALGORITHM),
  draw: z.string(),
  each: z.int().positive().max(10),
  pool: z.array(person).max(10_000),
  absent: z.array(z.strictObject({ staff: person, reason: z.string() })),
  cases: z.array(z.strictObject({ number: z.string(), excluded: z.array(person) })).max(1000),
})

export const ResultShape = z.array(
  z.strictObject({ number: z.string(), handlers: z.array(person) }),
)

/** What is handed out: enough to recompute the draw, and nothing of a case but its number. */
const RecordShape = z.strictObject({
  format: z.literal('mingshao-draw-record'),
  inputs: InputsShape,
  commitment: hex(32),
  seed: hex(32),
  word: z.string().regex(/^[0-9A-Za-z]{4,32}$/),
  result: ResultShape,
})
export type DrawRecord = z.output<typeof RecordShape>

type Verdict = { readonly ok: boolean; readonly lines: readonly string[] }

const UNREADABLE: Verdict = {
  ok: false,
  lines: ['这个文件不是抽取记录，或者缺了内容，没有核对。'],
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const faultsOf = (record: DrawRecord): string[] => {
  const { inputs, word } = record
  const seed = Buffer.from(record.seed, 'hex')
  if (commitmentTo(seed).toString('hex') !== record.commitment)
    return ['种子的 SHA-256 和承诺值不一样：种子被换过。']
  if (new Set(inputs.pool).size !== inputs.pool.length) return ['候选名单里有重复的编号。']
  const few = tooFewFor(inputs)
  if (few.length > 0) return [`候选人不够：${few.join('、')}。`]
  const again = JSON.stringify(draw(inputs, seed, word))
  return again === JSON.stringify(record.result) ? [] : ['重新计算的结果和记录不一样。']
}

/** Recomputes everything; needs nothing but the text. */
export const verifyRecord = (text: string): Verdict => {
  const read = RecordShape.safeParse(parsed(text))
  if (!read.success) return UNREADABLE
  const faults = faultsOf(read.data)
  if (faults.length > 0) return { ok: false, lines: faults }
  const drawn = read.data.result.map(
    ({ number, handlers }) => `${number}：${handlers.map(one => `${one} 号`).join('、')}`,
  )
  return { ok: true, lines: [`${read.data.inputs.draw} 重新计算，结果一致。`, ...drawn] }
}
