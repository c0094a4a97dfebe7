import { z } from 'zod'
import { addDays } from '../platform/clock'
import type { CaseId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/typing'
import { incomes, type Income, type LedgersFile, type NewEntry } from './ledger'
import { amountIn, dayIn, faultsOf, onceIn, TypedForm, wordsIn } from './typed'

export const EntryParams = z.object({
  caseId: z.uuid().transform(id => id as CaseId),
  entryId: z.uuid(),
})

type Frame = Pick<LedgersFile, 'found' | 'today' | 'most' | 'noteMost' | 'reasonMin'>

const isIncome = (text: string | undefined): text is Income =>
  text !== undefined && Object.hasOwn(incomes, text)

const FARTHEST_DAYS = 3660

export const entryForm = ({ today, most, noteMost }: Frame) =>
  TypedForm.transform((typed, context): NewEntry => {
    const fault = faultsOf(context)
    const { income } = typed
    if (!isIncome(income)) fault('income', '请选收到的是哪一种钱')
    const before = context.issues.length
    const amount = amountIn(typed, 'amount', { most, fault })
    if (amount === 0n && context.issues.length === before)
      fault('amount', '请写收到的金额，例如 1,234.56；大额可以写 12.5万')
    const received = {
      ...{ from: addDays(today, -FARTHEST_DAYS), to: today, fault },
      early: '这个日期太早了，请核对年份',
      late: '这个日期还没到',
    }
    const note = wordsIn(typed, 'note', { most: noteMost, fault })
    if (note === '') fault('note', '请写凭据：缴款书、回单的号码')
    return {
      once: onceIn(typed, fault),
      income: isIncome(income) ? income : 'ordered',
      amount,
      receivedOn: dayIn(typed, 'received', received),
      note,
    }
  })

export const takeBackForm = ({ noteMost, reasonMin }: Frame) =>
  TypedForm.transform((typed, context) => {
    const fault = faultsOf(context)
    const reason = wordsIn(typed, 'reason', { most: noteMost, fault })
    const length = lengthOf(reason)
    if (length < reasonMin) fault('reason', `冲销的理由至少写 ${reasonMin} 字，现在 ${length} 字`)
    return { once: onceIn(typed, fault), reason }
  })
