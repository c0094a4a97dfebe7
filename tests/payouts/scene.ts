import { randomInt, randomUUID } from 'node:crypto'
import type { Holder } from '../../src/desks'
import type { Payee } from '../../src/payouts'
import { insertClaim, updateClaim } from '../../src/payouts/claims.repository'
import { sealPayeeKey, sealPayees } from '../../src/payouts/sealed-claim'
import { newSymmetricKey } from '../../src/platform/crypto'
import { systemRandom } from '../../src/platform/random'
import type { ReadRow } from '../../src/tables'
import type { AwardId, BatchId, CaseId, ClaimId, PaymentId } from '../../src/vocabulary/ids'
import { decidedCase, toldAward, visitorOf, type AwardScene } from '../awards/scene'

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

/** The bank says that the one payment which was sent of this award has arrived. */
export const arrive = async (
  { site, staff, inTx }: AwardScene,
  awardId: AwardId,
): Promise<PaymentId> => {
  const [sent] = await site
    .tables('payments')
    .where({ award_id: awardId, state: 'sent' })
    .select<SentRow[]>('id', 'reference', 'fen')
  if (sent === undefined) throw new Error('nothing was sent')
  const amount = (Number(sent.fen) / 100).toFixed(2)
  const rows = answerOf([{ reference: sent.reference, amount, result: '成功' }])
  const answer = { layout: 'plain-csv', bytes: Buffer.from(randomUUID()), rows }
  await inTx(tx => site.house.payouts.answers.take(tx, visitorOf(staff.payer), answer))
  return sent.id
}

type Shares = (fen: bigint) => readonly Payee[]

/** Claimed and checked past the services: the report has no code that anybody knows. */
export const checkedClaim = async (
  { site, staff, inTx }: AwardScene,
  { caseId, awardId }: { readonly caseId: CaseId; readonly awardId: AwardId },
  shares: Shares,
): Promise<ClaimId> => {
  const { awards, cases, desks } = site.house
  const id = randomUUID() as ClaimId
  await inTx(async tx => {
    const { fen } = await awards.course.get(tx, awardId)
    const reporter = await cases.recipientIn(tx, caseId)
    const desk = await desks.findOpen(tx, staff.own.id, 'finance')
    if (desk === undefined) throw new Error('a finance desk')
    const key = newSymmetricKey(systemRandom)
    const payees = shares(fen)
    await awards.course.claim(tx, awardId)
    await insertClaim(tx, {
      ...{ id, award_id: awardId, once: randomUUID(), way: 'web', made_on: '2026-11-23' },
      ...{ entered_by: null, matched: 'none', payees: payees.length },
      fen: payees.reduce((sum, one) => sum + one.fen, 0n).toString(),
      number: String(randomInt(100_000_000_000, 999_999_999_999)),
      sealed_payees: sealPayees(key, id, payees),
      ...sealPayeeKey(id, key, { desk, reporter }),
    })
    const checked = { checked_by: staff.payer2.actor.id, checked_at: site.clock.now() }
    await updateClaim(tx, id, { state: 'checked', ...checked })
  })
  return id
}

export const claimedAward = async (
  scene: AwardScene,
  shares: Shares = fen => [payee(fen)],
  loss = '10000',
) => {
  const caseId = await decidedCase(scene, loss)
  const awardId = await toldAward(scene, caseId, { basis: BigInt(loss) * 100n })
  return { caseId, awardId, claimId: await checkedClaim(scene, { caseId, awardId }, shares) }
}

export type SentRow = {
  readonly id: PaymentId
  readonly reference: string
  readonly fen: string
  readonly how?: string
}

/** As a bank answers in the layout that is shipped. */
export const answerFile = (lines: readonly Omit<SentRow, 'id'>[]): string =>
  [
    ['业务参考号', '金额（元）', '处理结果', '失败原因'],
    ...lines.map(({ reference, fen, how = '成功' }) => [
      reference,
      (Number(fen) / 100).toFixed(2),
      how,
      how === '成功' ? '' : '账号户名不符',
    ]),
  ]
    .map(cells => cells.join(','))
    .join('\r\n')

/** What lies behind the pages. */
export const rowOf = async (
  { site }: AwardScene,
  table: string,
  where: object,
): Promise<Record<string, unknown>> => {
  const [row] = await site.tables(table).where(where).select<Record<string, unknown>[]>('*')
  if (row === undefined) throw new Error(`nothing in ${table}`)
  return row
}
