import { createKeyPair } from '../../src/platform/crypto'
import { desksOfDuties, type DeskKind } from '../../src/vocabulary/duty'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
let own: OrganisationId
let above: OrganisationId

// Each test moves into a house of its own: desks are made once.
beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const moved = await moveIn(site)
  own = moved.own.id
  above = moved.above.id
})
afterEach(() => site.stop())

const inTx: Site['house']['db']['inTransaction'] = work => site.house.db.inTransaction(work)
const holders = ({ keys }: Officer) => inTx(tx => site.house.desks.holdersOf(tx, keys))
const findOpen = (kind: DeskKind, at = own) => inTx(tx => site.house.desks.findOpen(tx, at, kind))
const confirm = (by: Officer, whom: Officer) =>
  inTx(tx => site.house.desks.confirm(tx, by.actor, by.keys, whom.actor.id))
const pending = (officer: Officer) => inTx(tx => site.house.desks.pending(tx, officer.actor))

describe('the first member of a desk', () => {
  it('makes its keys, which the database alone does not open', async () => {
    expect(await findOpen('intake')).toBeUndefined()
    const first = await hire(site, own, ['intake'])
    const desk = await findOpen('intake')
    const [mine, opened] = await holders(first)

    expect(mine).toMatchObject({ kind: 'staff', id: first.actor.id, version: 1 })
    expect(opened).toMatchObject({ kind: 'desk', id: desk?.deskId, version: 1 })
    expect(opened?.pair.publicKey).toEqual(desk?.publicKey)
    const rows = JSON.stringify([await site.tables('desk_keys'), await site.tables('desk_seals')])
    expect(rows).not.toContain(JSON.stringify(opened?.pair.privateKey))
    expect(
      await site.tables('audit_entries').where({ deed: 'desk.opened' }).pluck('ground'),
    ).toEqual(['intake'])
  })

  it('is one, even when two sign in at once', async () => {
    const one = await hire(site, own, [])
    const other = await hire(site, own, [])
    await Promise.all(
      [one, other].map(({ actor, keys }) =>
        inTx(tx => site.house.desks.ensureForMember(tx, { ...actor, duties: ['legal'] }, keys)),
      ),
    )

    expect(await site.tables('desk_keys')).toHaveLength(1)
    expect(await site.tables('desk_seals')).toHaveLength(1)
  })
})

describe('a later member', () => {
  it('opens nothing until a member has confirmed them, and then what came before too', async () => {
    const first = await hire(site, own, ['intake'])
    const later = await hire(site, own, ['principal'], '高立群')
    expect(await holders(later)).toHaveLength(1)
    expect(await pending(first)).toEqual([
      {
        staffId: later.actor.id,
        displayName: '高立群',
        username: later.username,
        kinds: ['intake'],
      },
    ])
    expect(await pending(later)).toEqual([])

    await confirm(first, later)

    const [, deskOfFirst] = await holders(first)
    const [, deskOfLater] = await holders(later)
    expect(deskOfLater?.pair.privateKey).toEqual(deskOfFirst?.pair.privateKey)
    expect(await pending(first)).toEqual([])
  })

  it('cannot be confirmed by somebody of another desk, another body, or by themselves', async () => {
    await hire(site, own, ['intake'])
    const later = await hire(site, own, ['intake'])
    const elsewhere = await hire(site, above, ['intake'])
    const payer = await hire(site, own, ['payer'])

    for (const by of [later, payer, elsewhere])
      await expect(confirm(by, later)).rejects.toMatchObject({ code: 'desk.not-held' })
    expect(await holders(later)).toHaveLength(1)
  })

  it('whose public key was exchanged in the database is not handed anything', async () => {
    const first = await hire(site, own, ['intake'])
    const later = await hire(site, own, ['intake'])
    const foreign = createKeyPair()
    await site
      .tables('staff')
      .where({ id: later.actor.id })
      .update({ public_key: foreign.publicKey })

    await expect(confirm(first, later)).rejects.toMatchObject({ code: 'public-key.broken' })
    expect(await site.tables('desk_seals')).toHaveLength(1)
  })
})

describe('the key of a desk', () => {
  it('that was exchanged in the database receives nothing', async () => {
    await hire(site, own, ['intake'])
    const foreign = createKeyPair()
    await site.tables('desk_keys').update({ public_key: foreign.publicKey })

    await expect(findOpen('intake')).rejects.toMatchObject({ code: 'public-key.broken' })
  })

  it('does not open from a seal that was moved to somebody else', async () => {
    const first = await hire(site, own, ['intake'])
    const later = await hire(site, own, ['intake'])
    await site.tables('desk_seals').update({ staff_id: later.actor.id })

    expect(await holders(later)).toHaveLength(1)
    expect(await holders(first)).toHaveLength(1)
  })

  it('is not where anything is sent when nobody active holds it: the nearest above is', async () => {
    const nearest = () => inTx(tx => site.house.desks.nearestWith(tx, own, 'intake'))
    expect(await nearest()).toBeUndefined()
    await hire(site, above, ['intake'])
    expect((await nearest())?.organisationId).toBe(above)
    const first = await hire(site, own, ['intake'])
    expect((await nearest())?.organisationId).toBe(own)

    await inTx(tx => site.house.accounts.disable(tx, { side: 'system' }, first.actor.id))
    expect((await nearest())?.organisationId).toBe(above)
  })
})

describe('somebody who leaves', () => {
  it('loses the key, and what comes from then on has a new one', async () => {
    const first = await hire(site, own, ['intake'])
    const later = await hire(site, own, ['intake'])
    await confirm(first, later)
    await inTx(tx => site.house.desks.release(tx, { side: 'system' }, first.actor.id))

    expect(await holders(first)).toHaveLength(1)
    expect((await holders(later)).map(({ version }) => version)).toEqual([1, 2, 1])
    expect((await findOpen('intake'))?.version).toBe(2)
    expect(await site.tables('desk_keys').orderBy('version').pluck('retired_on')).toEqual([
      '2026-11-23',
      null,
    ])
  })

  it('stays as long as nobody else holds it', async () => {
    const first = await hire(site, own, ['intake'])
    await hire(site, own, ['intake'])

    await expect(
      inTx(tx => site.house.desks.release(tx, { side: 'system' }, first.actor.id)),
    ).rejects.toMatchObject({
      code: 'desk.last-holder',
    })
    expect(await holders(first)).toHaveLength(2)
  })
})

describe('somebody who was written among the members without keys', () => {
  // As the application role could: what the database knows, and no key.
  const plant = async (whom: Officer) => {
    const seal = await site.tables('desk_seals').first<object>()
    await site.tables('desk_seals').insert({ ...seal, staff_id: whom.actor.id })
  }

  it.each([['handler'], ['intake']] as const)(
    'gets nothing when the key is renewed (%s)',
    async duty => {
      const first = await hire(site, own, ['intake'])
      const later = await hire(site, own, ['intake'])
      await confirm(first, later)
      const planted = await hire(site, own, [duty])
      await plant(planted)
      expect(await holders(planted)).toHaveLength(1)

      await inTx(tx => site.house.desks.release(tx, { side: 'system' }, first.actor.id))

      const renewed = site.tables('desk_seals').where({ version: 2 })
      expect(await renewed.pluck('staff_id')).toEqual([later.actor.id])
      expect(await holders(planted)).toHaveLength(1)
    },
  )

  it('keeps no desk open, and is still to be confirmed by a member', async () => {
    const first = await hire(site, own, ['intake'])
    const planted = await hire(site, own, ['intake'])
    await plant(planted)
    expect(await pending(first)).toHaveLength(1)

    await inTx(tx => site.house.accounts.disable(tx, { side: 'system' }, first.actor.id))
    expect(await findOpen('intake')).toBeUndefined()
  })

  it('is healed by the confirmation of a member', async () => {
    const first = await hire(site, own, ['intake'])
    const later = await hire(site, own, ['intake'])
    await plant(later)
    await confirm(first, later)

    expect(await holders(later)).toHaveLength(2)
  })
})

describe('a renewed key', () => {
  it('is not sealed to a member whose duty has gone', async () => {
    const first = await hire(site, own, ['intake'])
    const stays = await hire(site, own, ['intake'])
    const moved = await hire(site, own, ['intake'])
    await confirm(first, stays)
    await confirm(first, moved)
    await site.tables('staff_duties').where({ staff_id: moved.actor.id }).delete()

    await inTx(tx => site.house.desks.release(tx, { side: 'system' }, first.actor.id))

    const renewed = site.tables('desk_seals').where({ version: 2 })
    expect(await renewed.pluck('staff_id')).toEqual([stays.actor.id])
  })

  it('is recorded, with everybody it was handed to', async () => {
    const first = await hire(site, own, ['intake'])
    const later = await hire(site, own, ['intake'])
    await confirm(first, later)
    const deskId = (await findOpen('intake'))?.deskId
    await inTx(tx => site.house.desks.release(tx, { side: 'system' }, first.actor.id))

    const deeds = site.tables('audit_entries').where('deed', 'like', 'desk.key-%').orderBy('seq')
    expect(await deeds.select('deed', 'subject', 'ground')).toEqual([
      { deed: 'desk.key-renewed', subject: deskId, ground: 'intake 2 1' },
      { deed: 'desk.key-handed', subject: later.actor.id, ground: deskId },
    ])
  })
})

it('gives handlers, administrators and auditors no desk', () => {
  expect(
    desksOfDuties(['handler', 'publicity', 'system-admin', 'security-admin', 'auditor']),
  ).toEqual([])
})
