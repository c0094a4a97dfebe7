import { z } from 'zod'
import { readBankCard } from '../banking'
import { oneOf, proseField, readBy, readPaper, typedField } from '../filing'
import type { Day } from '../platform/clock'
import { inYuan, readMoney, type Fen } from '../vocabulary/money'
import { idTypes } from '../vocabulary/report-answers'
import { halfWidth, line } from '../vocabulary/typing'
import type { Payee } from './claim'

type Limits = {
  readonly name: number
  readonly today: Day
  /** Of the award, what nobody has got yet. */
  readonly left: Fen
}

const share = ({ left }: Limits) =>
  typedField.transform((text, context): Fen => {
    if (line(halfWidth(text)) === '') return left
    const read = readMoney(text, left)
    if (read.ok && read.fen > 0n) return read.fen
    context.addIssue({
      code: 'custom',
      message: read.ok ? '金额要大于零' : `金额要填数字，最多 ${inYuan(left)} 元`,
    })
    return z.NEVER
  })

/** As papers write it; nothing that a table would take for a formula. */
const nameSigns = /^\p{L}[\p{L}\p{M}\s·•．.'’-]*$/u

/** Faults of both halves are told at once: a form that is wrong in one half would never come to the other's rule. */
const paperForm = ({ today }: Limits) =>
  z
    .object({ id_type: oneOf(idTypes, '请选证件类型'), id_number: typedField })
    .transform(({ id_type: idType, id_number }, context) => {
      const paper = readPaper(idType, today, id_number)
      if (!paper.ok) context.addIssue({ code: 'custom', path: ['id_number'], message: paper.why })
      return { idType, idNumber: paper.ok ? paper.value : '' }
    })

/** As papers write it. */
export const personName = (most: number, empty: string) =>
  proseField({ most, empty }).refine(
    name => nameSigns.test(line(name)),
    '姓名要和证件上的一样：只有文字、空格、“·”“.”“-”',
  )

/** Whom to pay, and how much of it: everything when no sum is written. */
export const payeeForm = (limits: Limits) =>
  z
    .object({ name: personName(limits.name, '请写收款人的姓名') })
    .and(paperForm(limits))
    .and(
      z.object({
        account: readBy(readBankCard),
        bank: proseField({ most: limits.name, empty: '请写开户银行，例如 中国工商银行示范支行' }),
        amount: share(limits),
      }),
    )
    .transform(({ name, idType, idNumber, account, bank, amount }): Payee => ({
      ...{ name: line(name), idType, idNumber },
      ...{ account, bank: line(bank), fen: amount },
    }))
