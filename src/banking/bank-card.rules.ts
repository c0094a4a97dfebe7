import { halfWidth, line } from '../vocabulary/typing'

type Checked =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly why: string }

const SHORTEST = 12
const LONGEST = 19
/** Cards have as many digits and a check digit; shorter numbers are accounts in passbooks, which have none. */
const CARD = 16

/** ISO/IEC 7812-1, annex B (Luhn): every second digit from the right twice, their digits added up. */
const isLuhn = (digits: string): boolean => {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, sign, at) => {
      const digit = Number(sign) * (at % 2 === 1 ? 2 : 1)
      return total + (digit > 9 ? digit - 9 : digit)
    }, 0)
  return sum % 10 === 0
}

/** The number of a bank card or account, with or without gaps between its groups. */
export const readBankCard = (typed: string): Checked => {
  const digits = halfWidth(line(typed)).replace(/[\s-]/g, '')
  if (digits === '') return { ok: false, why: '请填收款的银行卡号' }
  if (!/^\d+$/.test(digits)) return { ok: false, why: '银行卡号只有数字，请对照卡面再看一遍' }
  if (digits.length < SHORTEST || digits.length > LONGEST)
    return {
      ok: false,
      why: `银行卡号一般是 ${CARD} 到 ${LONGEST} 位数字，现在是 ${digits.length} 位`,
    }
  if (digits.length >= CARD && !isLuhn(digits))
    return { ok: false, why: '有一位数字可能抄错了，请对照卡面再看一遍' }
  return { ok: true, value: digits }
}
