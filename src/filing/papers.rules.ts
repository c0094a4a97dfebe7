import { asDay, type Day } from '../platform/clock'
import { lastSignOf } from '../vocabulary/citizen-number'
import type { IdType } from '../vocabulary/report-answers'
import { bare, halfWidth, line } from '../vocabulary/typing'

/** What was typed, made plain; or the sentence that says how to put it right. */
export type Checked<T = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string }

const good = <T>(value: T): Checked<T> => ({ ok: true, value })
const bad = (why: string): Checked<never> => ({ ok: false, why })

/** A mobile number of mainland China: 11 digits from 1; +86 in front is dropped. */
export const readPhone = (text: string): Checked => {
  const typed = bare(text).replace(/^(\+|00)86/, '')
  if (typed === '') return bad('请写手机号')
  if (!/^\d*$/.test(typed)) return bad('手机号只填数字')
  if (typed.length !== 11) return bad(`手机号是 11 位数字，现在是 ${typed.length} 位`)
  return typed.startsWith('1') ? good(typed) : bad('手机号第一位是 1，请核对')
}

const isDay = (text: string): boolean => {
  try {
    asDay(text)
    return true
  } catch {
    return false
  }
}

/** Nobody has become older than 122: a number before that was mistyped. */
const OLDEST = 130

const bornWhy = (born: string, today: Day): string | undefined => {
  if (!isDay(born)) return '身份证号里的出生日期对不上，请核对'
  if (born > today) return '身份证号里的出生日期还没到，请核对'
  const first = `${String(Number(today.slice(0, 4)) - OLDEST)}${today.slice(4)}`
  return born < first ? `身份证号里的出生日期在 ${String(OLDEST)} 年以前，请核对` : undefined
}

/** The 18-sign citizen number 居民身份证号. */
export const readIdNumber = (text: string, today: Day): Checked => {
  const typed = bare(text).toUpperCase()
  if (typed.length !== 18) return bad(`身份证号是 18 位，现在是 ${typed.length} 位`)
  if (!/^\d{17}[\dX]$/.test(typed)) return bad('身份证号只有数字，最后一位可以是 X')
  if (lastSignOf(typed) !== typed.charAt(17)) return bad('身份证号最后一位对不上，请核对')
  const born = `${typed.slice(6, 10)}-${typed.slice(10, 12)}-${typed.slice(12, 14)}`
  const why = bornWhy(born, today)
  return why === undefined ? good(typed) : bad(why)
}

/** Passports and permits differ too much to check more than their signs. */
export const readOtherPaper = (text: string): Checked => {
  const typed = bare(text).toUpperCase()
  return /^[A-Z0-9()]{5,20}$/.test(typed) ? good(typed) : bad('证件号是 5 到 20 位字母和数字')
}

/** The number of the paper that was picked. */
export const readPaper = (type: IdType, today: Day, text: string): Checked => {
  if (line(text) === '') return bad('请写证件号')
  return type === 'id-card' ? readIdNumber(text, today) : readOtherPaper(text)
}

/** 药品追溯码, 20 digits. */
export const readTraceCode = (text: string): Checked => {
  const typed = bare(text)
  if (!/^\d*$/.test(typed)) return bad('药品追溯码只有数字')
  if (typed.length !== 20) return bad(`药品追溯码是 20 位数字，现在是 ${typed.length} 位`)
  return good(typed)
}

/** A sum in yuan: 60, 1,200.5, 60元, 1.2万. Kept as digits, so that no cent is lost on the way. */
export const readAmount = (text: string): Checked => {
  const typed = halfWidth(text)
    .replace(/[\s,，¥￥]/g, '')
    .replace(/(元|块钱?)$/, '')
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?(万)?$/.exec(typed)
  const whole = match?.[1]
  if (whole === undefined) return bad('金额要填数字，例如 60')
  const cents = toCents(whole, match?.[2] ?? '', match?.[3] === undefined ? 2 : 6)
  return cents === undefined ? bad('金额最多写到分，例如 60.50') : good(cents)
}

/** Moves the point `places` to the right and back by two, without floating numbers. */
const toCents = (whole: string, part: string, places: number): string | undefined => {
  const padded = part.padEnd(places, '0')
  if (padded.length > places) return undefined
  const fen = BigInt(whole + padded)
  const yuan = (fen / 100n).toString()
  const rest = (fen % 100n).toString().padStart(2, '0')
  return rest === '00' ? yuan : `${yuan}.${rest}`
}

const dateLike = /^(\d{4})(?:\s*[-/.年]\s*|\s+)(\d{1,2})(?:\s*[-/.月]\s*|\s+)(\d{1,2})\s*日?$/

/** A day when it is written as one; else words such as 今年夏天, as they are. */
export const readWhen = (text: string, today: Day): Checked => {
  const typed = line(halfWidth(text))
  const match = dateLike.exec(typed)
  if (match === null)
    return /^[\d\s./-]{5,}$/.test(typed)
      ? bad('日期要写成年、月、日，例如 2026 9 12')
      : good(line(text))
  const [, year = '', month = '', day = ''] = match
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isDay(written)) return bad('日期要写成年、月、日，例如 2026 9 12')
  return written > today ? bad('这个日期还没到') : good(written)
}
