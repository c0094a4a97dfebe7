import { awardNumber, type Award } from '../awards'
import { maskedAccount, type Clawback, type OpenPayment } from '../payouts'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { inDocuments } from '../vocabulary/money'
import { BATCHES, PAYMENTS, paymentWords } from './batches.view'

type Choice = { readonly code: string; readonly words: string; readonly chosen: boolean }

type Shown = {
  readonly payment: OpenPayment
  readonly award: Award
  readonly clawback: Clawback | undefined
  readonly names: ReadonlyMap<StaffId, string>
  readonly viewer: StaffId
  readonly reversals: readonly Choice[]
  readonly clawbacks: readonly Choice[]
  readonly once: string
  readonly form: FormState
  readonly problem: string
}

const named = (choices: readonly Choice[], code: string | null): string =>
  choices.find(one => one.code === code)?.words ?? ''

/** What may be done to a payment now, by this person. */
const toReversal = ({ payment, names, viewer, reversals }: Shown) => {
  const { reversalAskedBy: asked, reversalGround: ground, state } = payment
  return {
    asked: asked === null ? '' : `${names.get(asked) ?? ''}：${named(reversals, ground)}`,
    mayAsk: state === 'paid' && asked === null,
    mayApprove: state === 'paid' && asked !== null && asked !== viewer,
    waits: state === 'paid' && asked === viewer,
  }
}

const noClawback = { asked: '', mayApprove: false, waits: false, mayReceive: false, received: '' }

const toClawback = ({ award, clawback, names, viewer, clawbacks }: Shown) => {
  if (clawback === undefined) return { ...noClawback, mayAsk: award.state === 'paid' }
  const { askedBy, approvedBy, receivedOn, ground, text } = clawback
  return {
    mayAsk: false,
    asked: `${names.get(askedBy) ?? ''}：${named(clawbacks, ground)}。${text}`,
    mayApprove: approvedBy === null && askedBy !== viewer,
    waits: approvedBy === null && askedBy === viewer,
    mayReceive: approvedBy !== null && receivedOn === null,
    received: receivedOn === null ? '' : dayInWords(receivedOn),
  }
}

/** Everything views/finance/payment.ejs prints. */
export const toPaymentPage = (shown: Shown) => {
  const { payment, award, form, problem, once } = shown
  const action = `${PAYMENTS}/${payment.id}`
  return {
    title: `${awardNumber(award.year, award.serial)} 的一笔付款`,
    action,
    state: paymentWords[payment.state],
    batchHref: `${BATCHES}/${payment.batchId}`,
    rewardHref: `/staff/finance/rewards/${award.id}`,
    voucherHref: payment.state === 'paid' ? `${action}/voucher` : '',
    facts: [
      { name: '收款人', words: payment.name },
      { name: '账号', words: `${payment.bank} ${maskedAccount(payment.account)}` },
      { name: '金额', words: inDocuments(payment.fen) },
      { name: '业务参考号', words: payment.reference },
      ...(payment.answeredOn === null
        ? []
        : [{ name: '银行回盘', words: dayInWords(payment.answeredOn) }]),
      ...(payment.reason === '' ? [] : [{ name: '银行说的', words: payment.reason }]),
    ],
    reversal: toReversal(shown),
    clawback: toClawback(shown),
    reversals: shown.reversals,
    clawbacks: shown.clawbacks,
    once: form.values['once'] ?? once,
    text: form.values['text'] ?? '',
    form: form.values['do'] ?? '',
    errors: form.errors,
    problem,
  }
}

type Voucher = {
  readonly payment: OpenPayment
  readonly award: Award
  readonly body: string
  readonly tax: string
}

/** Everything views/finance/voucher.ejs prints. */
export const toVoucher = ({ payment, award, body, tax }: Voucher) => ({
  title: '举报奖励领款凭证',
  body,
  rows: [
    { name: '奖励编号', words: awardNumber(award.year, award.serial) },
    { name: '收款人', words: payment.name },
    { name: '账号', words: `${payment.bank} ${maskedAccount(payment.account)}` },
    { name: '金额', words: inDocuments(payment.fen) },
    {
      name: '付款日期',
      words: payment.answeredOn === null ? '' : dayInWords(payment.answeredOn),
    },
    { name: '业务参考号', words: payment.reference },
    { name: '税', words: tax },
  ],
})
