import type { BatchState, Payment } from '../payouts'

export const batchWords: Readonly<Record<BatchState, string>> = {
  ...{ built: '等放行', released: '已放行，等银行回盘' },
  ...{ reconciled: '已对账', dropped: '已作废' },
}

export const paymentWords: Readonly<Record<Payment['state'], string>> = {
  ...{ built: '等放行', sent: '已放行，等银行回盘', paid: '已到账' },
  ...{ failed: '没有付成', dropped: '已作废', reversed: '已退回' },
}
