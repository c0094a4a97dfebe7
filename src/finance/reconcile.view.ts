import { momentInWords } from '../accounts'
import { awardNumber } from '../awards'
import { maskedAccount, type OpenPayment, type Taken } from '../payouts'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { inYuan } from '../vocabulary/money'
import { PAYMENTS, paymentWords } from './batches.view'
import { CLAIMS } from './claims.view'

export const RECONCILE = '/staff/finance/reconcile'

type Choice = { readonly code: string; readonly words: string; readonly chosen: boolean }

type Shown = {
  readonly last: readonly {
    readonly rows: number
    readonly paid: number
    readonly failed: number
    readonly taken_by: StaffId
    readonly taken_at: Date
  }[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly exceptions: readonly OpenPayment[]
  readonly layouts: readonly Choice[]
  readonly form: FormState
  readonly problem?: string
  readonly taken?: Taken
  readonly done?: { readonly paid: number; readonly failed: number }
}

/** Of so many faults a person needs the first ones to find the rest. */
const FAULTS = 20

const toFaults = (taken: Taken | undefined) => {
  if (taken === undefined || taken.ok) return { why: '', faults: [], more: 0 }
  return {
    why: taken.why === '' ? '这个文件有对不上的行，一行也没有入账。改好以后再导入。' : taken.why,
    faults: taken.faults.slice(0, FAULTS).map(({ row, why }) => `第 ${row} 行：${why}`),
    more: Math.max(taken.faults.length - FAULTS, 0),
  }
}

/** Everything views/finance/reconcile.ejs prints. */
export const toReconcilePage = ({ last, names, exceptions, layouts, form, ...shown }: Shown) => ({
  title: '导入银行回盘、对账',
  layouts: layouts.map(one => ({ ...one, chosen: form.values['layout'] === one.code })),
  errors: form.errors,
  problem: shown.problem ?? '',
  ...toFaults(shown.taken),
  done:
    shown.done === undefined
      ? ''
      : `已经入账：付成 ${shown.done.paid} 笔，没有付成 ${shown.done.failed} 笔。`,
  exceptions: exceptions.map(one => ({
    href: `${PAYMENTS}/${one.id}`,
    claimHref: `${CLAIMS}/${one.claimId}`,
    award: awardNumber(one.award.year, one.award.serial),
    payee: `${one.name} ${maskedAccount(one.account)}`,
    sum: inYuan(one.fen),
    why: one.reason === '' ? paymentWords[one.state] : `${paymentWords[one.state]}：${one.reason}`,
  })),
  last: last.map(one => ({
    at: momentInWords(one.taken_at),
    by: names.get(one.taken_by) ?? '',
    words: `${one.rows} 行，付成 ${one.paid} 笔，没有付成 ${one.failed} 笔`,
  })),
})
