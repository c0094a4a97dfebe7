import { inYuan } from './money'

const stepWords: Readonly<Record<string, string>> = {
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
  /** Of how much, in fen. */
  readonly of?: bigint | string | undefined
  readonly rate?: string | undefined
  readonly times?: string | undefined
  /** Hundred-millionths of a fen; below zero for what is taken off. */
  readonly amount: bigint | string
}

/** Hundred-millionths of a fen in a fen. */
const EXACT = 100_000_000n

/** 2,499.9998: whatever lies below the fen too, for lines that were cut to the fen do not add up. */
const exactYuan = (amount: bigint): string => {
  const size = amount < 0n ? -amount : amount
  const below = (size % EXACT).toString().padStart(8, '0').replace(/0+$/, '')
  return `${amount < 0n ? '-' : ''}${inYuan(size / EXACT)}${below}`
}

/** A line of a calculation that anybody can re-add. */
export const lineInWords = ({ what, of, rate, times, amount }: Line) => ({
  what: stepWords[what] ?? what,
  how: [
    // Yuan without .00, as a figure that is meant to be read.
    of === undefined ? '' : `${inYuan(BigInt(of)).replace(/\.00$/, '')} 元`,
    rate === undefined ? '' : `× ${percent(rate)}`,
    times === undefined ? '' : `× ${times}`,
  ]
    .filter(part => part !== '')
    .join(' '),
  sum: exactYuan(BigInt(amount)),
})
