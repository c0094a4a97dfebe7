import { asDay } from '../../src/platform/clock'
import type { RunId } from '../../src/vocabulary/ids'
import { storeCase } from '../support/cases'
import { agree, countOf, openScene, storeRefused, TODAY, type Scene } from './closed-case'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.site.stop())

const inTx: Scene['site']['house']['db']['inTransaction'] = work =>
  scene.site.house.db.inTransaction(work)
const retention = () => scene.site.house.retention
const deeds = (deed: string) => countOf(scene, 'audit_entries', { deed })
const states = (runId: RunId) =>
  scene.site
    .tables('retention_items')
    .where({ run_id: runId })
    .orderBy('position')
    .select('state', 'why')

const numberOf = async (caseId: string) => {
  const row = await scene.site
    .tables('cases')
    .where({ id: caseId })
    .first<{ year: number; serial: number } | undefined>('year', 'serial')
  return { year: row?.year ?? 0, serial: row?.serial ?? 0 }
}

const hold = async (caseId: string) => {
  const number = await numberOf(caseId)
  return inTx(tx =>
    retention().holds.set(tx, scene.principal.actor, { number, ground: 'litigation' }),
  )
}

it('knows what is due by the term of its outcome, and nothing else', async () => {
  const { intake, site } = scene
  const due = () => inTx(tx => retention().due(tx, intake.actor))
  await storeRefused(scene)
  await storeCase(site, intake.actor.organisationId)
  expect((await due()).count).toBe(0)

  site.clock.set(TODAY)
  await storeRefused(scene)
  const found = await due()
  expect(found.count).toBe(1)
  expect(found.cases).toMatchObject([{ outcome: 'refused', closedOn: '2024-11-20' }])
})

it('destroys what two people agreed on, and leaves tombstone, certificate and record', async () => {
  const stored = [await storeRefused(scene), await storeRefused(scene)]
  scene.site.clock.set(TODAY)
  const before = await countOf(scene, 'audit_entries')
  const id = await agree(scene)
  expect(await retention().work(id)).toBe(true)

  expect(await countOf(scene, 'cases')).toBe(0)
  expect(await scene.site.tables('tombstones').orderBy('serial')).toMatchObject(
    stored.map(({ caseId }, at) => ({
      case_id: caseId,
      serial: at + 1,
      outcome: 'refused',
      reason: 'term',
      erased_on: '2026-11-23',
      run_id: id,
    })),
  )
  expect(await deeds('case.erased')).toBe(2)
  // Proposed, approved, two cases, done: and what was recorded before is still there.
  expect(await countOf(scene, 'audit_entries')).toBe(before + 5)
  const run = await inTx(tx => retention().getRun(tx, scene.admin.actor, id))
  expect(run.state).toBe('done')
  const ground = `2 ${run.certificateHash?.toString('hex') ?? ''}`
  expect(await countOf(scene, 'audit_entries', { deed: 'retention.done', ground })).toBe(1)
  const verdict = await inTx(tx => scene.site.house.audit.verify(tx))
  expect(verdict).toMatchObject({ ok: true })
})

it('does the work once, however often and by however many it is taken up', async () => {
  for (let at = 0; at < 6; at += 1) await storeRefused(scene)
  scene.site.clock.set(TODAY)
  const id = await agree(scene)
  await Promise.all([retention().work(id), retention().work(id), retention().work(id)])
  await retention().work(id)

  expect(await countOf(scene, 'tombstones')).toBe(6)
  expect(await deeds('case.erased')).toBe(6)
  expect(await deeds('retention.done')).toBe(1)
})

it('undoes the case at which it was interrupted, and goes on with it later', async () => {
  await storeRefused(scene)
  await storeRefused(scene)
  scene.site.clock.set(TODAY)
  const id = await agree(scene)
  // As a process that dies: after the rows of the second case are gone, before its transaction is kept.
  await scene.site.tables.raw(`
    CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF OLD.serial = 2 THEN RAISE EXCEPTION 'dead'; END IF; RETURN OLD; END $$;
    CREATE TRIGGER stop_here AFTER DELETE ON cases FOR EACH ROW EXECUTE FUNCTION stop_here()`)
  const rowsBefore = await Promise.all(
    ['reports', 'case_seals', 'messages', 'deadlines', 'case_decisions'].map(table =>
      countOf(scene, table),
    ),
  )
  await expect(retention().work(id)).rejects.toThrow()

  expect(await countOf(scene, 'cases')).toBe(1)
  expect(await states(id)).toEqual([
    { state: 'erased', why: null },
    { state: 'waiting', why: null },
  ])
  const rowsAfter = await Promise.all(
    ['reports', 'case_seals', 'messages', 'deadlines', 'case_decisions'].map(table =>
      countOf(scene, table),
    ),
  )
  expect(rowsAfter).toEqual(rowsBefore.map(count => count / 2))
  expect(await deeds('case.erased')).toBe(1)
  await scene.site.tables.raw('DROP TRIGGER stop_here ON cases; DROP FUNCTION stop_here()')
  expect(await retention().work(id)).toBe(true)
  expect(await countOf(scene, 'cases')).toBe(0)
})

it('leaves aside a case that cannot be destroyed, says so, and finishes the list', async () => {
  await storeRefused(scene)
  await storeRefused(scene)
  scene.site.clock.set(TODAY)
  const id = await agree(scene)
  await scene.site.tables.raw(`
    CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF OLD.serial = 1 THEN RAISE EXCEPTION 'broken'; END IF; RETURN OLD; END $$;
    CREATE TRIGGER stop_here AFTER DELETE ON cases FOR EACH ROW EXECUTE FUNCTION stop_here()`)
  for (let times = 0; times < 3; times += 1)
    await retention()
      .work(id)
      .catch(() => undefined)

  expect(await retention().work(id)).toBe(true)
  expect(await states(id)).toEqual([
    { state: 'kept', why: 'failed' },
    { state: 'erased', why: null },
  ])
})

describe('a hold', () => {
  it('keeps a case from being due, until it is lifted', async () => {
    const { caseId } = await storeRefused(scene)
    scene.site.clock.set(TODAY)
    const due = async () => (await inTx(tx => retention().due(tx, scene.admin.actor))).count
    expect(await hold(caseId)).toBe('set')
    expect(await hold(caseId)).toBe('set')
    expect(await due()).toBe(0)
    expect(await deeds('hold.set')).toBe(1)

    const [held] = await inTx(tx => retention().holds.list(tx, scene.principal.actor))
    const lifted = { id: held?.hold.id ?? '', ground: 'finished' }
    for (let times = 0; times < 2; times += 1)
      await inTx(tx => retention().holds.lift(tx, scene.principal.actor, lifted))
    expect(await due()).toBe(1)
    expect(await deeds('hold.lifted')).toBe(1)
  })

  it('that is set after the approval wins', async () => {
    const first = await storeRefused(scene)
    await storeRefused(scene)
    scene.site.clock.set(TODAY)
    const id = await agree(scene)
    expect(await hold(first.caseId)).toBe('set')
    await retention().work(id)

    expect(await states(id)).toEqual([
      { state: 'kept', why: 'held' },
      { state: 'erased', why: null },
    ])
    expect(await scene.site.tables('cases').pluck('id')).toEqual([first.caseId])
  })

  it('and the destruction of the same case at the same moment: one is first, the other sees it', async () => {
    const { caseId } = await storeRefused(scene)
    scene.site.clock.set(TODAY)
    const id = await agree(scene)
    const number = await numberOf(caseId)
    const set = () =>
      inTx(tx =>
        retention().holds.set(tx, scene.principal.actor, { number, ground: 'litigation' }),
      ).catch((error: unknown) => error)
    const [answer] = await Promise.all([
      set(),
      retention()
        .work(id)
        .catch(() => false),
    ])
    await retention().work(id)

    const left = await countOf(scene, 'cases')
    expect([left, await countOf(scene, 'tombstones')]).toEqual(left === 1 ? [1, 0] : [0, 1])
    expect(answer === 'set').toBe(left === 1)
  })
})

it('does not take a case that was opened again, or has a clock running', async () => {
  const { caseId: again } = await storeRefused(scene)
  const { caseId: running } = await storeRefused(scene)
  scene.site.clock.set(TODAY)
  const id = await agree(scene)
  const { cases, deadlines } = scene.site.house
  await inTx(async tx => {
    await cases.act(tx, scene.intake.actor, again, { action: 'accept' })
    await deadlines.start(tx, running, 'CLUE_VERIFY', { place: '330100', on: asDay('2026-11-23') })
  })
  await retention().work(id)

  expect(await states(id)).toEqual([
    { state: 'kept', why: 'open' },
    { state: 'kept', why: 'clock' },
  ])
  expect(await countOf(scene, 'cases', { listed: true })).toBe(0)
})
