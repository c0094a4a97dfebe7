import { systemRandom } from '../../src/platform/random'
import { giveCase, reporterWrites, storeCase, type StoredCase } from '../support/cases'
import { emailOf, openMailDay, setEmail, type MailDay } from '../support/mail-day'
import { openMailServer } from '../support/mail-server'
import type { Officer } from '../support/people'

let day: MailDay
beforeEach(async () => {
  day = await openMailDay()
})
afterEach(() => day.stop())

const addresses = (...staff: readonly Officer[]) => staff.map(emailOf).sort()
const report = () => storeCase(day.site, day.organisationId)

const givenCase = async (): Promise<StoredCase> => {
  const stored = await report()
  const { intake, wang, li } = day.staff
  await giveCase(day.site, intake, stored.caseId, [wang, li])
  await day.site.tables('notice_marks').delete()
  return stored
}
const write = ({ caseId }: StoredCase) =>
  reporterWrites(day.site, day.staff.intake, caseId, '还有一句话要说')

describe('a new report', () => {
  it('is told to everybody at the intake desk, when its hour is over', async () => {
    const { intake, second } = day.staff
    await report()
    await day.at('2026-11-23T02:55:00Z')
    expect(day.mailed()).toEqual([])

    await day.at('2026-11-23T03:00:00Z')
    expect(day.mailed()).toEqual(addresses(intake, second))
    await day.at('2026-11-23T03:05:00Z')
    expect(day.mailed()).toEqual([])
  })

  it('is no news when an officer wrote it down', async () => {
    await storeCase(day.site, day.organisationId, { source: 'hotline' })

    expect(await day.site.tables('notice_marks')).toEqual([])
  })
})

describe('what a reporter adds', () => {
  it('is told to those who handle the case, and to nobody else', async () => {
    const stored = await givenCase()
    await write(stored)
    await day.at('2026-11-23T03:00:00Z')

    expect(day.mailed()).toEqual(addresses(day.staff.wang, day.staff.li))
  })

  it('is told to intake as long as nobody handles the case', async () => {
    const stored = await report()
    await day.site.tables('notice_marks').delete()
    await write(stored)
    await day.at('2026-11-23T03:00:00Z')

    expect(day.mailed()).toEqual(addresses(day.staff.intake, day.staff.second))
  })
})

it('says nothing of it: the same letter for one report or ten, for a report or a message', async () => {
  const { server, site, staff } = day
  const first = await report()
  await day.at('2026-11-23T03:00:00Z')
  for (let count = 0; count < 10; count += 1) await report()
  await write(first)
  await day.at('2026-11-23T04:00:00Z')

  const letters = server.received.filter(({ to }) => to === emailOf(staff.intake))
  expect(letters).toHaveLength(2)
  const [one = '', ten = ''] = letters.map(({ source }) =>
    source.replace(/^(Message-ID|Date): .*\r\n/gm, ''),
  )
  expect(ten).toBe(one)
  const body = Buffer.from(one.split('\r\n\r\n').slice(1).join(''), 'base64').toString()
  expect(body).toBe('有新的情况，请登录办案平台查看。\n\n这封信由平台自动发出，不用回复。\n')
  expect(one).toContain(Buffer.from('有新的情况').toString('base64'))
  const cases = await site.tables('cases').select<{ id: string; serial: number }[]>('id', 'serial')
  const reports = await site.tables('reports').select<{ id: string }[]>('id')
  for (const { source } of server.received) {
    for (const { id } of [...cases, ...reports]) expect(source).not.toContain(id)
    expect(source).not.toMatch(/https?:|X-Mailer/i)
    for (const words of ['仁和医院', '夜里', first.label, site.staffUrl])
      expect(source + Buffer.from(source, 'base64').toString()).not.toContain(words)
  }
})

describe('office hours', () => {
  it('are waited for: nothing by night, at noon on Sunday, or on a holiday', async () => {
    await report()
    for (const moment of [
      '2026-11-23T09:00:00Z', // Monday 17:00
      '2026-11-23T16:00:00Z', // Tuesday 0:00
      '2026-11-24T00:55:00Z', // Tuesday 8:55
      '2026-11-29T04:00:00Z', // Sunday noon
      '2026-10-01T04:00:00Z', // the national day
    ]) {
      await day.at(moment)
      expect(day.mailed()).toEqual([])
    }
    await day.at('2026-11-24T01:00:00Z')

    expect(day.mailed()).toHaveLength(2)
  })

  it('are kept by a mail that waited: the evening is none', async () => {
    await report()
    await day.server.stop()
    await day.at('2026-11-23T08:59:00Z')
    const { length: waiting } = await day.site.tables('outbox').where({ state: 'waiting' })
    await day.at('2026-11-23T10:00:00Z')

    expect(waiting).toBe(2)
    const rows = await day.site.tables('outbox').select<{ tries: number }[]>('tries')
    expect(rows.map(({ tries }) => tries)).toEqual([1, 1])
  })

  it('are those of a working Sunday too', async () => {
    // 2026-10-10 is a Saturday that is worked for the national day.
    day.site.clock.set('2026-10-10T02:10:00Z')
    await report()
    await day.at('2026-10-10T03:00:00Z')

    expect(day.mailed()).toHaveLength(2)
  })
})

it('sends one mail an hour to one person, whatever comes', async () => {
  const stored = await givenCase()
  const perHour: number[] = []
  for (let minute = 0; minute < 240; minute += 5) {
    await write(stored)
    if (minute % 15 === 0) await report()
    day.site.clock.pass(5)
    await day.work()
    perHour.push(day.mailed().length)
  }

  // Two handlers and two of intake, at eleven, twelve, one and two o'clock.
  expect(perHour.reduce((sum, count) => sum + count)).toBe(16)
  expect(perHour.filter(count => count > 0)).toEqual([4, 4, 4, 4])
})

it('keeps the hour between two mails even when the first came late', async () => {
  await report()
  await day.server.stop()
  await day.at('2026-11-23T03:00:00Z')
  const server = await openMailServer({ port: Number(new URL(day.server.url).port) })
  await report()
  await day.at('2026-11-23T03:40:00Z')
  expect(server.received).toHaveLength(2)

  await report()
  await day.at('2026-11-23T04:05:00Z')
  expect(server.received).toHaveLength(2)
  await day.at('2026-11-23T04:40:00Z')
  expect(server.received).toHaveLength(4)
  await server.stop()
})

it('tells nobody who has no address, or has left', async () => {
  const { site, staff } = day
  await setEmail(site, staff.second.actor.id, undefined)
  const { accounts, db } = site.house
  const stored = await givenCase()
  await db.inTransaction(tx => accounts.disable(tx, { side: 'system' }, staff.wang.actor.id))
  await report()
  await write(stored)
  await day.at('2026-11-23T03:00:00Z')

  expect(day.mailed()).toEqual(addresses(staff.intake, staff.li))
  const row = await site.tables('staff').where({ id: staff.wang.actor.id }).first<object>()
  expect(row).toMatchObject({ sealed_email: null })
})

it('leaves nothing behind of a transaction that was rolled back', async () => {
  const { db, notices } = day.site.house
  const failing = db.inTransaction(async tx => {
    await notices.mark(tx, [{ kind: 'intake', organisationId: day.organisationId }])
    throw new Error('no')
  })

  await expect(failing).rejects.toThrow('no')
  expect(await day.site.tables('notice_marks')).toEqual([])
})

it('makes one mark of an hour, whoever comes at the same time', async () => {
  const { db, notices } = day.site.house
  const mark = () =>
    db.inTransaction(tx =>
      notices.mark(tx, [{ kind: 'intake', organisationId: day.organisationId }]),
    )
  await Promise.all(Array.from({ length: 20 }, mark))

  expect(await day.site.tables('notice_marks')).toEqual([
    {
      recipient_kind: 'intake',
      recipient_id: day.organisationId,
      due_at: new Date('2026-11-23T03:00:00Z'),
    },
  ])
})

it('keeps a mark whose transaction waited for one that was rolled back', async () => {
  const { db, notices } = day.site.house
  const once = systemRandom.uuid() as never
  const mark = { kind: 'staff', staffId: once } as const
  let fail: (() => void) | undefined
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 10))
  }
  const isWaiting = async (): Promise<boolean> => {
    const { rows } = await day.site.tables.raw<{ rows: unknown[] }>(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return rows.length > 0
  }
  const first = db.inTransaction(async tx => {
    await notices.mark(tx, [mark])
    await new Promise<void>(resolve => (fail = resolve))
    throw new Error('no')
  })
  await until(() => fail !== undefined)
  const second = db.inTransaction(tx => notices.mark(tx, [mark]))
  await until(isWaiting)
  fail?.()
  await expect(first).rejects.toThrow('no')
  await second

  expect(await day.site.tables('notice_marks')).toHaveLength(1)
})
