import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { openCase } from '../support/searching'
import { openSite, type Site } from '../support/site'

let site: Site
let own: OrganisationId
let above: OrganisationId
let clerk: Officer
let first: Officer
let second: Officer
let outsider: Officer

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  above = bodies.above.id
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  outsider = await hire(site, above, ['intake'], '陈雨桐')
})
afterEach(() => site.stop())

const find = ({ actor, keys }: Officer, q: string): Promise<CaseId[]> =>
  site.house.db.inTransaction(async tx => {
    const { hits } = await site.house.search.answer(tx, { actor, keys }, { q, before: undefined })
    return hits.map(({ found }) => found.id)
  })

const reach = ({ actor, keys }: Officer) =>
  site.house.db.inTransaction(tx => site.house.search.reach(tx, { actor, keys }))

const store = async (text: string, target = '仁和医院', body = own) =>
  (await storeCase(site, body, { title: { target }, content: { text } })).caseId

const rowOf = (caseId: CaseId) =>
  site
    .tables('search_cases')
    .where({ case_id: caseId })
    .first<{ tokens: string[]; marks: string[] } | undefined>()

const holders = () =>
  site.tables('search_seals').orderBy('recipient_id').pluck<string[]>('recipient_id')

const deeds = (deed: string) =>
  site.tables('audit_entries').where({ deed }).pluck<string[]>('subject')

describe('the key', () => {
  it('is made by the first who needs it, for the intake desk and each handler, and recorded', async () => {
    await openCase(site, clerk, await store('透析'))

    const desk: unknown = await site.tables('desks').where({ organisation_id: own }).first('id')
    const { id } = desk as { id: string }
    expect(await holders()).toEqual([id, first.actor.id, second.actor.id].sort())
    expect(await deeds('search-key.made')).toHaveLength(1)
    expect((await deeds('search-key.handed')).sort()).toEqual(await holders())
    const columns = await site.tables('search_keys').first<object>()
    expect(Object.keys(columns).sort()).toEqual([
      ...['id', 'made_on', 'organisation_id', 'retired_on', 'version'],
    ])
  })

  it('is one, however many need it at once', async () => {
    const ids = [await store('透析一'), await store('透析二'), await store('透析三')]
    await Promise.all(ids.map(id => openCase(site, clerk, id)))

    expect(await site.tables('search_keys')).toHaveLength(1)
    expect((await find(clerk, '透析')).sort()).toEqual(ids.sort())
  })

  it('comes to a later handler from the next who has it, or with the first case', async () => {
    const caseId = await store('透析')
    await openCase(site, clerk, caseId)
    const later = await hire(site, own, ['handler'], '新来的')
    expect(await reach(later)).toMatchObject({ hasKey: false })
    expect(await find(later, '透析')).toEqual([])

    await site.house.db.inTransaction(tx => site.house.search.handOn(tx, clerk))
    await giveCase(site, clerk, caseId, [later, first])

    expect(await reach(later)).toMatchObject({ hasKey: true })
    expect(await find(later, '透析')).toEqual([caseId])
  })

  it('comes to the desk’s next key', async () => {
    const caseId = await store('透析')
    await openCase(site, clerk, caseId)
    const colleague = await hire(site, own, ['intake'], '林雨晴')
    const { db, desks } = site.house
    await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, colleague.actor.id))
    await db.inTransaction(tx => desks.release(tx, clerk.actor, clerk.actor.id))
    // Sealed to the version before, which she holds; her session hands it to the new one.
    expect(await reach(colleague)).toMatchObject({ hasKey: true })
    const versions = await site
      .tables('search_seals')
      .where({ recipient_kind: 'desk' })
      .pluck('version')
    expect(versions.sort()).toEqual([1, 2])
  })

  it('goes with who leaves', async () => {
    await openCase(site, clerk, await store('透析'))
    await site.house.db.inTransaction(tx => site.house.search.release(tx, first.actor.id))
    expect(await holders()).not.toContain(first.actor.id)
  })

  it('is each organisation’s own: the same word is another number there', async () => {
    const ours = await store('透析')
    const theirs = await store('透析', '仁和医院', above)
    await openCase(site, clerk, ours)
    await openCase(site, outsider, theirs)

    const [one, other] = [await rowOf(ours), await rowOf(theirs)]
    const words = (tokens: string[] = []) => tokens.filter(token => token !== '-1')
    expect(words(one?.tokens).filter(token => other?.tokens.includes(token) === true)).toEqual([])
    expect(await find(clerk, '透析')).toEqual([ours])
    expect(await find(outsider, '透析')).toEqual([theirs])
  })

  it.each(['recipient_id', 'key_id', 'sealed'])('that was moved is not taken: %s', async what => {
    await openCase(site, clerk, await store('透析'))
    await openCase(site, outsider, await store('别的', '仁和医院', above))
    const { tables } = site
    if (what === 'sealed')
      await tables.raw(
        `UPDATE search_seals s SET sealed = o.sealed FROM search_seals o
         WHERE s.recipient_id = ? AND o.recipient_id = ?`,
        [first.actor.id, second.actor.id],
      )
    else if (what === 'recipient_id')
      await tables
        .raw(
          `WITH gone AS (DELETE FROM search_seals WHERE recipient_id = ?)
         UPDATE search_seals SET recipient_id = ? WHERE recipient_id = ?`,
          [first.actor.id, first.actor.id, second.actor.id],
        )
        .catch(() => tables('search_seals').where({ recipient_id: first.actor.id }).delete())
    else
      await tables.raw(
        `UPDATE search_seals SET key_id = (SELECT id FROM search_keys WHERE organisation_id = ?)
         WHERE recipient_id = ?`,
        [above, first.actor.id],
      )

    expect(await reach(first)).toMatchObject({ hasKey: false })
  })

  it('that somebody else wrote into the table is not taken for ours, and makes no new one', async () => {
    await openCase(site, clerk, await store('透析'))
    await site.tables('search_seals').update({ sealed_mac: Buffer.alloc(34, 1) })

    expect(await reach(clerk)).toMatchObject({ hasKey: false })
    expect(await site.tables('search_keys')).toHaveLength(1)
  })
})

describe('the index', () => {
  it('is written once, however often a case is opened', async () => {
    const caseId = await store('每周三次的透析')
    await openCase(site, clerk, caseId)
    const row = await rowOf(caseId)
    await openCase(site, clerk, caseId)
    await site.tables('cases').where({ id: caseId }).update({ indexed: false })
    await openCase(site, clerk, caseId)

    expect(await rowOf(caseId)).toEqual(row)
    expect(await site.tables('search_cases')).toHaveLength(1)
  })

  it('takes up a message with the next opening, and only what is new', async () => {
    const caseId = await store('夜里没人')
    await openCase(site, clerk, caseId)
    await reporterWrites(site, clerk, caseId, '还有监控录像')
    expect(await find(clerk, '监控录像')).toEqual([])
    const before = (await rowOf(caseId))?.marks ?? []

    await openCase(site, clerk, caseId)

    expect(await find(clerk, '监控录像')).toEqual([caseId])
    expect(await find(clerk, '夜里')).toEqual([caseId])
    expect((await rowOf(caseId))?.marks).toHaveLength(before.length + 1)
  })

  it('is left to the next by somebody who has no search key', async () => {
    const elsewhere = await store('透析')
    await openCase(site, clerk, elsewhere)
    const later = await hire(site, own, ['handler'], '新来的')
    const caseId = await store('监控录像')
    await giveCase(site, clerk, caseId, [later, first])
    await site.tables('search_seals').where({ recipient_id: later.actor.id }).delete()
    await openCase(site, later, caseId)
    expect(await rowOf(caseId)).toBeUndefined()

    await openCase(site, first, caseId)
    expect(await find(clerk, '监控录像')).toEqual([caseId])
    expect(await find(first, '监控录像')).toEqual([caseId])
  })

  it('gives nothing away when a row is moved to another case: what is found is opened and read', async () => {
    const one = await store('每周三次的透析')
    const other = await store('夜里没人')
    await openCase(site, clerk, one, other)
    await site.tables.raw(
      `UPDATE search_cases SET tokens = (SELECT tokens FROM search_cases WHERE case_id = ?)
       WHERE case_id = ?`,
      [one, other],
    )
    expect(await find(clerk, '透析')).toEqual([one])
  })

  it('of a case that was erased is gone', async () => {
    const caseId = await store('每周三次的透析')
    await openCase(site, clerk, caseId)
    await site.house.db.inTransaction(tx => site.house.search.forget(tx, caseId))

    expect(await rowOf(caseId)).toBeUndefined()
    expect(await find(clerk, '透析')).toEqual([])
  })

  it('holds no word and no hash that is known without the key', async () => {
    const caseId = await store('透析透析')
    await openCase(site, clerk, caseId)
    const { tokens = [] } = (await rowOf(caseId)) ?? {}
    expect(tokens.length).toBeGreaterThan(4)
    // Random numbers of 64 bits: half of them have their first bit set, and none is small by chance.
    expect(tokens.filter(token => Math.abs(Number(token)) < 2 ** 32)).toEqual(['-1'])
  })
})

it('nobody without a desk or cases finds or makes anything', async () => {
  const auditor = await hire(site, own, ['auditor'], '审计员')
  await openCase(site, clerk, await store('透析'))
  expect(await reach(auditor)).toEqual({ hasKey: false, unindexed: 0 })
  expect(await find(auditor, '透析')).toEqual([])
  expect(await site.tables('search_seals').where({ recipient_id: auditor.actor.id })).toEqual([])
})
