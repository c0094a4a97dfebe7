import { sql } from '../../src/platform/db/sql'
import { systemRandom } from '../../src/platform/random'
import type { RunId } from '../../src/vocabulary/ids'
import { agree, countOf, openScene, storeRefused, TODAY, type Scene } from './closed-case'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.site.stop())

const inTx: Scene['site']['house']['db']['inTransaction'] = work =>
  scene.site.house.db.inTransaction(work)
const retention = () => scene.site.house.retention

describe('whoever goes round the service with SQL', () => {
  const approveAlone = (runId: RunId) =>
    inTx(async tx => {
      await sql(tx)('retention_runs').where({ id: runId }).update({
        state: 'approved',
        decided_by: scene.admin.actor.id,
        decided_at: scene.site.clock.now(),
      })
    })

  const propose = async () => {
    const id = retention().newId()
    await inTx(tx => retention().propose(tx, scene.admin.actor, { id, shown: 1 }))
    return id
  }

  it('cannot approve a list alone', async () => {
    await storeRefused(scene)
    scene.site.clock.set(TODAY)
    const id = await propose()

    await expect(approveAlone(id)).rejects.toMatchObject({
      constraint: 'retention_runs_two_people',
    })
  })

  it('cannot delete a case, nor set a tombstone for one that nobody approved', async () => {
    const { caseId } = await storeRefused(scene)
    scene.site.clock.set(TODAY)
    const id = await propose()
    const remove = inTx(async tx => {
      for (const table of ['case_seals', 'messages', 'reports', 'case_officers', 'case_decisions'])
        await sql(tx)(table).where({ case_id: caseId }).delete()
      await sql(tx)('deadlines').where({ case_id: caseId }).delete()
      await sql(tx)('cases').where({ id: caseId }).delete()
    })
    await expect(remove).rejects.toMatchObject({ code: '23514' })
    await expect(stone(caseId, id)).rejects.toMatchObject({ code: '23514' })
  })

  const stone = (caseId: string, runId: RunId) =>
    inTx(async tx => {
      await sql(tx).raw(
        `INSERT INTO tombstones SELECT id, organisation_id, year, serial, source, region_code, target_kind,
           behaviour, outcome, received_on, closed_on, received_on, 'term', ? FROM cases WHERE id = ?`,
        [runId, caseId],
      )
    })

  /** What is finished stays so by the database itself: another one begins. */
  const startAnother = async () => {
    const [clock] = await scene.site.tables<object>('deadlines')
    const running = { ...clock, id: systemRandom.uuid(), rule_code: 'PAY_FINE', done_on: null }
    await scene.site.tables('deadlines').insert(running)
  }

  it.each(['held', 'open', 'clock'])('cannot bury a case that is %s', async how => {
    const { caseId } = await storeRefused(scene)
    scene.site.clock.set(TODAY)
    const id = await agree(scene)
    if (how === 'held') await scene.site.tables('cases').update({ held: true })
    if (how === 'open') await scene.site.tables('cases').update({ is_open: true })
    if (how === 'clock') await startAnother()

    await expect(stone(caseId, id)).rejects.toMatchObject({ code: '23514' })
    expect(await countOf(scene, 'cases')).toBe(1)
  })

  it('cannot take a tombstone away', async () => {
    await storeRefused(scene)
    scene.site.clock.set(TODAY)
    await retention().work(await agree(scene))
    const remove = inTx(async tx => {
      await sql(tx)('tombstones').delete()
    })
    await expect(remove).rejects.toMatchObject({ code: '42501' })
  })
})
