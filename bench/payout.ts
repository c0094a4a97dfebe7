import { randomUUID } from 'node:crypto'
import { insertClaim, updateClaim } from '../src/payouts/claims.repository'
import { sealPayeeKey, sealPayees } from '../src/payouts/sealed-claim'
import { newSymmetricKey } from '../src/platform/crypto'
import { systemRandom } from '../src/platform/random'
import type { AwardId, CaseId, ClaimId } from '../src/vocabulary/ids'
import { decidedCase, openAwardScene, toldAward, type AwardScene } from '../tests/awards/scene'
import { payee } from '../tests/payouts/scene'
import { openTestServer } from '../tests/support/server'
import { round, timed } from './figures'

/** Seconds of one request each, by the pages; `file_kb` of what the bank gets. */
type Run = {
  readonly claims: number
  readonly build_s: number
  readonly release_s: number
  readonly file_s: number
  readonly all_s: number
  readonly rows: number
  readonly file_kb: number
}

/** The same award many times over, as if each were another case's: guards of the tables are left out. */
const copyAward = async ({ site }: AwardScene, id: AwardId, count: number): Promise<AwardId[]> => {
  const ids = Array.from({ length: count }, () => randomUUID())
  await site.tables.transaction(async trx => {
    await trx.raw(`SET LOCAL session_replication_role = replica`)
    await trx.raw(
      `CREATE TEMPORARY TABLE more ON COMMIT DROP AS
         SELECT a.*, n.id AS new_id, n.at FROM awards AS a,
           unnest(?::uuid[]) WITH ORDINALITY AS n (id, at) WHERE a.id = ?`,
      [ids, id],
    )
    await trx.raw(
      `UPDATE more SET id = new_id, once = gen_random_uuid(), case_id = gen_random_uuid(),
         matter_id = gen_random_uuid(), report_id = gen_random_uuid(),
         budget_subject = gen_random_uuid(), serial = serial + at, arrival = arrival + at,
         state = 'claimed'`,
    )
    await trx.raw('ALTER TABLE more DROP COLUMN new_id, DROP COLUMN at')
    await trx.raw('INSERT INTO awards SELECT * FROM more')
  })
  return ids as AwardId[]
}

const claimAll = async (
  { site, staff, inTx }: AwardScene,
  caseId: CaseId,
  awards: readonly AwardId[],
): Promise<void> => {
  const { cases, desks, awards: rewards } = site.house
  await inTx(async tx => {
    const reporter = await cases.recipientIn(tx, caseId)
    const finance = await desks.nearestWith(tx, staff.own.id, 'finance')
    if (finance === undefined) throw new Error('a finance desk')
    for (const [at, award] of awards.entries()) {
      const { fen } = await rewards.course.get(tx, award)
      const id = randomUUID() as ClaimId
      const key = newSymmetricKey(systemRandom)
      await insertClaim(tx, {
        ...{ id, award_id: award, once: randomUUID(), way: 'web', made_on: '2026-11-23' },
        ...{ entered_by: null, matched: 'yes', payees: 1, number: String(100_000_000_000 + at) },
        fen: fen.toString(),
        sealed_payees: sealPayees(key, id, [payee(fen)]),
        ...sealPayeeKey(id, key, { desk: finance.desk, reporter }),
      })
      const checked = { checked_by: staff.payer2.actor.id, checked_at: site.clock.now() }
      await updateClaim(tx, id, { state: 'checked', ...checked })
    }
  })
}

const measure = async (scene: AwardScene, claims: number): Promise<Run> => {
  const { staff } = scene
  const caseId = await decidedCase(scene, '10000')
  const award = await toldAward(scene, caseId, { basis: 10_000_00n })
  await claimAll(scene, caseId, await copyAward(scene, award, claims))
  const payer = await scene.enter(staff.payer)
  const other = await scene.enter(staff.payer2)
  const page = await payer.open('/staff/finance/batches/new')
  const all = { form: '[data-test=build]', button: '全部编进' }
  const [made, building] = await timed(() => payer.submit(page, { layout: 'plain-xlsx' }, all))
  const seen = await other.open(made.path)
  const typed = { otp: scene.fresh(staff.payer2) }
  const form = { form: '[data-test=release]' }
  const [released, releasing] = await timed(() => other.submit(seen, typed, form))
  const cookie = [...payer.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const [file, fetching] = await timed(async () => {
    const answer = await fetch(`${scene.site.staffUrl}${made.path}/file`, { headers: { cookie } })
    if (answer.status !== 200) throw new Error(`the file answered ${answer.status}`)
    return Buffer.from(await answer.arrayBuffer())
  })
  if (!released.text.includes('已放行')) throw new Error('it was not released')
  const [{ count } = { count: 0 }] = await scene.site
    .tables('payments')
    .where({ state: 'sent' })
    .count<{ count: number }[]>('* as count')
  const seconds = (ms: number): number => round(ms / 1000)
  return {
    claims,
    ...{ build_s: seconds(building), release_s: seconds(releasing), file_s: seconds(fetching) },
    all_s: seconds(building + releasing + fetching),
    ...{ rows: count, file_kb: round(file.length / 1024) },
  }
}

/** `npm run bench -- payout [--quick]`: from checked claims to the file for the bank, by the pages. */
export const payout = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const close = await openTestServer()
  try {
    const runs: Run[] = []
    for (const claims of quick ? [1000] : [1000, 2000]) {
      const scene = await openAwardScene()
      try {
        runs.push(await measure(scene, claims))
      } finally {
        await scene.site.stop()
      }
    }
    return { runs }
  } finally {
    await close()
  }
}
