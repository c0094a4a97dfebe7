import type { OrganisationId } from '../../src/vocabulary/ids'
import { storeCase, type CaseWish, type StoredCase } from '../support/cases'
import { errorsOf } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { dumpTables } from '../support/traces'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let intake: SignedIn
let handler: SignedIn
let first: Officer
let second: Officer
let hospital: string

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z', asksFirst: true })
  own = (await moveIn(site)).own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  await hire(site, own, ['handler'], '孙强')
  intake = await signIn(site, clerk)
  handler = await signIn(site, first)
  const row = { code: 'H1', name: '同济示范医院', kind: '医院', regionCode: '330102', address: '' }
  await site.house.db.inTransaction(tx => site.house.registry.importAll(tx, [row]))
  hospital = (await site.tables('institutions').first<{ id: string }>('id')).id
})
afterAll(() => site.stop())

const accepted = async (wish: CaseWish = {}): Promise<StoredCase> => {
  const stored = await storeCase(site, own, wish)
  const step = { action: 'accept' } as const
  await site.house.db.inTransaction(tx =>
    site.house.cases.act(tx, clerk.actor, stored.caseId, step),
  )
  return stored
}

const against = async (institution: string): Promise<StoredCase> => {
  const stored = await accepted({ title: { target: '同济示范医院' } })
  await site.tables('cases').where({ id: stored.caseId }).update({ institution_id: institution })
  return stored
}

const declare = async (visitor: SignedIn, typed: Readonly<Record<string, string>>) =>
  visitor.submit(await visitor.open('/staff/me/relations'), typed, { button: '申报' })

const asked = async (visitor: SignedIn, path: string) => {
  const page = await visitor.open(path)
  return page.$('h1').text() === '回避声明'
    ? visitor.submit(page, {}, { button: '没有关系' })
    : page
}

const exclusionsOf = ({ caseId }: StoredCase) =>
  site.tables('case_exclusions').where({ case_id: caseId }).pluck<string[]>('staff_id')

it('is on nobody else’s page, and in no dump of the database', async () => {
  const page = await declare(handler, { name: '北城保密药业有限公司', ground: 'employed' })
  expect(page.$('[data-test=relation]').text()).toContain('北城保密药业有限公司')
  expect((await intake.open('/staff/me/relations')).text).not.toContain('北城保密')
  const dump = await dumpTables(site)
  expect(dump.some(({ bytes }) => bytes.includes('北城保密'))).toBe(false)
  expect(site.logLines.join('')).not.toContain('北城保密')
})

it('to an institution takes its open cases off the list at once, and those that come later before they are seen', async () => {
  const before = await against(hospital)
  await asked(intake, before.path)
  await declare(intake, { name: '同济示范医院', ground: 'relative' })

  expect(await exclusionsOf(before)).toEqual([clerk.actor.id])
  expect((await intake.open(before.path)).status).toBe(404)
  const later = await against(hospital)
  expect((await intake.open('/staff/queue')).text).not.toContain(later.path)
  expect(await exclusionsOf(later)).toEqual([clerk.actor.id])
  const deeds = await site
    .tables('audit_entries')
    .where({ case_id: later.caseId, deed: 'case.excluded' })
    .pluck<string[]>('ground')
  expect(deeds).toEqual(['relative'])
})

it('to an employer by name: not offered for the case, refused past the page, hidden from who got it all the same', async () => {
  await declare(handler, { name: '康宁大药房', ground: 'former-post' })
  const stored = await accepted({ title: { target: '康宁大药房滨河店' } })
  const form = await asked(intake, `${stored.path}/assign`)
  expect(form.$(`[value="${first.actor.id}"]`)).toHaveLength(0)
  expect(form.$('[data-test=away]').text()).toContain(
    '周启明：以前在那里工作过，须回避，不能分派给这一位',
  )
  form.$('[name=handlers]').first().attr('value', first.actor.id)
  const forced = await intake.submit(form, { handlers: [first.actor.id, second.actor.id] })
  expect([forced.status, errorsOf(forced)]).toEqual([
    422,
    ['周启明：以前在那里工作过，须回避，不能分派给这一位'],
  ])

  const other = await accepted({ title: { target: '仁和医院' } })
  await site.house.db.inTransaction(async tx => {
    const { cases, desks } = site.house
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, clerk.keys), stored.caseId)
    const to = [first, second].map(({ actor, keys }) => ({
      staffId: actor.id,
      publicKey: keys.publicKey,
    }))
    const handlers = [to[0], to[1]] as never
    await cases.act(tx, clerk.actor, stored.caseId, { action: 'assign', handlers, key })
  })
  const opened = await handler.open(stored.path)
  expect(opened.status).toBe(404)
  expect(await exclusionsOf(stored)).toEqual([first.actor.id])
  expect(await exclusionsOf(other)).toEqual([])
})

it('to an employer by name, typed by the reporter: in no list and no count, those that come later neither', async () => {
  const lists = async () =>
    (await principal.open('/staff/queue?view=all')).$('[data-test=row]').length
  const principalOfficer = await hire(site, own, ['principal'], '高立群')
  await site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, clerk.actor, clerk.keys, principalOfficer.actor.id),
  )
  const principal = await signIn(site, principalOfficer)
  const before = await accepted({ title: { target: '益民透析中心（东院）' } })
  const seen = await lists()
  await declare(principal, { name: '益民透析中心', ground: 'relative' })
  expect(await lists()).toBe(seen - 1)
  const later = await accepted({ title: { target: '益民透析中心' } })
  const queue = await principal.open('/staff/queue?view=all')
  expect(queue.text).not.toContain('益民透析中心')
  expect(queue.$('title').text()).toContain(`${seen - 1} 件`)
  expect((await principal.open(later.path)).status).toBe(404)
  for (const stored of [before, later])
    expect(await exclusionsOf(stored)).toEqual([principalOfficer.actor.id])
})

it('to a place is a warning, which takes a reason; the reason is sealed with the decision', async () => {
  await declare(handler, { region: '330102', ground: 'other' })
  const stored = await accepted({ title: { target: '城西诊所' }, regionCode: '330102' })
  const form = await asked(intake, `${stored.path}/assign`)
  expect(form.$(`[value="${first.actor.id}"]`).closest('label').text()).toContain(
    '提醒：申报过和这个地方的关系',
  )
  const handlers = [first.actor.id, second.actor.id]
  const short = await intake.submit(form, { handlers, reason: '没有别人' })
  expect([short.status, errorsOf(short)]).toEqual([422, ['理由至少写 20 字，现在 4 字']])
  const reason = '另外两位都在外地检查，他和这家诊所没有来往，负责人已经同意。'
  const done = await intake.submit(form, { handlers, reason })
  expect(done.$('[role=status]').text()).toContain('已经分派')
  const [row] = await site
    .tables('case_decisions')
    .where({ case_id: stored.caseId, action: 'assign' })
    .select<{ sealed_reason: Buffer | null }[]>('sealed_reason')
  expect(row?.sealed_reason).toBeInstanceOf(Buffer)
  expect((await intake.open(`${stored.path}?tab=history`)).status).toBe(200)
})

it('taken back no longer excludes; what it said is gone, what it brought stays for the principal', async () => {
  const third = await signIn(site, await hire(site, own, ['intake', 'handler'], '陈晨'))
  const page = await declare(third, { name: '同济示范医院', ground: 'relative' })
  const one = await against(hospital)
  await third.open('/staff/queue')
  const left = await third.submit(page, {}, { form: '.st-list form' })
  expect(left.$('[data-test=relation]')).toHaveLength(0)
  const later = await against(hospital)
  await third.open('/staff/queue')
  expect(await exclusionsOf(one)).toHaveLength(1)
  expect(await exclusionsOf(later)).toHaveLength(0)
  expect(
    await site.tables('staff_relations').whereNotNull('ended_on').pluck('sealed_relation'),
  ).toEqual([null])
})

it('of somebody else cannot be taken back', async () => {
  const id = (
    await site
      .tables('staff_relations')
      .whereNull('ended_on')
      .where({ staff_id: first.actor.id })
      .first<{ id: string }>('id')
  ).id
  const page = await intake.open('/staff/me/relations')
  page.$('main form').last().attr('action', `/staff/me/relations/${id}/end`)
  await intake.submit(page, {}).catch(() => undefined)
  expect(await site.tables('staff_relations').where({ id }).pluck('ended_on')).toEqual([null])
})

it('by a name is compared to the end before anything is shown, however many cases there are', async () => {
  const officer = await hire(site, own, ['principal'], '秦负责')
  await site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, clerk.actor, clerk.keys, officer.actor.id),
  )
  const visitor = await signIn(site, officer)
  const { caseId } = await accepted({ title: { target: '广济门诊部' } })
  await site.tables.raw(
    `INSERT INTO cases SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'serial', 50000 + n,
       'arrival', one.arrival + n))).* FROM cases AS one, generate_series(1, 301) AS n WHERE one.id = ?`,
    [caseId],
  )
  const last = await accepted({ title: { target: '仁心康复门诊部' } })
  await declare(visitor, { name: '仁心康复门诊部', ground: 'relative' })
  const queue = await visitor.open('/staff/queue?view=all&sort=-number')
  expect([queue.status, queue.text.includes('仁心康复')]).toEqual([200, false])
  expect(await exclusionsOf(last)).toEqual([officer.actor.id])
})

it('by a name, of more cases than one look compares: shows nothing and says so, and goes on where it was', async () => {
  const officer = await hire(site, own, ['principal'], '钱负责')
  await site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, clerk.actor, clerk.keys, officer.actor.id),
  )
  const visitor = await signIn(site, officer)
  const openable: StoredCase[] = []
  for (let n = 0; n < 12; n += 1)
    openable.push(await accepted({ title: { target: n === 11 ? '安泰护理院' : '别的护理院' } }))
  const cases = openable.map(({ caseId }) => caseId)
  const last = openable.at(-1)
  // Between each two of them more that do not open than are looked at together.
  await site.tables.raw(
    `UPDATE cases SET arrival = 1000000 + 400 * array_position(?::uuid[], id) WHERE id = ANY (?::uuid[])`,
    [cases, cases],
  )
  await site.tables.raw(
    `INSERT INTO cases SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(),
       'serial', one.arrival + n, 'arrival', one.arrival + n))).* FROM cases AS one, generate_series(1, 301) AS n
     WHERE one.id = ANY (?::uuid[])`,
    [cases],
  )
  await site
    .tables('cases')
    .whereNotIn('id', cases)
    .where('arrival', '<', 1_000_000)
    .update({ is_open: false })
  const early = await declare(visitor, { name: '安泰护理院', ground: 'relative' })
  expect([early.status, early.$('h1').text()]).toEqual([503, '正在核对您申报的回避关系'])
  const queue = await visitor.open('/staff/queue?view=all&sort=-number')
  expect([queue.status, queue.text.includes('安泰护理院')]).toEqual([200, false])
  expect(last && (await exclusionsOf(last))).toEqual([officer.actor.id])
})
