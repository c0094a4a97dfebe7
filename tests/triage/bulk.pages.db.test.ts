import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let above: OrganisationId
let clerk: Officer
let colleague: Officer
let first: Officer
let second: Officer
let intake: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  above = bodies.above.id
  clerk = await hire(site, own, ['intake'], '王芳')
  colleague = await hire(site, own, ['intake'], '赵同事')
  await site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, clerk.actor, clerk.keys, colleague.actor.id),
  )
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  intake = await signIn(site, clerk)
})
afterAll(() => site.stop())
afterEach(async () => {
  await site.tables.raw(
    'TRUNCATE cases, reports, case_seals, case_officers, case_decisions, messages, deadlines, bulk_runs CASCADE',
  )
})

const reason = '这几件写的是同一家医院同一件事，内容都太少，先补充再说。'

/** Several cases that somebody has read. */
const several = async (count: number): Promise<CaseId[]> => {
  const ids: CaseId[] = []
  for (let n = 0; n < count; n += 1) {
    const { caseId, path: page } = await storeCase(site, own, {
      title: { target: `医院 ${n + 1}` },
    })
    await intake.open(page)
    ids.push(caseId)
  }
  return ids
}

const pickOf = (list: Answer, caseId: CaseId): string =>
  list.$(`input[name=pick][value^="${caseId}"]`).attr('value') ?? ''

/** Ticks these rows of the list and presses the button, without scripts. */
const choose = async (
  ids: readonly CaseId[],
  button: string,
  typed: Readonly<Record<string, readonly string[]>> = {},
): Promise<Answer> => {
  const list = await intake.open('/staff/queue?sort=number')
  const pick = ids.map(id => pickOf(list, id))
  return intake.submit(list, { pick, ...typed }, { form: '#bulk', button })
}

const texts = (page: Answer, css: string): string[] =>
  page
    .$(css)
    .map((_, row) => page.$(row).text().replace(/\s+/g, ' ').trim())
    .get()

const states = async (ids: readonly CaseId[]): Promise<string[]> => {
  const rows = await site.tables('cases').whereIn('id', ids).orderBy('arrival').select('state')
  return rows.map((row: { state: string }) => row.state)
}

const confirm = (page: Answer, typed: Record<string, string> = {}) =>
  intake.submit(page, { reason, ...typed }, { form: '#run' })

/** Past the watch on records: the second time there is nothing to record. */
const again = (): Client => {
  const client = createClient({ url: site.staffUrl })
  for (const [name, value] of intake.cookies) client.cookies.set(name, value)
  return client
}

it('does what it showed and nothing else, each on record, and a second sending changes nothing', async () => {
  const [one, two, three] = (await several(3)) as [CaseId, CaseId, CaseId]

  const page = await choose([one, three], '受理')
  expect(page.status).toBe(200)
  expect(texts(page, '[data-test=doing]')).toHaveLength(2)
  expect(await states([one, two, three])).toEqual(['received', 'received', 'received'])

  // Twice at the same moment, and once more.
  const send = () => again().submit(page, { reason }, { form: '#run' })
  const [result, same] = await Promise.all([send(), send()])
  expect(same.$('h1').text()).toBe('办了 2 件')
  expect(result.steps.map(({ status }) => status)).toEqual([303, 200])
  expect(result.$('h1').text()).toBe('办了 2 件')
  expect(result.text).toContain(reason)
  expect(await states([one, two, three])).toEqual(['accepted', 'received', 'accepted'])

  const before = await site.tables('audit_entries').count()
  const twice = await send()
  expect(twice.$('h1').text()).toBe('办了 2 件')
  expect(await site.tables('case_decisions')).toHaveLength(2)
  expect(await site.tables('audit_entries').count()).toEqual(before)
  const deeds = await site.tables('audit_entries').where({ deed: 'case.accepted' })
  expect(deeds.map(({ case_id }: { case_id: string }) => case_id).sort()).toEqual(
    [one, three].sort(),
  )
})

it('what has changed since it was shown is left out and said, the others are done', async () => {
  const ids = (await several(3)) as [CaseId, CaseId, CaseId]
  const page = await choose(ids, '受理')
  await site.house.db.inTransaction(tx =>
    site.house.cases.act(tx, colleague.actor, ids[1], { action: 'accept' }),
  )

  const result = await confirm(page)

  expect(result.$('h1').text()).toBe('办了 2 件，1 件没有办')
  expect(texts(result, '[data-test=item]')[1]).toContain('没有办：列出来以后，同事又办过这一件')
  expect(await states(ids)).toEqual(['accepted', 'accepted', 'accepted'])
  expect(await site.tables('case_decisions').where({ case_id: ids[1] })).toHaveLength(1)
})

it('never refuses what nobody has read, nor what holds an unread message, not even one come since', async () => {
  const [read, waits, late] = (await several(3)) as [CaseId, CaseId, CaseId]
  const unopened = (await storeCase(site, own)).caseId
  await reporterWrites(site, clerk, waits, '还有一张照片')

  const page = await choose([read, waits, late, unopened], '不予受理')
  expect(texts(page, '[data-test=doing]')).toHaveLength(2)
  expect(texts(page, '[data-test=left]')).toEqual([
    expect.stringContaining('有新留言还没有看，不能就这样办结'),
    expect.stringContaining('举报的内容还没有人看过，不能就这样办结'),
  ])
  await reporterWrites(site, clerk, late, '我再补充一点')
  const short = await intake.submit(page, { ground: 'no-clue', reason: '短' }, { form: '#run' })
  expect(short.status).toBe(422)
  expect(short.text).toContain('理由至少写 20 字，现在 1 字')
  expect(texts(short, '[data-test=doing]')).toHaveLength(1)

  const result = await confirm(page, { ground: 'no-clue' })

  expect(result.$('h1').text()).toBe('办了 1 件，1 件没有办')
  expect(await states([read, waits, late, unopened])).toEqual([
    'refused',
    'received',
    'received',
    'received',
  ])
  const told = await site.tables('messages').where({ from_side: 'staff' })
  expect(told.map(({ case_id }: { case_id: string }) => case_id)).toEqual([read])
})

it('assigns two handlers; who must keep away is named before, and one that breaks takes nothing along', async () => {
  const ids = (await several(3)) as [CaseId, CaseId, CaseId]
  const { cases, db } = site.house
  for (const id of ids)
    await db.inTransaction(tx => cases.act(tx, clerk.actor, id, { action: 'accept' }))
  await db.inTransaction(tx =>
    cases.exclude(tx, clerk.actor, ids[0], { staffId: first.actor.id, ground: 'relative' }),
  )
  const chosen = await choose(ids, '分派')
  expect(chosen.$('#run')).toHaveLength(0)
  const same = { handlers: [first.actor.id, first.actor.id] }
  expect((await intake.submit(chosen, same, { form: '#choose' })).$('#run')).toHaveLength(0)

  const handlers = [first.actor.id, second.actor.id]
  const page = await intake.submit(chosen, { handlers }, { form: '#choose' })
  expect(texts(page, '[data-test=left]')).toEqual([
    expect.stringContaining('周启明须回避，不能分派给他'),
  ])
  // A seal that cannot be written: nothing of that one is done.
  await site.tables.raw(
    `ALTER TABLE case_officers ADD CONSTRAINT broken CHECK (case_id <> '${ids[1]}')`,
  )
  const result = await confirm(page)
  await site.tables.raw('ALTER TABLE case_officers DROP CONSTRAINT broken')

  expect(result.$('h1').text()).toBe('办了 1 件，1 件没有办')
  expect(texts(result, '[data-test=item]')[0]).toContain('系统没有办成，什么也没有改')
  expect(await states(ids)).toEqual(['accepted', 'accepted', 'checking'])
  expect(await site.tables('case_officers').where({ handling: true })).toHaveLength(2)
})

it('the cap holds on the server, for what is shown and for what is sent', async () => {
  const folder = path.resolve(__dirname, '../../src/lawbook/data/limit.json')
  const law = JSON.parse(readFileSync(folder, 'utf8')) as {
    entries: { code: string; data: { value: number } }[]
  }
  const cap = law.entries.find(({ code }) => code === 'queue.bulk')?.data.value ?? 0
  const list = await intake.open('/staff/queue')
  await storeCase(site, own)
  const page = await choose(await several(1), '受理')
  const many = Array.from(
    { length: cap + 1 },
    (_, n) => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}.none`,
  )
  const csrf = page.$('#run [name=_csrf]').attr('value') ?? ''
  const fields = new URLSearchParams([
    ['_csrf', csrf],
    ['do', 'accept'],
    ['reason', reason],
    ['once', '11111111-1111-4111-8111-111111111111'],
    ...many.map((pick): [string, string] => ['pick', pick]),
  ])
  for (const address of ['/staff/queue/bulk', '/staff/queue/bulk/run']) {
    const answer = await fetch(site.staffUrl + address, {
      method: 'POST',
      body: fields,
      redirect: 'manual',
      headers: { cookie: [...intake.cookies].map(pair => pair.join('=')).join('; ') },
    })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(`一次最多 ${cap} 件，现在选了 ${cap + 1} 件`)
  }
  expect(await site.tables('bulk_runs')).toHaveLength(0)
  expect(list.status).toBe(200)
})

it('a case of another body or of nobody is left out, a result is its owner’s', async () => {
  await hire(site, above, ['intake'], '陈雨桐')
  const foreign = await storeCase(site, above)
  const [mine] = (await several(1)) as [CaseId]
  const page = await choose([mine], '受理')
  const csrf = page.$('#run [name=_csrf]').attr('value') ?? ''
  const once = '22222222-2222-4222-8222-222222222222'
  const sent = await intake.send('/staff/queue/bulk/run', {
    _csrf: csrf,
    do: 'accept',
    reason,
    once,
    pick: `${foreign.caseId}.none`,
  })

  expect(sent.$('h1').text()).toBe('办了 0 件，1 件没有办')
  expect(sent.text).toContain('已经看不到的线索')
  expect(await states([foreign.caseId])).toEqual(['received'])
  const denied = await site.tables('audit_entries').where({ deed: 'case.denied' })
  expect(denied).toHaveLength(1)

  const other = await signIn(site, colleague)
  expect((await other.open(`/staff/queue/bulk/${once}`)).status).toBe(404)
})

it('handlers take their own steps with many, and what still stands against one is named', async () => {
  const [filed, decided, mine] = (await several(3)) as [CaseId, CaseId, CaseId]
  for (const caseId of [filed, decided, mine]) await giveCase(site, clerk, caseId, [first, second])
  const put = (id: CaseId, state: string) => site.tables('cases').where({ id }).update({ state })
  await put(filed, 'filed')
  await put(decided, 'decided')
  const point = { place: '330100', on: '2026-11-23' as never }
  const { db, deadlines } = site.house
  await db.inTransaction(tx => deadlines.start(tx, decided, 'RN_NOTIFY', point))
  const handler = await signIn(site, first)
  const list = await handler.open('/staff/queue?sort=number')
  expect(texts(list, '#bulk button')).toEqual([
    ...['开始调查取证', '登记已告知举报人', '恢复办理', '结案', '归档'],
  ])
  const all = [filed, decided, mine].map(id => pickOf(list, id))

  const page = await handler.submit(list, { pick: all }, { form: '#bulk', button: '开始调查取证' })
  expect(texts(page, '[data-test=doing]')).toHaveLength(1)
  const done = await handler.submit(page, { reason: '三件一起进场' }, { form: '#run' })
  expect(done.$('h1').text()).toBe('办了 1 件')
  const closing = await handler.submit(list, { pick: all }, { form: '#bulk', button: '结案' })
  expect(texts(closing, '[data-test=left]').join()).toContain('还没有登记告知举报人')
  expect(await states([filed, decided, mine])).toEqual(['investigating', 'decided', 'checking'])

  const _csrf = page.$('#run [name=_csrf]').attr('value') ?? ''
  const forged = { _csrf, do: 'accept', reason, once: once2, pick: `${mine}.none` }
  expect((await handler.send('/staff/queue/bulk/run', forged)).status).toBe(403)
  expect(await site.tables('bulk_runs').where({ id: once2 })).toEqual([])
})

const once2 = '33333333-3333-4333-8333-333333333333'
