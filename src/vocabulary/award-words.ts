import { inYuan } from './money'

/** An award's states, as officers read them. */
export const awardStateWords = {
  proposed: '等负责人审核',
  reviewed: '等财务审批',
  approved: '已批准，等举报人领取',
  claimed: '已申领，等付款',
  paid: '已付款',
  waived: '过期没领，视为放弃',
  refused: '不予奖励',
  returned: '已退回',
  reclaimed: '已追回',
} as const

const lineWords: Readonly<Record<string, string>> = {
  slice: '这一段',
  whole: '全部金额',
  fixed: '固定金额',
  addition: '另加',
  uplift: '内部知情人加奖',
  floor: '补到最低',
  cap: '超过最高的部分不给',
  rounding: '算到分',
}

const percent = (rate: string): string => `${String(Number((Number(rate) * 100).toFixed(4)))}%`

type Line = {
  readonly what: string
  readonly of?: string | undefined
  readonly rate?: string | undefined
  readonly times?: string | undefined
  readonly amount: string
}

/** Hundred-millionths of a fen in a fen. */
const EXACT = 100_000_000n

/** A line of a calculation that anybody can re-add. */
export const lineInWords = ({ what, of, rate, times, amount }: Line) => ({
  what: lineWords[what] ?? what,
  how: [
    of === undefined ? '' : `${inYuan(BigInt(of))} 元`,
    rate === undefined ? '' : `× ${percent(rate)}`,
    times === undefined ? '' : `× ${times}`,
  ]
    .filter(part => part !== '')
    .join(' '),
  sum: inYuan(BigInt(amount) / EXACT),
})

export const matchWords = { full: '完全一致', partly: '部分一致', no: '不一致' } as const
export const subjectWords = { '': '', unit: '单位', individual: '个人' } as const
