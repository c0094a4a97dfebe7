import type { Award } from '../awards'
import type { BatchState, Claim, Payment } from '../payouts'
import { inYuan } from '../vocabulary/money'

export const batchWords: Readonly<Record<BatchState, string>> = {
  ...{ built: '等放行', released: '已放行，等银行回盘' },
  ...{ reconciled: '已对账', dropped: '已作废' },
}

export const paymentWords: Readonly<Record<Payment['state'], string>> = {
  ...{ built: '等放行', sent: '已放行，等银行回盘', paid: '已到账' },
  ...{ failed: '没有付成', dropped: '已作废', reversed: '已退回' },
}

/** What a claim is for: of an award that was paid in part before, the rest. */
export const claimSum = ({ fen }: Pick<Claim, 'fen'>, award: Pick<Award, 'fen'>): string =>
  inYuan(fen ?? award.fen)
