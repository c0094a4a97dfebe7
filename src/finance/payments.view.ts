import { awardNumber } from '../awards'
import type { LawEntry } from '../lawbook'
import { batchNumber, maskedAccount, type Batch, type OpenPayment, type Payment } from '../payouts'
import { dayInWords, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { inDocuments, inYuan } from '../vocabulary/money'
import { BATCHES, PAYMENTS } from './batches.view'
import { paymentWords } from './payment-words'

type Ground = LawEntry<'payment-reversal'>

type Shown = {
  readonly payment: OpenPayment
  readonly tries: readonly Payment[]
  readonly batch: Batch
  readonly names: ReadonlyMap<StaffId, string>
  readonly grounds: readonly Ground[]
  readonly viewer: StaffId
  readonly form: FormState
  readonly problem: string
}

const groundIn = (grounds: readonly Ground[], code: string | null): string =>
  grounds.find(one => one.code === code)?.data.name ?? code ?? ''

const optional = (name: string, words: string) => (words === '' ? [] : [{ name, words }])

const dayOrNone = (day: Day | null): string => (day === null ? '' : dayInWords(day))

const toFacts = ({ payment, batch }: Shown) => {
  return [
    { name: '收款人', words: payment.name },
    ...optional('账号', maskedAccount(payment.account)),
    ...optional('开户银行', payment.bank),
    { name: '业务参考号', words: payment.reference },
    { name: '付款批次', words: batchNumber(batch.year, batch.serial) },
    ...optional('银行回盘', dayOrNone(payment.answeredOn)),
    ...optional('银行说明', payment.reason),
  ]
}

const doneWords = ({ reversedBy }: OpenPayment, names: Shown['names']): string =>
  reversedBy === null ? '' : `${names.get(reversedBy) ?? ''} 同意`

const toReversal = ({ payment, names, grounds, viewer, form }: Shown) => {
  const { state, reversalAskedBy: by, reversalGround } = payment
  const who =
    state !== 'paid' ? 'nobody' : by === null ? 'anybody' : by === viewer ? 'own' : 'other'
  return {
    asked:
      by === null ? '' : `${names.get(by) ?? ''} 提出退回：${groundIn(grounds, reversalGround)}`,
    done: doneWords(payment, names),
    ...{ mayAsk: who === 'anybody', waits: who === 'own', mayApprove: who === 'other' },
    grounds: grounds.map(({ code, data }) => ({
      ...{ code, words: data.name, chosen: form.values['ground'] === code },
    })),
  }
}

/** Everything views/finance/payment.ejs prints. */
export const toPaymentPage = (shown: Shown) => {
  const { payment, tries, batch, form, problem } = shown
  const address = `${PAYMENTS}/${payment.id}`
  return {
    title: `${awardNumber(payment.award.year, payment.award.serial)} 付款`,
    ...{ back: `${BATCHES}/${batch.id}`, action: address, problem, errors: form.errors },
    state: paymentWords[payment.state],
    sum: inDocuments(payment.fen),
    facts: toFacts(shown),
    tries: tries.map(one => ({
      ...{ href: `${PAYMENTS}/${one.id}`, current: one.id === payment.id },
      words: `${inYuan(one.fen)} 元，${paymentWords[one.state]}`,
      on: dayOrNone(one.answeredOn),
    })),
    claim: ['failed', 'reversed'].includes(payment.state)
      ? `/staff/finance/claims/${payment.claimId}`
      : '',
    clawback: payment.state === 'paid' ? `${address}/clawback` : '',
    voucher: payment.state === 'paid' ? `${address}/voucher` : '',
    reversal: toReversal(shown),
  }
}

type Voucher = {
  readonly payment: OpenPayment
  readonly body: string
  readonly tax: LawEntry<'reward-tax'> | undefined
  readonly printed: string
}

/** Everything views/finance/voucher.ejs prints. */
export const toVoucherPage = ({ payment, body, tax, printed }: Voucher) => {
  const { basis, words } = tax?.data ?? { basis: '', words: '' }
  return {
    title: '领款凭证',
    back: `${PAYMENTS}/${payment.id}`,
    body,
    rows: [
      { head: '奖励编号', words: awardNumber(payment.award.year, payment.award.serial) },
      { head: '金额', words: inDocuments(payment.fen) },
      { head: '领款人', words: payment.name },
      { head: '收款账号', words: maskedAccount(payment.account) },
      { head: '开户银行', words: payment.bank },
      { head: '到账日期', words: dayOrNone(payment.answeredOn) },
      { head: '业务参考号', words: payment.reference },
      { head: '税务依据', words: basis === '' ? '没有确定' : basis },
      { head: '税务说明', words },
    ],
    foot: `打印：${printed}`,
  }
}
