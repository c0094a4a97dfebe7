import { momentInWords } from '../accounts'
import type { LawEntry } from '../lawbook'
import type { OpenPayment, Payouts, Taken } from '../payouts'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { BATCHES, toPaymentRow } from './batches.view'

export const RECONCILE = '/staff/finance/reconcile'

/** More than a person reads at once; the file is mended and brought again anyway. */
const MOST_FAULTS = 100

export type Faults = Extract<Taken, { ok: false }>

type Shown = {
  readonly layouts: readonly LawEntry<'bank-layout'>[]
  readonly answers: Awaited<ReturnType<Payouts['answers']['last']>>
  readonly names: ReadonlyMap<StaffId, string>
  /** One more than a page, where there is a next one. */
  readonly found: readonly OpenPayment[]
  readonly page: number
  readonly megabytes: number
  readonly form: FormState
  readonly problem: string
  readonly faults: Faults | undefined
}

const toFaults = (faults: Faults | undefined) => {
  const all = faults?.faults ?? []
  return {
    why: faults?.why ?? '',
    lines: all.slice(0, MOST_FAULTS).map(({ row, why }) => `第 ${row} 行：${why}`),
    left: Math.max(0, all.length - MOST_FAULTS),
  }
}

/** Everything views/finance/reconcile.ejs prints. */
export const toReconcilePage = (shown: Shown) => {
  const { layouts, answers, names, found, page, megabytes, form, problem, faults } = shown
  const rows = found.slice(0, page)
  const chosen = form.values['layout'] ?? (layouts.length === 1 ? layouts[0]?.code : undefined)
  return {
    title: '银行回盘和对账',
    ...{ back: BATCHES, action: RECONCILE, megabytes, problem, errors: form.errors },
    faults: toFaults(faults),
    layouts: layouts.map(({ code, data }) => ({
      ...{ code, words: data.name, chosen: code === chosen },
    })),
    answers: answers.map(one => ({
      at: momentInWords(one.taken_at),
      by: names.get(one.taken_by) ?? '',
      ...{ rows: String(one.rows), paid: String(one.paid), failed: String(one.failed) },
    })),
    rows: rows.map(toPaymentRow),
    isMore: found.length > page,
  }
}
