import { randomBytes, randomUUID } from 'node:crypto'
import { aRecord } from '../support/record-of-deeds'

let on: Awaited<ReturnType<typeof aRecord>>
beforeAll(async () => {
  on = await aRecord()
})
afterAll(async () => {
  await on.database.drop()
})
beforeEach(async () => {
  on.setNow('2026-11-22T15:59:59.250Z')
  await on.owner.raw('truncate audit_entries, audit_heads')
})

describe('verifying', () => {
  const bad = (seq: number, fault: string) => ({ ok: false, chain: on.chain, seq, fault })

  it('finds nothing wrong with an empty record', async () => {
    expect(await on.verify()).toEqual({ ok: true, chains: 0, entries: 0 })
  })

  it.each([
    ['deed', { deed: 'case.denied' }],
    ['actor', { actor_id: randomUUID() }],
    ['case', { case_id: randomUUID() }],
    ['ground', { ground: 'other' }],
    ['subject', { subject: 'x' }],
    ['day', { on_day: '2026-11-21' }],
    ['time', { at: new Date('2026-11-22T15:00:00Z') }],
    ['link', { hash: randomBytes(34) }],
  ])('names the entry whose %s was changed by the owner of the database', async (_, change) => {
    await on.times(5)
    await on.owner('audit_entries').where({ chain: on.chain, seq: 3 }).update(change)
    expect(await on.verify()).toEqual(bad(3, 'changed'))
  })

  it('names the first of several', async () => {
    await on.times(5)
    await on.owner('audit_entries').whereIn('seq', [2, 4]).update({ ground: 'x' })
    expect(await on.verify()).toEqual(bad(2, 'changed'))
  })

  it('names an entry that was taken out, first, middle and last', async () => {
    await on.times(5)
    for (const seq of [5, 3, 1]) {
      await on.owner('audit_entries').where({ chain: on.chain, seq }).delete()
      expect(await on.verify()).toEqual(bad(seq, 'missing'))
    }
  })

  it('sees rows that changed places and rows put in from another chain', async () => {
    await on.times(3)
    await on.times(3, on.reporter)
    await on.owner.raw(
      `update audit_entries a set deed = b.deed, hash = b.hash, ground = b.ground
      from audit_entries b where a.chain = ? and b.chain = ? and a.seq = 2 and b.seq = 3`,
      [on.chain, on.chain],
    )
    expect(await on.verify()).toEqual(bad(2, 'changed'))
  })

  it('sees a forged head, and a chain whose head was removed', async () => {
    await on.times(3)
    await on
      .owner('audit_heads')
      .where({ chain: on.chain })
      .update({ hash: randomBytes(34) })
    expect(await on.verify()).toEqual(bad(3, 'head-changed'))
    const second = await on.owner('audit_entries').where({ seq: 2 }).first<{ hash: Buffer }>('hash')
    await on.owner('audit_heads').where({ chain: on.chain }).update({ seq: 2, hash: second.hash })
    expect(await on.verify()).toEqual(bad(3, 'head-changed'))
    await on.owner('audit_heads').delete()
    expect(await on.verify()).toEqual(bad(1, 'head-changed'))
  })

  it('cannot be satisfied without the installation secret', async () => {
    await on.times(2)
    const stranger = on.auditUnder(randomBytes(32))
    expect(await on.db.inTransaction(tx => stranger.verify(tx))).toEqual(bad(1, 'changed'))
  })

  it('walks a chain longer than one batch', async () => {
    const many = Array.from({ length: 2500 }, () => ({
      deed: 'case.opened' as const,
      caseId: on.caseId,
      organisationId: on.city,
    }))
    await on.db.inTransaction(tx => on.audit.recordMany(tx, on.officer, many))
    expect(await on.verify()).toEqual({ ok: true, chains: 1, entries: 2500 })
    await on.owner('audit_entries').where({ chain: on.chain, seq: 2001 }).update({ ground: 'x' })
    expect(await on.verify()).toEqual(bad(2001, 'changed'))
  })
})

describe('an exported head file', () => {
  const cutBackTo = async (seq: number) => {
    await on.owner('audit_entries').where({ chain: on.chain }).where('seq', '>', seq).delete()
    const last = await on
      .owner('audit_entries')
      .where({ chain: on.chain, seq })
      .first<{ hash: Buffer }>('hash')
    await on.owner('audit_heads').where({ chain: on.chain }).update({ seq, hash: last.hash })
  }

  it('agrees with a record that has only grown', async () => {
    await on.times(3)
    const file: unknown = JSON.parse(JSON.stringify(await on.exportHeads()))
    await on.times(2)
    expect(await on.verify(file)).toEqual({ ok: true, chains: 1, entries: 5 })
  })

  it('betrays a chain that was cut back together with its head', async () => {
    await on.times(5)
    const file = await on.exportHeads()
    await cutBackTo(3)
    expect(await on.verify()).toMatchObject({ ok: true })
    expect(await on.verify(file)).toEqual({
      ok: false,
      chain: on.chain,
      seq: 4,
      fault: 'truncated',
    })
    // Growing again over the cut does not help.
    on.setNow('2026-11-23T08:00:00Z')
    await on.times(4)
    expect(await on.verify(file)).toEqual({ ok: false, chain: on.chain, seq: 5, fault: 'changed' })
  })

  it('betrays a chain that was removed whole', async () => {
    await on.times(2)
    const file = await on.exportHeads()
    await on.owner.raw('truncate audit_entries, audit_heads')
    expect(await on.verify(file)).toEqual({
      ok: false,
      chain: on.chain,
      seq: 1,
      fault: 'truncated',
    })
  })

  it('is refused when it was rewritten or is no head file', async () => {
    await on.times(2)
    const file = await on.exportHeads()
    const broken = { ok: false, chain: '', seq: 0, fault: 'head-file-broken' }
    expect(await on.verify({ ...file, heads: [] })).toEqual(broken)
    expect(await on.verify({ ...file, day: '2030-01-01' })).toEqual(broken)
    for (const other of [null, 'text', {}, []]) expect(await on.verify(other)).toEqual(broken)
  })
})
