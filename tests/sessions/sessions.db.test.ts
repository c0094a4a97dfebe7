import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { createInstallation } from '../../src/platform/crypto'
import { systemRandom } from '../../src/platform/random'
import { createSessions, idleMinutes, nameOf, stampIdle, type NewSession } from '../../src/sessions'
import type { StaffId } from '../../src/vocabulary/ids'
import { cloneDatabase, type TestDatabase } from '../support/database'

const at = (text: string) => new Date(`2026-11-22T${text}Z`)
let now = at('04:20:37.123')
const sessions = createSessions({ random: systemRandom, clock: () => now })

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(async () => {
  await database.drop()
})
beforeEach(async () => {
  now = at('04:20:37.123')
  await database.tables('sessions').delete()
})

const start = (changes: Partial<NewSession> = {}) =>
  database.db.inTransaction(tx =>
    sessions.start(tx, {
      side: 'reporter',
      stage: 'draft',
      data: { canary: '晨星' },
      minutes: 30,
      ...changes,
    }),
  )
const kept = (data: unknown) => ({ data, minutes: 30 })
const find = (cookie: string | undefined, side: 'reporter' | 'staff' = 'reporter') =>
  database.db.inTransaction(tx => sessions.find(tx, side, cookie))

describe('a session', () => {
  it('is found and opened by its cookie', async () => {
    const { cookie, session } = await start()
    expect(await find(cookie)).toEqual(session)
    expect(session).toMatchObject({ side: 'reporter', stage: 'draft', data: { canary: '晨星' } })
  })

  it('is nobody’s without the cookie, with half of it, or at the other entrance', async () => {
    const { cookie } = await start()
    const [id = '', secret = ''] = cookie.split('.')
    const another = (await start()).cookie.split('.')
    for (const wrong of [
      undefined,
      '',
      id,
      `${id}.`,
      `${id}.${another[1] ?? ''}`,
      `${another[0] ?? ''}.${secret}`,
      `${cookie}.x`,
      `${cookie}\n`,
      'x'.repeat(100_000),
    ])
      expect(await find(wrong)).toBeUndefined()
    expect(await find(cookie, 'staff')).toBeUndefined()
  })

  it('never throws whatever the cookie says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async text => {
        expect(await find(text)).toBeUndefined()
      }),
      { numRuns: 30 },
    )
  })

  it('is replaced, ended, and not brought back by a late save', async () => {
    const { cookie, session } = await start()
    await database.db.inTransaction(tx => sessions.save(tx, session, kept({ step: 2 })))
    expect((await find(cookie))?.data).toEqual({ step: 2 })
    await database.db.inTransaction(tx => sessions.end(tx, session))
    const late = database.db.inTransaction(tx => sessions.save(tx, session, kept({ step: 3 })))
    await expect(late).rejects.toMatchObject({ kind: 'refused', code: 'session.ended' })
    expect(await find(cookie)).toBeUndefined()
  })

  it('can be held, so that the same form sent twice takes turns', async () => {
    const { cookie } = await start({ data: 0 })
    const add = () =>
      database.db.inTransaction(async tx => {
        const held = await sessions.hold(tx, 'reporter', cookie)
        if (held !== undefined) await sessions.save(tx, held, kept(Number(held.data) + 1))
      })
    await Promise.all([add(), add(), add(), add()])
    expect((await find(cookie))?.data).toBe(4)
  })
})

describe('what lies in the database', () => {
  it('does not open when another side, stage or person was written into the row', async () => {
    const [one, other] = [randomUUID() as StaffId, randomUUID() as StaffId]
    const rows = () => database.tables('sessions')
    const staffed = async (stage: string) =>
      (await start({ side: 'staff', stage, staffId: one })).cookie
    for (const change of [{ stage: 'full' }, { staff_id: other }, { staff_id: null }]) {
      await rows().delete()
      const cookie = await staffed('password')
      expect(await find(cookie, 'staff')).toMatchObject({ stage: 'password', staffId: one })
      await rows().update(change)
      expect(await find(cookie, 'staff')).toBeUndefined()
    }
    await rows().delete()
    const { cookie } = await start({ side: 'staff', stage: 'password', staffId: one })
    await rows().update({ side: 'reporter', staff_id: null, expires_at: at('05:00:00') })
    expect(await find(cookie)).toBeUndefined()
  })

  it('opens nothing: neither id, nor secret, nor data, nor the length of the data', async () => {
    const { cookie } = await start()
    await start({ data: { canary: '晨星'.repeat(20) } })
    const rows = await database.tables('sessions').select<Record<string, unknown>[]>('*')
    const dump = Buffer.concat(
      rows.flatMap(row =>
        Object.values(row).map(value =>
          Buffer.isBuffer(value) ? value : Buffer.from(String(value)),
        ),
      ),
    )
    const [id = '', secret = ''] = cookie.split('.')
    for (const canary of [
      Buffer.from('晨星'),
      Buffer.from(id, 'base64url'),
      Buffer.from(secret, 'base64url'),
      Buffer.from(id),
      Buffer.from(secret),
    ])
      expect(dump.indexOf(canary)).toBe(-1)
    expect(new Set(rows.map(({ sealed }) => (sealed as Buffer).length)).size).toBe(1)
    // The row's own values make no working cookie.
    for (const { id_hash, sealed } of rows as { id_hash: Buffer; sealed: Buffer }[]) {
      const forged = [id_hash, sealed.subarray(-32)]
        .map(part => part.toString('base64url'))
        .join('.')
      expect(await find(forged)).toBeUndefined()
    }
  })

  it('fails when a row’s sealed part is moved to another row', async () => {
    const [mine, other] = [await start(), await start()]
    const { sealed } = await database
      .tables('sessions')
      .where({ id_hash: other.session.ref.idHash })
      .first<{ sealed: Buffer }>('sealed')
    await database.tables('sessions').where({ id_hash: mine.session.ref.idHash }).update({ sealed })
    expect(await find(mine.cookie)).toBeUndefined()
  })
})

describe('expiry', () => {
  const expiry = async () =>
    (await database.tables('sessions').first<{ expires_at: Date }>('expires_at')).expires_at

  it('of a reporter is rounded up to the hour; of staff it is exact', async () => {
    await start({ minutes: 30 })
    expect(await expiry()).toEqual(at('05:00:00.000'))
    await database.tables('sessions').delete()
    await start({ minutes: 60 })
    expect(await expiry()).toEqual(at('06:00:00.000'))
    await database.tables('sessions').delete()
    await start({ side: 'staff', stage: 'password', staffId: randomUUID() as StaffId, minutes: 5 })
    expect(await expiry()).toEqual(at('04:25:37.123'))
  })

  it('is refused by the database itself when it would tell a reporter’s minute', async () => {
    await start()
    const finer = database.tables('sessions').update({ expires_at: at('05:10:00') })
    await expect(finer).rejects.toThrow('sessions_reporters_end_on_the_hour')
  })

  it('follows what is kept in it, and is only ever postponed by a visit', async () => {
    const { cookie, session } = await start({ minutes: 7 * 24 * 60 })
    const visit = (minutes: number) =>
      database.db.inTransaction(async tx => {
        const found = await sessions.find(tx, 'reporter', cookie)
        if (found !== undefined) await sessions.postpone(tx, found, minutes)
      })
    await database.db.inTransaction(tx => sessions.save(tx, session, kept({})))
    expect(await expiry()).toEqual(at('05:00:00.000'))
    await visit(90)
    expect(await expiry()).toEqual(at('06:00:00.000'))
    await visit(5)
    expect(await expiry()).toEqual(at('06:00:00.000'))
  })

  it('ends the session, and the sweep removes it', async () => {
    const { cookie } = await start({ side: 'staff', stage: 'full', minutes: 10 })
    await start({ minutes: 600 })
    now = at('04:30:38')
    expect(await find(cookie, 'staff')).toBeUndefined()
    expect(await database.db.inTransaction(tx => sessions.sweep(tx))).toBe(1)
    expect(await database.tables('sessions').select('side')).toEqual([{ side: 'reporter' }])
  })
})

describe('staff', () => {
  it('lose every session at once, from the next request on', async () => {
    const [mine, other] = [randomUUID() as StaffId, randomUUID() as StaffId]
    const open = (staffId: StaffId) => start({ side: 'staff', stage: 'full', staffId })
    const [one, two, third] = [await open(mine), await open(mine), await open(other)]
    expect((await find(one.cookie, 'staff'))?.staffId).toBe(mine)
    await database.db.inTransaction(tx => sessions.endAllOf(tx, mine))
    expect(await find(one.cookie, 'staff')).toBeUndefined()
    expect(await find(two.cookie, 'staff')).toBeUndefined()
    expect((await find(third.cookie, 'staff'))?.staffId).toBe(other)
  })
})

describe('the idle cookie', () => {
  const installation = createInstallation([{ version: 1, secret: randomBytes(32) }])

  it('tells the minutes since its stamp, to its own session only', async () => {
    const [mine, other] = [(await start()).session.ref, (await start()).session.ref]
    const value = stampIdle(installation, now, mine)
    const later = new Date(now.getTime() + 29.5 * 60_000)
    expect(idleMinutes(installation, value, later, mine)).toBeCloseTo(29.5, 1)
    expect(idleMinutes(installation, value, later, other)).toBeUndefined()
    expect(idleMinutes(installation, undefined, later, mine)).toBeUndefined()
    const forged = installation.signCookie(`other:${nameOf(mine)}:0`)
    expect(idleMinutes(installation, forged, later, mine)).toBeUndefined()
    const foreign = createInstallation([{ version: 1, secret: randomBytes(32) }])
    expect(idleMinutes(foreign, value, later, mine)).toBeUndefined()
  })
})
