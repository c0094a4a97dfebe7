import { randomUUID } from 'node:crypto'
import { openDatabase } from '../../src/platform/db/database'
import { createHouse } from '../../src/web/house'
import { giveCase, storeCase, type StoredCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

let site: Site
let staff: Record<'intake' | 'principal' | 'wang' | 'li' | 'above', Officer>

beforeAll(async () => {
  // A Monday at twenty past ten in Beijing: fifteen working days end on 2026-12-14, a Monday.
  site = await openSite({ now: '2026-11-23T02:20:00Z' })
  const { own, above } = await moveIn(site)
  staff = {
    intake: await hire(site, own.id, ['intake'], '林雨晴'),
    principal: await hire(site, own.id, ['principal'], '高立群'),
    wang: await hire(site, own.id, ['handler'], '王承办'),
    li: await hire(site, own.id, ['handler'], '李承办'),
    above: await hire(site, above.id, ['supervision'], '罗督办'),
  }
})
afterAll(() => site.stop())

beforeEach(async () => {
  site.clock.set('2026-11-23T02:20:00Z')
  for (const table of ['staff_alerts', 'deadline_steps', 'deadlines', 'notice_marks'])
    await site.tables(table).delete()
})

const report = () => storeCase(site, staff.intake.actor.organisationId)
const given = async (): Promise<StoredCase> => {
  const stored = await report()
  await giveCase(site, staff.intake, stored.caseId, [staff.wang, staff.li])
  await site.tables('notice_marks').delete()
  return stored
}

const sweepAt = (moment: string): Promise<number> => {
  site.clock.set(moment)
  return site.house.reminders.sweep()
}

/** Who was told what, by name and step. */
const told = async (): Promise<string[]> => {
  const rows = await site
    .tables('staff_alerts as a')
    .join('staff as s', 's.id', 'a.staff_id')
    .orderBy('a.position')
    .select<{ step: string; display_name: string }[]>('a.step', 's.display_name')
  return rows.map(({ step, display_name }) => `${step} ${display_name}`)
}

const many = async ({ caseId }: StoredCase, count: number, dueOn: string): Promise<void> => {
  await site.tables.raw(
    `INSERT INTO deadlines (case_id, rule_code, rule_place, rule_version, started_on, due_on, provisional)
     SELECT ?, 'RULE ' || n, '*', 1, '2026-11-01', ?, false FROM generate_series(1, ?) AS n`,
    [caseId, dueOn, count],
  )
}

it('climbs the ladder: handlers before and on the day, principal, supervision above; each once', async () => {
  const { caseId } = await given()
  expect(await sweepAt('2026-12-09T03:00:00Z')).toBe(0)
  expect(await sweepAt('2026-12-10T03:00:00Z')).toBe(1)
  expect(await sweepAt('2026-12-10T03:05:00Z')).toBe(0)
  expect(await sweepAt('2026-12-14T03:00:00Z')).toBe(1)
  expect(await sweepAt('2026-12-15T03:00:00Z')).toBe(1)
  expect(await sweepAt('2026-12-18T03:00:00Z')).toBe(0)
  expect(await sweepAt('2026-12-21T03:00:00Z')).toBe(1)
  expect(await sweepAt('2027-03-01T03:00:00Z')).toBe(0)

  expect(await told()).toEqual([
    ...['near 王承办', 'near 李承办', 'due 王承办', 'due 李承办'],
    ...['principal 高立群', 'supervision 罗督办'],
  ])
  const deeds = await site
    .tables('audit_entries')
    .where({ case_id: caseId })
    .whereLike('deed', 'deadline.%')
    .orderBy('seq')
    .select<{ deed: string; ground: string; actor_id: null }[]>('deed', 'ground', 'actor_id')
  expect(deeds.map(({ deed, ground, actor_id }) => [deed, ground, actor_id])).toEqual([
    ['deadline.reminded', 'near', null],
    ['deadline.reminded', 'due', null],
    ['deadline.escalated', 'principal', null],
    ['deadline.escalated', 'supervision', null],
  ])
  // The mail is the one that says nothing; who gets it is marked, of what there is no trace.
  const marked = await site.tables('notice_marks').pluck<string[]>('recipient_id')
  expect(new Set(marked)).toEqual(
    new Set([staff.wang, staff.li, staff.principal, staff.above].map(({ actor }) => actor.id)),
  )
})

it('waits for office hours: not by night, not on a weekend or a holiday', async () => {
  await given()
  for (const moment of [
    '2026-12-14T00:55:00Z', // Monday 8:55
    '2026-12-14T09:00:00Z', // Monday 17:00
    '2026-12-19T03:00:00Z', // Saturday
    '2027-01-01T03:00:00Z', // New Year
  ])
    expect(await sweepAt(moment)).toBe(0)
  expect(await told()).toEqual([])
})

it('is silent about what is done, closed, standing still or somebody’s to keep away from, and asks intake while nobody handles it', async () => {
  const done = await given()
  const closed = await given()
  const paused = await given()
  const kept = await given()
  const fresh = await report()
  await site.tables('deadlines').where({ case_id: done.caseId }).update({ done_on: '2026-11-30' })
  await site
    .tables('deadlines')
    .where({ case_id: paused.caseId })
    .update({ paused_on: '2026-11-30' })
  await site.tables('cases').where({ id: closed.caseId }).update({ is_open: false })
  await site.tables('case_exclusions').insert({
    ...{ case_id: kept.caseId, staff_id: staff.principal.actor.id, ground: 'relative' },
    ...{ organisation_id: staff.principal.actor.organisationId, set_at: site.clock.now() },
    set_by: staff.intake.actor.id,
  })
  expect(await sweepAt('2026-12-15T03:00:00Z')).toBe(2)

  expect((await told()).sort()).toEqual(
    ['due 王承办', 'due 李承办', 'due 林雨晴', 'principal 高立群'].sort(),
  )
  const steps = await site
    .tables('deadline_steps as s')
    .join('deadlines as d', 'd.id', 's.deadline_id')
    .where({ 's.step': 'principal' })
    .select<{ case_id: string; outcome: string }[]>('d.case_id', 's.outcome')
  expect(Object.fromEntries(steps.map(row => [row.case_id, row.outcome]))).toEqual({
    [kept.caseId]: 'nobody',
    [fresh.caseId]: 'told',
  })
})

it('does each step once on two nodes at a time', async () => {
  await many(await given(), 1200, '2026-12-14')
  site.clock.set('2026-12-14T03:00:00Z')
  const db = openDatabase(site.database.url)
  const other = createHouse({ ...site.house, db })
  const moved = await Promise.all([site.house.reminders.sweep(), other.reminders.sweep()])
  await db.close()

  expect(moved[0] + moved[1]).toBe(1201)
  expect(await site.tables('staff_alerts').count()).toEqual([{ count: 2402 }])
  expect(await site.tables('deadline_steps').where({ outcome: 'told' }).count()).toEqual([
    { count: 1201 },
  ])
  expect(await site.house.reminders.sweep()).toBe(0)
})

it('loses nothing and doubles nothing when it is killed in the middle', async () => {
  await many(await given(), 700, '2026-12-14')
  site.clock.set('2026-12-14T03:00:00Z')
  // Whoever holds the head of the record holds up the end of the first piece.
  const holding = await site.tables.transaction()
  await holding('audit_heads').forUpdate().select('chain')
  const swept = site.house.reminders.sweep().catch((error: unknown) => error)
  const waiting = async (): Promise<number[]> => {
    const found = await site
      .tables('pg_stat_activity')
      .where({ datname: site.database.name, wait_event_type: 'Lock' })
      .pluck<number[]>('pid')
    return found.length > 0 ? found : waiting()
  }
  for (const pid of await waiting()) await site.tables.raw('SELECT pg_terminate_backend(?)', [pid])
  expect(await swept).toBeInstanceOf(Error)
  await holding.rollback()
  expect(await site.tables('deadline_steps').count()).toEqual([{ count: 0 }])

  expect(await site.house.reminders.sweep()).toBe(701)
  expect(await site.tables('staff_alerts').count()).toEqual([{ count: 1402 }])
  expect(await site.tables('notice_marks').count()).toEqual([{ count: 2 }])
})

it('is read on one’s own page: a link for who works on it, a number for who supervises, nothing for others', async () => {
  const { label, path, caseId } = await given()
  for (const moment of ['2026-12-14T03:00:00Z', '2026-12-15T03:00:00Z', '2026-12-21T03:00:00Z'])
    await sweepAt(moment)
  const wang = await signIn(site, staff.wang)
  expect(wang.home.$('main').text()).toContain('没看过的期限提醒')
  const own = await wang.open('/staff/alerts')
  expect(own.$(`[data-test=alert] a[href="${path}"]`)).toHaveLength(1)
  const read = await wang.submit(own, {}, { form: '[data-test=alert] form' })
  expect([read.path, read.$('[data-test=alert] form').length]).toEqual(['/staff/alerts', 0])
  const deeds = await site.tables('audit_entries').where({ deed: 'alert.read' })
  expect(deeds).toHaveLength(1)

  const above = await signIn(site, staff.above)
  const seen = await above.open('/staff/alerts')
  expect(seen.$('[data-test=alert]').text()).toContain(label.slice(3))
  expect(seen.$('[data-test=alert]').text()).toContain('示范市医疗保障局')
  expect(seen.$('[data-test=alert] a')).toHaveLength(0)
  const all = await above.submit(seen, {}, { form: 'main > form' })
  expect(all.$('main > form')).toHaveLength(0)

  // Who no longer handles the case has no business with it, and who must keep away knows nothing of it.
  await site
    .tables('case_officers')
    .where({ case_id: caseId, staff_id: staff.wang.actor.id })
    .update({ handling: false })
  expect((await wang.open('/staff/alerts')).$('[data-test=alert]')).toHaveLength(0)
  await site.tables('case_exclusions').insert({
    ...{ case_id: caseId, staff_id: staff.principal.actor.id, ground: 'relative' },
    ...{ organisation_id: staff.principal.actor.organisationId, set_at: site.clock.now() },
    set_by: staff.intake.actor.id,
  })
  const principal = await signIn(site, staff.principal)
  expect(principal.home.$('main').text()).not.toContain('期限提醒')
  expect((await principal.open('/staff/alerts')).$('[data-test=alert]')).toHaveLength(0)
})

describe('what a reporter laid before the body above', () => {
  it('is reminded of at that body and taken further, each step once, and nobody of the case’s own body learns of it', async () => {
    const stored = await report()
    const head = await hire(site, staff.above.actor.organisationId, ['principal'], '省负责')
    const id = randomUUID()
    const [reportId] = await site
      .tables('reports')
      .where({ case_id: stored.caseId })
      .pluck<string[]>('id')
    const desk = await site.tables('desks').first<{ id: string }>('id')
    await site.tables('appeals').insert({
      ...{ id, kind: 'protection', case_id: stored.caseId, report_id: reportId },
      ...{ organisation_id: staff.above.actor.organisationId, desk_id: desk.id },
      ...{ desk_version: 1, made_on: '2026-11-23', rule_code: 'PROTECTION_ACT', rule_place: '*' },
      ...{ rule_version: 1, due_on: '2026-11-30', provisional: false, once: randomUUID() },
      sealed_key_reporter: Buffer.alloc(1),
      sealed_key_desk: Buffer.alloc(1),
      sealed_told: Buffer.alloc(1),
    })
    await site.tables('deadlines').delete()
    await site.tables('staff_alerts').delete()

    await sweepAt('2026-11-26T02:20:00Z')
    await sweepAt('2026-11-26T03:20:00Z')
    expect(await told()).toEqual(['near 罗督办'])
    const alerts = await (await signIn(site, staff.above)).open('/staff/alerts')
    expect(alerts.$('[data-test=alert]').text()).toContain('示范市医疗保障局')
    expect(alerts.$('[data-test=alert] th a')).toHaveLength(0)
    await Promise.all([sweepAt('2026-12-01T02:20:00Z'), sweepAt('2026-12-01T02:20:00Z')])
    expect(await told()).toEqual(['near 罗督办', 'due 罗督办', 'principal 省负责'])
    expect(
      (await (await signIn(site, head)).open('/staff/alerts')).$('[data-test=alert]'),
    ).toHaveLength(1)
    for (const officer of [staff.intake, staff.principal])
      expect(
        (await (await signIn(site, officer)).open('/staff/alerts')).$('[data-test=alert]'),
      ).toHaveLength(0)
    const deeds = await site
      .tables('audit_entries')
      .where('deed', 'like', 'appeal.%')
      .select<{ deed: string; case_id: string | null }[]>('deed', 'case_id')
    expect(deeds.map(({ deed }) => deed)).toEqual([
      ...['appeal.reminded', 'appeal.reminded', 'appeal.escalated'],
    ])
    expect(deeds.every(({ case_id }) => case_id === null)).toBe(true)

    await site
      .tables('appeals')
      .where({ id })
      .update({
        acted_on: '2026-12-01',
        acted_by: head.actor.id,
        sealed_action: Buffer.alloc(1),
        read_on: '2026-12-01',
      })
    await sweepAt('2026-12-14T02:20:00Z')
    expect(await told()).toHaveLength(3)
  })
})
