import { findIdentifying } from '../masking'
import { halfWidth } from '../vocabulary/typing'
import type { Faults } from './entry'
import { hasPaperNumber } from './entry.rules'

const words = {
  'id-number': '身份证号一类的号码',
  phone: '电话号码',
  contact: '微信、QQ 或者邮箱',
  'staff-number': '工号',
  name: '个人姓名',
  relation: '能认出个人的说法',
  'only-me': '能认出个人的说法',
} as const

const isNamed = (kind: string): kind is keyof typeof words => kind in words

/** What of a person stands in a text that anybody will read; '' for nothing. */
export const personIn = (text: string): string => {
  if (hasPaperNumber(halfWidth(text))) return words['id-number']
  const found = findIdentifying(text).find(({ kind }) => isNamed(kind))
  return found !== undefined && isNamed(found.kind) ? words[found.kind] : ''
}

/** By field: decisions are published with the institution, and nobody's name, number or telephone. */
export const personFaults = (typed: Readonly<Record<string, string>>): Faults =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([field, text]) => {
      const found = personIn(text)
      return found === '' ? [] : [[field, `这里有${found}。公开的决定不写个人，请删去`]]
    }),
  )
