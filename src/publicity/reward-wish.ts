import { z } from 'zod'
import type { RewardOptions } from '../rewards'
import { moneyFaults, readMoney, type Fen, type ReadMoney } from '../vocabulary/money'

/** What a visitor typed for an estimate. It is about no report. */
export type RewardWish = {
  /** undefined where nothing was asked; '' where the field was sent empty. */
  readonly amount: string | undefined
  readonly level: string
  readonly subject: string
  readonly insider: boolean
}

const word = z.string().trim().max(60).catch('')

const Query = z.object({
  amount: z.string().trim().optional().catch(undefined),
  level: word,
  subject: word,
  insider: z.string().catch(''),
})

export const readRewardWish = (query: unknown): RewardWish => {
  const { insider, amount, ...typed } = Query.parse(query)
  return { ...typed, amount, insider: insider !== '' }
}

const estimateFaults = {
  empty: '请填估计骗了多少钱，例如 60',
  unread: '估计金额要填数字，例如 60；不到一万的写 3000元',
  zero: '金额要大于零',
  unitless: '写了“¥”或者“人民币”，就写明单位：3000元，或者 60万',
} as const

const fault = (why: string): ReadMoney => ({ ok: false, why })

const hasUnit = (typed: string): boolean => /[元万]\s*$/.test(typed)
const hasSign = (typed: string): boolean => /^(人民币|[¥￥])/.test(typed)

/**
 * The field counts in 万元; who writes 元 or 万 beside the number is understood. With a currency sign alone it could be
 * either, ten thousand times apart, and is not read.
 */
export const readEstimate = (typed: string, most: Fen): ReadMoney => {
  if (typed === '') return fault(estimateFaults.empty)
  if (hasSign(typed) && !hasUnit(typed)) return fault(estimateFaults.unitless)
  const read = readMoney(hasUnit(typed) ? typed : `${typed}万`, most)
  if (read.ok) return read.fen > 0n ? read : fault(estimateFaults.zero)
  return read.why === moneyFaults.unread ? fault(estimateFaults.unread) : read
}

export const toOptions = ({ level, subject, insider }: RewardWish): RewardOptions => ({
  insider,
  ...(level === '' ? {} : { grade: level }),
  ...(subject === 'unit' || subject === 'individual' ? { subject } : {}),
})
