import { z } from 'zod'
import type { RewardOptions } from '../rewards'
import { readMoney, type Fen } from '../vocabulary/money'

/** What a visitor typed for an estimate. It is about no report. */
export type RewardWish = {
  readonly amount: string
  readonly level: string
  readonly subject: string
  readonly insider: boolean
}

const word = z.string().trim().max(60).catch('')

const Query = z.object({
  amount: word,
  level: word,
  subject: word,
  insider: z.string().catch(''),
})

export const readRewardWish = (query: unknown): RewardWish => {
  const { insider, ...typed } = Query.parse(query)
  return { ...typed, insider: insider !== '' }
}

export const amountFault = '估计金额要填数字，例如 60'

/** The field counts in 万元; who writes 元 or 万 beside the number is understood. */
export const readEstimate = (typed: string, most: Fen): Fen | undefined => {
  const read = readMoney(/[元万]\s*$/.test(typed) ? typed : `${typed}万`, most)
  return read.ok && read.fen > 0n ? read.fen : undefined
}

export const toOptions = ({ level, subject, insider }: RewardWish): RewardOptions => ({
  insider,
  ...(level === '' ? {} : { grade: level }),
  ...(subject === 'unit' || subject === 'individual' ? { subject } : {}),
})
