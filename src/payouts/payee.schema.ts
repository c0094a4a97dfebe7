import { z } from 'zod'
import { readBankCard } from '../banking'
import { oneOf, proseField, readBy, readIdNumber, readOtherPaper, typedField } from '../filing'
import { inYuan, readMoney, type Fen } from '../vocabulary/money'
import { idTypes } from '../vocabulary/report-answers'
import { halfWidth, line } from '../vocabulary/typing'
import type { Payee } from './claim'

type Limits = {
  readonly name: number
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

/** Whom to pay, and how much of it: everything when no sum is written. */
export const payeeForm = (limits: Limits) =>
  z
    .object({
      name: proseField({ most: limits.name, empty: '请写收款人的姓名' }).refine(
        name => nameSigns.test(line(name)),
        '姓名要和证件上的一样：只有文字、空格、“·”“.”“-”',
      ),
      id_type: oneOf(idTypes, '请选证件类型'),
      id_number: typedField,
      account: readBy(readBankCard),
      bank: proseField({ most: limits.name, empty: '请写开户银行，例如 中国工商银行示范支行' }),
      amount: share(limits),
    })
    .transform((form, context): Payee => {
      const typed = line(form.id_number)
      const read = form.id_type === 'id-card' ? readIdNumber : readOtherPaper
      const paper = typed === '' ? ({ ok: false, why: '请写证件号' } as const) : read(typed)
      if (!paper.ok) context.addIssue({ code: 'custom', path: ['id_number'], message: paper.why })
      return {
        ...{ name: line(form.name), idType: form.id_type, idNumber: paper.ok ? paper.value : '' },
        ...{ account: form.account, bank: line(form.bank), fen: form.amount },
      }
    })
