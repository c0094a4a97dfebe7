import { asDay } from '../../src/platform/clock'
import { decide, investigated, openScene, uuid, type Scene } from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.site.stop())

const finding = {
  items: [{ code: 'R38-3', facts: '重复收费', loss: 5_000_00n, otherLoss: 0n, fine: 5_000_00n }],
  match: 'full' as const,
  isPublic: false,
  voluntary: 0n,
  recovered: 0n,
  deducted: 0n,
  text: '属实',
  bandReason: '',
  lawOn: asDay('2026-11-23'),
}

const write = async (caseId: Awaited<ReturnType<typeof investigated>>, seen = 'none') => {
  const { db, findings } = scene.site.house
  await db.inTransaction(tx =>
    findings.save(tx, scene.handlers[0], caseId, { seen, content: finding }),
  )
}

it('the database itself keeps what was decided, ended and posted', async () => {
  const { site, handlers, clerk } = scene
  const { tables, house } = site
  const [first] = handlers
  const caseId = await investigated(scene)
  await write(caseId)
  const posted = {
    case_id: caseId,
    organisation_id: clerk.actor.organisationId,
    ledger: 'recovery',
    voluntary: false,
    amount_fen: 100,
    received_on: '2026-11-23',
    sealed_note: Buffer.alloc(1),
    posted_by: first.actor.id,
    posted_at: site.clock.now(),
  }
  const id = uuid()
  await expect(tables('money_entries').insert({ ...posted, id })).rejects.toThrow(
    'nothing is decided',
  )

  await decide(scene, caseId, 'agreement')
  const decided = tables('findings').where({ case_id: caseId })
  await expect(decided.clone().update({ fined_fen: 1 })).rejects.toThrow('findings: decided')
  await expect(decided.clone().update({ decided_on: null })).rejects.toThrow('findings: decided')

  await tables('money_entries').insert({ ...posted, id })
  const entry = tables('money_entries').where({ id })
  await expect(entry.clone().update({ amount_fen: 200 })).rejects.toThrow('append only')
  await expect(entry.clone().delete()).rejects.toThrow('append only')
  const counter = { ...posted, id: uuid(), corrects: id, amount_fen: -100 }
  const wrong = [
    { ...counter, amount_fen: -99 },
    { ...counter, ledger: 'fine' },
    { ...counter, voluntary: true },
    { ...posted, id: uuid(), amount_fen: -100 },
    { ...posted, id: uuid(), ledger: 'fine', voluntary: true },
  ]
  for (const row of wrong) await expect(tables('money_entries').insert(row)).rejects.toThrow()
  await tables('money_entries').insert(counter)
  await expect(tables('money_entries').insert({ ...counter, id: uuid() })).rejects.toThrow()

  const measure = { once: uuid(), kind: 'fine', dueOn: asDay('2026-12-01') }
  const order = { amount: 100n, receiver: '', note: '' }
  const responsibleId = first.actor.id
  const added = { ...measure, responsibleId, order }
  await house.db.inTransaction(tx => house.measures.add(tx, first, caseId, added))
  const open = tables('measures').where({ id: measure.once })
  await expect(open.clone().update({ state: 'done' })).rejects.toThrow()
  await expect(open.clone().update({ kind: 'talk' })).rejects.toThrow('measures: ended')
  const silent = open.clone().update({ due_on: '2027-01-01' })
  await expect(silent).rejects.toThrow('changed without a reason')
  const end = { number: '', file: undefined, note: '重复登记，另一项已经在办，这一项撤销' }
  const dropped = { state: 'dropped', doneOn: null, end } as const
  await house.db.inTransaction(tx =>
    house.measures.end(tx, first, { caseId, id: measure.once }, dropped),
  )
  await expect(open.clone().update({ due_on: '2027-01-01' })).rejects.toThrow('measures: ended')
})

it('a case that is taken up again gets a version more; the finding waits while a decision is asked for', async () => {
  const { site, handlers } = scene
  const { db, proceedings } = site.house
  const caseId = await investigated(scene)
  await write(caseId)
  await decide(scene, caseId, 'agreement')
  await expect(write(caseId, '1.1')).rejects.toMatchObject({ code: 'finding.state' })

  await site.tables('cases').where({ id: caseId }).update({ state: 'investigating' })
  const wish = { action: 'decide', outcome: 'agreement', reason: '再次核查以后，结论不变' } as const
  const asking = () =>
    db.inTransaction(tx => proceedings.propose(tx, { ...handlers[0], caseId }, wish))
  await expect(asking()).rejects.toMatchObject({ code: 'finding.missing' })
  await expect(write(caseId, 'none')).rejects.toMatchObject({ code: 'finding.changed' })
  await write(caseId, '1.1')
  await asking()
  const changed = { ...finding, text: '送批以后的改动' }
  const late = db.inTransaction(tx =>
    site.house.findings.save(tx, handlers[1], caseId, { seen: '2.1', content: changed }),
  )
  await expect(late).rejects.toMatchObject({ code: 'finding.state' })
  expect(await site.tables('findings').where({ case_id: caseId }).orderBy('version')).toMatchObject(
    [
      { version: 1, loss_fen: 500_000 },
      { version: 2, decided_on: null, loss_fen: null },
    ],
  )
})

it('a place has a band of its own from its day on', async () => {
  const { db, lawbook, findings, cases, desks } = scene.site.house
  const caseId = await investigated(scene)
  await write(caseId)
  await db.inTransaction(tx =>
    lawbook.add(tx, {
      ...{ kind: 'discretion-band', code: 'R38-3', place: '330100', version: 1 },
      ...{ validFrom: asDay('2026-01-01'), validTo: null, source: '测试规定', status: 'D' },
      data: { band: { of: 'loss', fromPercent: 120, toPercent: 150 }, basis: '示范市裁量基准' },
    }),
  )
  const needed = await db.inTransaction(async tx => {
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, scene.handlers[0].keys), caseId)
    return findings.needsReview(tx, key, caseId)
  })
  expect(needed).toBe(true)
})
