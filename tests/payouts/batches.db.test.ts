import { randomUUID } from 'node:crypto'
import type { BatchId, ClaimId } from '../../src/vocabulary/ids'
import { openAwardScene, visitorOf, type AwardScene } from '../awards/scene'
import { answerOf, claimedAward, payee, rowOf, type SentRow } from './scene'

let scene: AwardScene
let whole: ClaimId
let shared: ClaimId

beforeAll(async () => {
  scene = await openAwardScene()
  whole = (await claimedAward(scene)).claimId
  const shares = (fen: bigint) => [payee(1_00n), payee(fen - 1_00n)]
  shared = (await claimedAward(scene, shares)).claimId
})
afterAll(() => scene.site.stop())

const code = (name: string) => expect.objectContaining({ code: name }) as unknown
const constraint = (name: string) => expect.objectContaining({ constraint: name }) as unknown
const payouts = () => scene.site.house.payouts
const as = (name: 'payer' | 'payer2' | 'approver' | 'stranger' | 'handler' | 'clerk') =>
  visitorOf(scene.staff[name])
const build = (claimIds: readonly ClaimId[], by = as('payer'), once: string = randomUUID()) =>
  scene.inTx(tx => payouts().batches.build(tx, by, { once, claimIds, layout: 'plain-csv' }))
const release = (id: BatchId, by = as('payer2')) =>
  scene.inTx(tx => payouts().batches.release(tx, by, id))
const file = (id: BatchId, by = as('payer')) => scene.inTx(tx => payouts().batches.file(tx, by, id))
const sentIn = (id: BatchId): Promise<SentRow[]> =>
  scene.site.tables('payments').where({ batch_id: id }).orderBy('id')
const take = (rows: readonly SentRow[], by = as('payer')) =>
  scene.inTx(tx =>
    payouts().answers.take(tx, by, {
      ...{ layout: 'plain-csv', bytes: Buffer.from(randomUUID()) },
      rows: answerOf(
        rows.map(({ reference, fen }) => ({
          ...{ reference, amount: (Number(fen) / 100).toFixed(2), result: '成功' },
        })),
      ),
    }),
  )

it('is one batch, however often the form comes at the same time, and of nobody else', async () => {
  const once = randomUUID()
  const made = await Promise.all(
    Array.from({ length: 10 }, () => build([whole, shared], as('payer'), once)),
  )
  expect(new Set(made).size).toBe(1)
  const [id] = made
  if (id === undefined) throw new Error('a batch')
  await expect(build([whole])).rejects.toEqual(code('payment.claims-moved'))
  await expect(build([whole], as('stranger'))).rejects.toEqual(code('payment.claims-moved'))
  await expect(release(id, as('stranger'))).rejects.toEqual(code('pay-batch.not-found'))
  await scene.inTx(tx => payouts().batches.drop(tx, as('payer'), id))
  await expect(build([whole], as('clerk'))).rejects.toEqual(code('award.no-key'))
  await expect(build([whole], as('handler'))).rejects.toEqual(code('payment.own'))
  expect(await scene.site.tables('pay_batches')).toHaveLength(1)
})

it('is released and fetched as it was built, or not at all', async () => {
  const { tables } = scene.site
  const id = await build([whole])
  const { sealed_payees: before } = await rowOf(scene, 'award_claims', { id: whole })
  const changed = Buffer.from(before as Buffer)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  const claim = () => tables('award_claims').where({ id: whole })
  await expect(claim().update({ sealed_payees: changed })).rejects.toEqual(
    constraint('award_claims_stay'),
  )
  // Somebody who owns the tables.
  await tables.raw('ALTER TABLE award_claims DISABLE TRIGGER award_claims_keep')
  await claim().update({ sealed_payees: changed })
  await expect(release(id)).rejects.toEqual(code('payment.changed'))
  await claim().update({ sealed_payees: before })
  await release(id)
  await claim().update({ sealed_payees: changed })
  await expect(file(id)).rejects.toEqual(code('payment.changed'))
  await claim().update({ sealed_payees: before })
  await tables.raw('ALTER TABLE award_claims ENABLE TRIGGER award_claims_keep')
  expect((await file(id)).rows).toHaveLength(1)
  for (const who of ['handler', 'clerk'] as const)
    await expect(file(id, as(who))).rejects.toEqual(code('award.no-key'))
  const [row] = await sentIn(id)
  const twin = { ...row, id: randomUUID(), reference: '1'.repeat(16), state: 'built' }
  await expect(tables('payments').insert(twin)).rejects.toEqual(constraint('payments_fit'))
})

it('is reconciled by whichever half of the answer comes last, and never by another body', async () => {
  const id = await build([shared])
  await release(id)
  const [one, two] = await sentIn(id)
  if (one === undefined || two === undefined) throw new Error('two shares')
  expect(await take([one], as('stranger'))).toMatchObject({ ok: false, faults: [{ row: 2 }] })
  const ends = await Promise.all([take([one]), take([two])])
  expect(ends).toEqual([
    { ok: true, paid: 1, failed: 0 },
    { ok: true, paid: 1, failed: 0 },
  ])
  expect(await rowOf(scene, 'pay_batches', { id })).toMatchObject({ state: 'reconciled' })
  const { award_id: award } = await rowOf(scene, 'payments', { id: one.id })
  expect(await rowOf(scene, 'awards', { id: award })).toMatchObject({ state: 'paid' })
  expect(await take([one])).toMatchObject({ ok: false, faults: [{ row: 2 }] })
})
