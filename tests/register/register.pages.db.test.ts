import { randomUUID } from 'node:crypto'
import type { Answer } from '../support/client'
import { codeOf } from '../support/people'
import { reporterBrowser, signIn } from '../support/visitors'
import { draft, errorsOf, hospital, look, openScene, send, to, told, type Scene } from './scene'

let scene: Scene
let id: string
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.site.stop())

const searchForm = { form: 'form[method=post][action="/decisions"]' }

it('is written of a decision alone; whatever tells of a person or a reporter is refused at its field', async () => {
  const { handler, path, entries, site, caseId } = scene
  const early = await handler.open(`${path}/new`)
  expect([early.status, early.text]).toEqual([409, expect.stringContaining('没有可以公开的决定')])
  await site.tables('cases').where({ id: caseId }).update({ state: 'decided', outcome: 'penalty' })
  const tab = await handler.open(path.replace('/publish', '?tab=decisions'))
  const form = await handler.click(await handler.click(tab, '公开决定'), '写要公开的决定')
  expect(form.$('#institution').val()).toBe(hospital)
  const empty = await handler.submit(form, {}, look)
  expect([empty.status, empty.$('#errors li').length]).toEqual([422, 5])

  const wrong: readonly [Partial<typeof draft>, string, string][] = [
    [{ body: `查明：${told}。` }, 'body', '照抄了举报人写的话'],
    [{ body: '赵小敏反映的情况属实。' }, 'body', '遮挡的内容'],
    [{ body: '责任人证件 110101199003070011。' }, 'body', '身份证号一类的号码'],
    [{ articles: '请打 13900001111 问。' }, 'articles', '电话号码'],
    [{ institution: '王大力' }, 'institution', '机构名单里没有这个名称'],
    [{ body: '多'.repeat(10_001) }, 'body', '最多 10000 字，现在多了 1 字'],
    [{ on: '2026 11 24' }, 'on', '还没有到'],
  ]
  for (const [typed, field, sentence] of wrong) {
    const page = await handler.submit(form, { ...draft, ...typed }, look)
    expect([page.status, page.$(`#${field}-error`).text()]).toEqual([
      422,
      expect.stringContaining(sentence),
    ])
    expect(page.$(`#${field}`).val()).toBe({ ...draft, ...typed }[field as keyof typeof draft])
    expect(page.$('.jb-decision')).toHaveLength(0)
  }
  expect(await entries()).toHaveLength(0)
})

it('is looked at as the public will see it, and sent once however often the form is sent', async () => {
  const { site, handler, path, entries, deedsOf, again } = scene
  const form = await handler.open(`${path}/new`)
  const seen = await handler.submit(form, draft, look)
  expect([seen.status, seen.$('.jb-decision').text()]).toEqual([
    200,
    expect.stringContaining('责令退回，并处二倍罚款。'),
  ])
  expect(await entries()).toHaveLength(0)
  const sent = await handler.submit(seen, {}, send)
  expect(sent.$('[data-test=state]').text()).toContain('等曝光岗位批准')
  await again(handler).submit(seen, {}, send)
  const other = await handler.submit(
    await handler.submit(await handler.open(`${path}/new`), draft, {
      button: '看公众会看到的样子',
    }),
    {},
    send,
  )
  expect([other.status, errorsOf(other)]).toEqual([
    409,
    expect.stringContaining('这个文号已经登记过'),
  ])
  const rows = await entries().select<{ id: string }[]>('id')
  expect([rows.length, await deedsOf('register.written')]).toEqual([1, 1])
  id = rows[0]?.id ?? ''
  expect((await reporterBrowser(site).open(`/decisions/${id}`)).status).toBe(404)
})

it('goes back with a ground and comes again; its writer cannot publish it, by page, service or SQL', async () => {
  const { site, staff, handler, publisher, path, entries, fresh, caseId } = scene
  const home = await publisher.open('/staff')
  const list = await publisher.click(home, '等着批准公开的决定')
  const page = await publisher.click(list, hospital)
  expect(page.$('.jb-decision').text()).toContain(draft.number)
  expect(page.text).not.toContain(caseId)
  const unsaid = await publisher.submit(page, { otp: fresh(staff.publisher) }, to('/return'))
  expect([unsaid.status, errorsOf(unsaid)]).toEqual([422, expect.stringContaining('为什么退回')])
  const wrongCode = await publisher.submit(
    page,
    { ground: 'unclear', otp: '000000' },
    to('/return'),
  )
  expect([wrongCode.status, wrongCode.$('#ground').val()]).toEqual([422, 'unclear'])
  const back = await publisher.submit(
    page,
    { ground: 'unclear', otp: fresh(staff.publisher) },
    to('/return'),
  )
  expect(back.$('[data-test=state]').text()).toContain('事实或者依据写得看不明白')
  const mine = await handler.click(await handler.open(`${path}/${id}`), '修改后再送')
  expect(mine.$('#body').val()).toBe(draft.body)
  const better = { body: `${draft.body}涉及金额 128600 元。` }
  const seen = await handler.submit(mine, better, look)
  await handler.submit(seen, {}, send)
  expect(await site.tables('register_versions').where({ entry_id: id })).toHaveLength(2)

  const { db, register } = site.house
  await expect(
    db.inTransaction(tx => register.desk.approve(tx, staff.handler.actor, { id, version: 2 })),
  ).rejects.toMatchObject({ kind: 'forbidden' })
  const both = { ...staff.handler.actor, duties: ['handler', 'publicity'] as const }
  await expect(
    db.inTransaction(tx => register.desk.approve(tx, both, { id, version: 2 })),
  ).rejects.toMatchObject({ code: 'register.own' })
  const published = { state: 'published', published_on: '2026-11-23' }
  await expect(
    entries()
      .where({ id })
      .update({ ...published, answered_by: staff.handler.actor.id }),
  ).rejects.toThrow('published by its writer')
  await expect(
    site.tables('register_versions').where({ entry_id: id }).update({ body: '改了' }),
  ).rejects.toThrow('append only')
  await expect(entries().where({ id }).update({ number: '另一个' })).rejects.toThrow(
    'what was written stays',
  )
})

it('is published once, whoever else answers at the same moment', async () => {
  const { site, staff, handler, publisher, path, entries, deedsOf, fresh, again } = scene
  const second = await signIn(site, staff.second)
  const [page, theirs] = [
    await publisher.open(`/staff/register/${id}`),
    await second.open(`/staff/register/${id}`),
  ]
  const [code, sender] = [fresh(staff.publisher), again(publisher)]
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, () => sender.submit(page, { otp: code }, to('/approve'))),
    again(second).submit(
      theirs,
      { ground: 'person', otp: codeOf(site, staff.second) },
      to('/return'),
    ),
  ])
  const deeds = (await deedsOf('register.approved')) + (await deedsOf('register.returned'))
  // One came back before, and one of the two answers counts now.
  expect(deeds).toBe(2)
  expect(answers.every(({ status }) => [200, 409].includes(status))).toBe(true)
  const [row] = await entries().where({ id }).select<{ state: string }[]>('state')
  if (row?.state === 'returned') {
    const mine = await handler.click(await handler.open(`${path}/${id}`), '修改后再送')
    await handler.submit(await handler.submit(mine, {}, look), {}, send)
    const again = await publisher.open(`/staff/register/${id}`)
    await publisher.submit(again, { otp: fresh(staff.publisher) }, to('/approve'))
  }
  expect(await deedsOf('register.approved')).toBe(1)
})

it('is read by anybody: by body, year and kind, by a part of the name or number, paged, without a trace', async () => {
  const { site, entries, fill } = scene
  const anybody = reporterBrowser(site)
  const list = await anybody.click(await anybody.open('/'), '公开的决定')
  const one = await anybody.click(list, hospital)
  expect([one.status, one.$('h1').text(), one.headers['cache-control']]).toEqual([
    200,
    hospital,
    'no-store',
  ])
  expect(one.text).not.toContain('周启明')
  const rows = (page: Answer) => page.$('[data-test=decision]').length
  const filtered = await anybody.submit(list, { year: '2026', kind: 'penalty' }, to('/decisions'))
  expect([filtered.path, rows(filtered)]).toEqual([expect.stringContaining('year=2026'), 1])
  expect(rows(await anybody.open('/decisions?kind=example'))).toBe(0)
  expect(rows(await anybody.open('/decisions?body=nonsense&year=x&after=x'))).toBe(1)
  const find = async (q: string) => {
    const page = await anybody.submit(list, { q }, searchForm)
    return [page.status, page.path, rows(page)]
  }
  for (const q of ['和安', '罚〔2026〕12', '和安医院 12号'])
    expect(await find(q)).toEqual([200, '/decisions', 1])
  for (const q of ['别的医院', '%', '——', '多'.repeat(5000)])
    expect(await find(q)).toEqual([200, '/decisions', 0])

  // Forty more of one day: by keyset, each once.
  await fill(40)
  const seen = new Set<string>()
  const walk = async (page: Answer, turn: (on: Answer) => Promise<Answer>): Promise<void> => {
    for (const a of page.$('[data-test=decision] a').toArray()) {
      expect(seen.has(page.$(a).attr('href') ?? '')).toBe(false)
      seen.add(page.$(a).attr('href') ?? '')
    }
    if (page.$('a[rel=next], [data-test=more]').length > 0) await walk(await turn(page), turn)
  }
  await walk(await anybody.open('/decisions'), on => anybody.click(on, '下一页'))
  expect(seen.size).toBe(41)
  seen.clear()
  const found = await anybody.submit(list, { q: '和安' }, searchForm)
  await walk(found, on => anybody.submit(on, {}, { form: '[data-test=more]' }))
  expect(seen.size).toBe(41)
  await entries().whereNull('case_id').delete()
})

it('is nothing of another body’s, and nothing of a case that is not one’s own', async () => {
  const { site, staff, handler, path, deedsOf, keepAway } = scene
  const stranger = await signIn(site, staff.stranger)
  const before = await deedsOf('case.denied')
  for (const end of [path, `${path}/new`, `${path}/${id}`])
    expect((await stranger.open(end)).status).toBe(404)
  expect(await deedsOf('case.denied')).toBe(before + 3)
  expect((await stranger.open(`/staff/register/${id}`)).status).toBe(404)
  expect((await stranger.open('/staff/register?state=published')).text).not.toContain(hospital)
  expect((await handler.open('/staff/register')).status).toBe(403)
  expect((await handler.open(`${path}/${randomUUID()}`)).status).toBe(404)
  await keepAway(staff.second)
  const away = await signIn(site, staff.second)
  expect((await away.open(`/staff/register/${id}`)).status).toBe(404)
  expect((await away.open('/staff/register?state=published')).text).not.toContain(hospital)
})

it('begins its clock with the course of the case, is reminded of and taken further once, and is gone with a sentence', async () => {
  const { site, staff, caseId, entries, deedsOf, fresh, again } = scene
  const { db, proceedings, register, reminders } = site.house
  const { actor, keys } = staff.clerk
  const reason = '当事人提出异议，经复核成立，重新调查。'
  const reopen = { action: 'reopen', ground: 'objection', reason } as const
  await db.inTransaction(tx => proceedings.take(tx, { actor, keys, caseId }, reopen))
  await db.inTransaction(tx => register.writing.overturn(tx, caseId))
  expect(await deedsOf('register.changed')).toBe(1)
  const [row] = await entries().where({ id }).select<{ due_on: string }[]>('due_on')
  expect(row?.due_on).toBe('2026-11-26')
  const anybody = reporterBrowser(site)
  expect((await anybody.open(`/decisions/${id}`)).$('[data-test=told]').text()).toContain(
    '重新调查',
  )

  site.clock.set('2026-11-30T02:00:00Z')
  await reminders.sweep()
  await reminders.sweep()
  const alerts = await site.tables('staff_alerts').where({ register_id: id })
  expect(alerts.length).toBeGreaterThan(0)
  const late = await signIn(site, staff.publisher)
  const notices = await late.open('/staff/alerts')
  expect(notices.text).toContain('撤回公开的决定')
  expect(notices.$(`a[href="/staff/register/${id}"]`).length).toBeGreaterThan(0)
  const home = await late.open('/staff')
  expect(home.text).toContain('公开的决定过了撤回的期限')
  const board = await late.open('/staff/register?state=changed')
  expect(board.$('[data-test=entry]').text()).toContain('已超 2 个工作日')
  const page = await late.click(board, hospital)
  const gone = await late.submit(
    page,
    { ground: 'revoked', otp: fresh(staff.publisher) },
    to('/withdraw'),
  )
  expect(gone.$('[data-test=state]').text()).toContain('已撤回')
  const last = await anybody.open(`/decisions/${id}`)
  expect([last.status, last.$('[data-test=gone]').text()]).toEqual([
    410,
    expect.stringContaining('这份决定已经依法撤销'),
  ])
  expect(last.text).not.toContain(hospital)
  expect((await anybody.open('/decisions')).text).not.toContain(hospital)
  await again(late).submit(page, { ground: 'revoked', otp: '000000' }, to('/withdraw'))
  expect(await deedsOf('register.withdrawn')).toBe(1)
  await reminders.sweep()
  expect(await site.tables('staff_alerts').where({ register_id: id })).toHaveLength(alerts.length)
})
