import { momentInWords } from '../accounts'
import { awardNumber, type Award } from '../awards'
import type { LawEntry } from '../lawbook'
import {
  batchNumber,
  maskedAccount,
  type Batch,
  type BatchState,
  type Claim,
  type OpenPayment,
} from '../payouts'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { inDocuments, inYuan } from '../vocabulary/money'
import { batchWords, claimSum, paymentWords } from './payment-words'

export const BATCHES = '/staff/finance/batches'
export const PAYMENTS = '/staff/finance/payments'

export const batchViews = {
  open: { words: '没有办完', states: ['built', 'released'] },
  done: { words: '已对账', states: ['reconciled'] },
  dropped: { words: '已作废', states: ['dropped'] },
} as const satisfies Record<string, { words: string; states: readonly BatchState[] }>

export type BatchView = keyof typeof batchViews

const emptyWords: Readonly<Record<BatchView, string>> = {
  open: '没有等放行、等回盘的付款批次。核对过的收款信息可以编成批次。',
  done: '还没有对过账的批次。',
  dropped: '没有作废的批次。',
}

type Names = ReadonlyMap<StaffId, string>

const numberOf = ({ year, serial }: Batch): string => batchNumber(year, serial)

/** Everything views/finance/batches.ejs prints. @param found one more than a page, where there is a next one */
export const toBatchList = (
  found: readonly Batch[],
  at: { readonly view: BatchView; readonly page: number; readonly names: Names; mayBuild: boolean },
) => {
  const rows = found.slice(0, at.page)
  const last = rows.at(-1)
  const isMore = found.length > at.page && last !== undefined
  return {
    title: '付款批次',
    mayBuild: at.mayBuild,
    tabs: (Object.keys(batchViews) as BatchView[]).map(name => ({
      ...{ words: batchViews[name].words, href: `${BATCHES}?view=${name}` },
      current: name === at.view,
    })),
    empty: emptyWords[at.view],
    rows: rows.map(one => ({
      href: `${BATCHES}/${one.id}`,
      number: numberOf(one),
      state: batchWords[one.state],
      payments: String(one.payments),
      sum: inYuan(one.fen),
      built: `${at.names.get(one.builtBy) ?? ''}，${momentInWords(one.builtAt)}`,
    })),
    next: isMore ? `${BATCHES}?view=${at.view}&before=${last.builtAt.toISOString()}` : '',
  }
}

type Payable = { readonly claim: Claim; readonly award: Award }

type NewShown = {
  readonly found: readonly Payable[]
  readonly page: number
  readonly layouts: readonly LawEntry<'bank-layout'>[]
  readonly most: number
  readonly once: string
  readonly picked: readonly string[]
  readonly form: FormState
  readonly problem: string
}

const toPayable = ({ claim, award }: Payable, picked: readonly string[]) => ({
  id: claim.id,
  number: awardNumber(award.year, award.serial),
  claim: claim.number,
  sum: claimSum(claim, award),
  payees: String(claim.payees),
  made: dayInWords(claim.madeOn),
  picked: picked.includes(claim.id),
})

/** Everything views/finance/new-batch.ejs prints. */
export const toNewBatch = (shown: NewShown) => {
  const { found, page, layouts, most, once, picked, form, problem } = shown
  const rows = found.slice(0, page)
  const last = rows.at(-1)?.claim
  const isMore = found.length > page && last !== undefined
  const chosen = form.values['layout'] ?? (layouts.length === 1 ? layouts[0]?.code : undefined)
  return {
    title: '编制付款批次',
    ...{ back: BATCHES, action: `${BATCHES}/new`, once, most, problem, errors: form.errors },
    rows: rows.map(one => toPayable(one, picked)),
    layouts: layouts.map(({ code, data }) => ({
      ...{ code, words: data.name, chosen: code === chosen },
    })),
    next: isMore ? `${BATCHES}/new?after=${last.madeOn}_${last.id}` : '',
  }
}

type Shown = {
  readonly batch: Batch
  /** One more than a page, where there is a next one. */
  readonly found: readonly OpenPayment[]
  readonly page: number
  readonly names: Names
  readonly layout: string
  readonly viewer: StaffId
  readonly form: FormState
  readonly problem: string
}

const handsOf = ({ builtBy, builtAt, releasedBy, releasedAt }: Batch, names: Names): string => {
  const built = `编制：${names.get(builtBy) ?? ''}，${momentInWords(builtAt)}`
  if (releasedBy === null || releasedAt === null) return built
  return `${built}；放行：${names.get(releasedBy) ?? ''}，${momentInWords(releasedAt)}`
}

export const toPaymentRow = (one: OpenPayment) => ({
  href: `${PAYMENTS}/${one.id}`,
  number: awardNumber(one.award.year, one.award.serial),
  name: one.name,
  account: maskedAccount(one.account),
  sum: inYuan(one.fen),
  state: paymentWords[one.state],
  reason: one.reason,
})

/** Everything views/finance/batch.ejs prints. */
export const toBatchPage = ({ batch, found, page, names, layout, ...shown }: Shown) => {
  const rows = found.slice(0, page)
  const last = rows.at(-1)
  const address = `${BATCHES}/${batch.id}`
  return {
    title: `${numberOf(batch)} 付款批次`,
    ...{ back: BATCHES, action: address, problem: shown.problem, errors: shown.form.errors },
    state: batchWords[batch.state],
    count: String(batch.payments),
    sum: inDocuments(batch.fen),
    layout,
    hands: handsOf(batch, names),
    rows: rows.map(toPaymentRow),
    next: found.length > page && last !== undefined ? `${address}?after=${last.id}` : '',
    mayDrop: batch.state === 'built',
    mayRelease: batch.state === 'built' && batch.builtBy !== shown.viewer,
    file: batch.releasedBy === null ? '' : `${address}/file`,
  }
}
