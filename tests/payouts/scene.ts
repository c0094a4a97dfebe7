import { randomUUID } from 'node:crypto'
import type { Holder } from '../../src/desks'
import type { Payee } from '../../src/payouts'
import type { ReadRow } from '../../src/tables'
import type { BatchId, ClaimId } from '../../src/vocabulary/ids'
import { visitorOf, type AwardScene } from '../awards/scene'

export const card = '6222020200112233446'

export const payee = (fen: bigint, more: Partial<Payee> = {}): Payee => ({
  ...{ name: '王小明', idType: 'id-card', idNumber: '11010519491231002X' },
  ...{ account: card, bank: '示范银行城南支行', fen },
  ...more,
})

/** What the code opens, past the pages. */
export const reporterOf = async ({ site, inTx }: AwardScene, code: string): Promise<Holder> => {
  const { receipts, cases } = site.house
  const read = receipts.readCode(code)
  if (!read.ok) throw new Error('no code')
  const derived = await receipts.deriveAll(read.code)
  const opened = await inTx(tx => cases.openByReceipt(tx, derived))
  if (opened === undefined) throw new Error('the code opens nothing')
  return opened.holder
}

export const claimFor = (
  { site, inTx }: AwardScene,
  reporter: Holder,
  payees: readonly Payee[],
): Promise<ClaimId> =>
  inTx(async tx => {
    const made = await site.house.payouts.claims.make(tx, reporter, { once: randomUUID(), payees })
    return made.id
  })

/** Checked, built and released by three of the finance side. */
export const released = async (
  { site, staff, inTx }: AwardScene,
  claimIds: readonly ClaimId[],
): Promise<BatchId> => {
  const { claims, batches } = site.house.payouts
  for (const id of claimIds) await inTx(tx => claims.check(tx, visitorOf(staff.payer2), id))
  const wish = { once: randomUUID(), claimIds, layout: 'plain-csv' }
  const id = await inTx(tx => batches.build(tx, visitorOf(staff.payer), wish))
  await inTx(tx => batches.release(tx, visitorOf(staff.approver), id))
  return id
}

type Said = { readonly reference: string; readonly amount: string; readonly result: string }

export const answerOf = (rows: readonly (Said & { readonly reason?: string })[]): ReadRow[] => [
  { number: 1, cells: ['业务参考号', '金额（元）', '处理结果', '失败原因'] },
  ...rows.map(({ reference, amount, result, reason = '' }, at) => ({
    number: at + 2,
    cells: [reference, amount, result, reason],
  })),
]
