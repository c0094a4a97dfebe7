import { z } from 'zod'
import {
  drawPlaces,
  hashOfPool,
  idAt,
  SAMPLE_ALGORITHM,
  sampleCommitment,
} from './sample-algorithm'

const hex = z.string().regex(/^[0-9a-f]{64}$/)

/** What is handed out: enough to recompute the draw, and nothing of a case but its random id. */
const RecordShape = z.strictObject({
  format: z.literal('mingshao-sample-record'),
  inputs: z
    .strictObject({
      algorithm: z.literal(SAMPLE_ALGORITHM),
      sample: z.string(),
      wanted: z.int().min(1).max(10_000),
      poolSize: z.int().min(2),
      poolHash: hex,
    })
    .refine(({ wanted, poolSize }) => wanted < poolSize),
  commitment: hex,
  seed: hex,
  word: z.string().regex(/^[0-9A-Za-z]{4,32}$/),
  result: z.array(z.strictObject({ place: z.int().min(0), id: z.uuid() })),
})
export type SampleRecord = z.output<typeof RecordShape>

type Finding = { readonly ok: boolean; readonly lines: readonly string[] }

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const faultOf = (record: SampleRecord, pool: Buffer | undefined): string | undefined => {
  const { inputs, result } = record
  const seed = Buffer.from(record.seed, 'hex')
  if (sampleCommitment(seed).toString('hex') !== record.commitment)
    return '种子的 SHA-256 和承诺值不一样：种子被换过。'
  const places = drawPlaces(inputs, seed, record.word)
  if (JSON.stringify(places) !== JSON.stringify(result.map(({ place }) => place)))
    return '重新计算的结果和记录不一样。'
  if (pool === undefined) return undefined
  if (hashOfPool(pool) !== inputs.poolHash) return '名单的 SHA-256 和记录里的不一样：名单被换过。'
  return result.every(({ place, id }) => idAt(pool, place) === id)
    ? undefined
    : '抽中的件和名单里那个位置的不一样。'
}

/** Recomputes everything; with the frozen pool, also that what was drawn stood at these places. */
export const verifySample = (text: string, pool?: Buffer): Finding => {
  const read = RecordShape.safeParse(parsed(text))
  if (!read.success) return { ok: false, lines: ['这个文件不是抽查记录，或者缺了内容，没有核对。'] }
  const fault = faultOf(read.data, pool)
  if (fault !== undefined) return { ok: false, lines: [fault] }
  const { inputs, result } = read.data
  const places = result.map(({ place }) => `第 ${place + 1} 件`).join('、')
  const of = `${inputs.sample}，${inputs.poolSize} 件里抽 ${inputs.wanted} 件`
  return { ok: true, lines: [`${of}，重新计算，结果一致。`, places] }
}
