import { momentInWords } from '../accounts'
import { awardNumber, type Award } from '../awards'
import { batchNumber, maskedAccount, type Batch, type BatchFile, type Claim } from '../payouts'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { inDocuments, inYuan } from '../vocabulary/money'

export const BATCHES = '/staff/finance/batches'
export const PAYMENTS = '/staff/finance/payments'

const batchWords = {
  built: '等另一位放行',
  released: '已放行，等银行回盘',
  reconciled: '已对账',
  dropped: '已作废',
} as const

export const paymentWords = {
  built: '等放行',
  sent: '等回盘',
  paid: '已付',
  failed: '没有付成',
  dropped: '已作废',
  reversed: '已退回',
} as const

type Names = ReadonlyMap<StaffId, string>

const toRow = (batch: Batch, names: Names) => ({
  href: `${BATCHES}/${batch.id}`,
  number: batchNumber(batch.year, batch.serial),
  count: String(batch.payments),
  sum: inYuan(batch.fen),
  state: batchWords[batch.state],
  built: `${names.get(batch.builtBy) ?? ''}，${momentInWords(batch.builtAt)}`,
})

/** Everything views/finance/batches.ejs prints. */
export const toBatchList = (batches: readonly Batch[], names: Names, page: number) => {
  const rows = batches.slice(0, page)
  const last = rows.at(-1)
  return {
    title: '付款批次',
    rows: rows.map(batch => toRow(batch, names)),
    next:
      batches.length > page && last !== undefined
        ? `${BATCHES}?before=${encodeURIComponent(last.builtAt.toISOString())}`
        : '',
  }
}

type Choice = { readonly code: string; readonly words: string; readonly chosen: boolean }

type New = {
  readonly found: readonly { readonly claim: Claim; readonly award: Award }[]
  /** How many are shown at most; and how many a batch takes. */
  readonly page: number
  readonly most: number
  readonly layouts: readonly Choice[]
  readonly once: string
  readonly form: FormState
  readonly problem: string
}

/** Everything views/finance/batch-new.ejs prints. */
export const toNewBatch = ({ found, page, most, layouts, once, form, problem }: New) => ({
  title: '编制付款批次',
  once: form.values['once'] ?? once,
  rows: found.slice(0, page).map(({ claim, award }) => ({
    id: claim.id,
    number: claim.number,
    award: awardNumber(award.year, award.serial),
    sum: inYuan(award.fen),
    madeOn: dayInWords(claim.madeOn),
  })),
  more: found.length > page,
  most: String(most),
  layouts: layouts.map(one => ({ ...one, chosen: form.values['layout'] === one.code })),
  errors: form.errors,
  problem,
})

type Shown = {
  readonly file: BatchFile
  readonly names: Names
  readonly viewer: StaffId
  readonly form: FormState
  readonly problem: string
}

/** Everything views/finance/batch.ejs prints. */
export const toBatchPage = ({ file, names, viewer, form, problem }: Shown) => {
  const { batch, payments } = file
  const { releasedBy, releasedAt } = batch
  const isSent = batch.state === 'released' || batch.state === 'reconciled'
  return {
    title: batchNumber(batch.year, batch.serial),
    action: `${BATCHES}/${batch.id}`,
    state: batchWords[batch.state],
    count: String(batch.payments),
    sum: inDocuments(batch.fen),
    built: `${names.get(batch.builtBy) ?? ''}，${momentInWords(batch.builtAt)}`,
    released:
      releasedBy === null || releasedAt === null
        ? ''
        : `${names.get(releasedBy) ?? ''}，${momentInWords(releasedAt)}`,
    rows: payments.map(one => ({
      href: `${PAYMENTS}/${one.id}`,
      award: awardNumber(one.award.year, one.award.serial),
      name: one.name,
      account: maskedAccount(one.account),
      bank: one.bank,
      sum: inYuan(one.fen),
      state: paymentWords[one.state],
      reason: one.reason,
    })),
    mayRelease: batch.state === 'built' && batch.builtBy !== viewer,
    mayDrop: batch.state === 'built',
    fileHref: isSent ? `${BATCHES}/${batch.id}/file` : '',
    errors: form.errors,
    problem,
  }
}
