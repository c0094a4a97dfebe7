import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { isAllowed, type Permission } from '../../src/vocabulary/permission'
import { giveCase, storeCase } from '../support/cases'
import { createClient } from '../support/client'
import { openCase } from '../support/declaring'
import { errorsOf } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

// 回避: no page of a case opens, and no form of it is taken, before its reader has said whether something ties
// them to the target. The doors are those of the running system; a new one is asked here without being named.

type Person = { readonly officer: Officer; readonly browser: SignedIn }

let site: Site
let own: OrganisationId
let people: Readonly<Record<'intake' | 'principal' | 'handler' | 'stranger', Person>>
let second: Officer
let caseId: CaseId
let path: string

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z', asksFirst: true })
  own = (await moveIn(site)).own.id
  const sit = async (officer: Officer): Promise<Person> => ({
    officer,
    browser: await signIn(site, officer),
  })
  const clerk = await hire(site, own, ['intake'], '王芳')
  const head = await hire(site, own, ['principal'], '赵负责')
  second = await hire(site, own, ['handler'], '李敏')
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, head.actor.id))
  people = {
    intake: await sit(clerk),
    principal: await sit(head),
    handler: await sit(await hire(site, own, ['handler'], '周启明')),
    stranger: await sit(await hire(site, own, ['handler'], '赵旁人')),
  }
})
afterAll(() => site.stop())
beforeEach(async () => {
  site.clock.pass(1)
  const stored = await storeCase(site, own)
  caseId = stored.caseId
  path = stored.path
  await giveCase(site, people.intake.officer, caseId, [people.handler.officer, second])
})

const doorsOf = ({ officer }: Person) =>
  site.doors.staff.filter(
    door =>
      door.path.includes(':caseId') &&
      !door.path.endsWith('/coi') &&
      isAllowed(officer.actor, door.permission as Permission),
  )

const addressOf = (pattern: string): string =>
  pattern
    .replace(':caseId', caseId)
    .replace(':page', '1.png')
    .replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')

/** Past the watch on records: what only leads on has nothing to record. */
const bare = ({ browser }: Person) => {
  const client = createClient({ url: site.staffUrl })
  for (const [name, value] of browser.cookies) client.cookies.set(name, value)
  return client
}

/** Where the door leads at once. */
const knock = async (
  person: Person,
  { method, path: pattern }: { method: string; path: string },
) => {
  const address = addressOf(pattern)
  if (method === 'get') return bare(person).open(address)
  const _csrf = person.browser.home.$('form [name=_csrf]').first().attr('value') ?? ''
  if (method === 'post') return bare(person).send(address, { _csrf })
  const page = await bare(person).open('/staff')
  page
    .$('main')
    .append(
      `<form method="post" enctype="multipart/form-data" action="${address}" id="up"><input name="_csrf" value="${_csrf}"><button>传</button></form>`,
    )
  return bare(person).submit(page, {}, { form: '#up' })
}

const deeds = () =>
  site.tables('audit_entries').where({ case_id: caseId }).orderBy('seq').pluck<string[]>('deed')

describe.each(['intake', 'principal', 'handler'] as const)('%s', who => {
  it('is asked at every door of the case, and nothing has happened', async () => {
    const person = people[who]
    const before = await deeds()
    const doors = doorsOf(person)
    expect(doors.length).toBeGreaterThan(10)
    const led: Record<string, string> = {}
    for (const door of doors) {
      const { steps } = await knock(person, door)
      led[`${door.method} ${door.path}`] = `${steps[0]?.status} ${steps[1]?.path.split('?')[0]}`
    }

    expect(led).toEqual(
      Object.fromEntries(
        doors.map(({ method, path: at }) => [`${method} ${at}`, `303 ${path}/coi`]),
      ),
    )
    expect(await deeds()).toEqual(before)
  })

  it('answers once, comes to the page that was wanted, and is never asked again', async () => {
    const person = people[who]
    const page = await person.browser.open(`${path}?tab=messages`)
    expect(page.$('h1').text()).toBe('回避声明')
    expect(page.$('main').text()).toContain('仁和医院')
    expect(page.$('main').text()).not.toContain('夜里')
    const wanted = await person.browser.submit(page, {}, { button: '没有关系，打开这一件' })

    expect([wanted.status, wanted.path]).toEqual([200, `${path}?tab=messages`])
    const twice = await bare(person).submit(page, {}, { button: '没有关系，打开这一件' })
    expect(twice.status).toBe(200)
    expect((await deeds()).filter(deed => deed === 'conflict.disclaimed')).toHaveLength(1)
    for (const door of doorsOf(person).filter(({ method }) => method === 'get'))
      expect((await knock(person, door)).steps[1]?.path ?? '').not.toContain('/coi')
    await person.browser.open(path)
    expect((await deeds()).filter(deed => deed === 'conflict.disclaimed')).toHaveLength(1)
  })
})

it('one person’s answer is nobody else’s', async () => {
  await openCase(people.intake.browser, path)
  expect((await people.handler.browser.open(path)).$('h1').text()).toBe('回避声明')
})

it('from whom the case is hidden is not asked about it', async () => {
  const answer = await people.stranger.browser.open(path)
  expect([answer.status, answer.steps.length]).toEqual([404, 1])
  expect(await deeds()).toContain('case.denied')
})

it.each([
  ['another site', 'https://example.org/'],
  ['another page', '/staff/queue'],
  ['another case', '/staff/cases/7d1f7a52-0a4e-4a8e-8d42-0d9a8a3f1b11'],
  ['a longer id', 'SELFx'],
  ['a line break', 'SELF?tab=a\r\nSet-Cookie: x'],
  ['much', `SELF?${'a'.repeat(2000)}`],
])('%s is not taken as the page that was wanted', async (_, next) => {
  const { browser } = people.intake
  const page = await browser.open(`${path}/coi`)
  page.$('[name=next]').attr('value', next.replace('SELF', path))
  const answer = await browser.submit(page, {}, { button: '没有关系，打开这一件' })
  expect([answer.status, answer.path]).toEqual([200, path])
})

it('a relation without its kind is asked for, and the case stays shut', async () => {
  const { browser } = people.handler
  const page = await browser.submit(await browser.open(path), {}, { button: '有关系，我回避' })
  expect([page.status, errorsOf(page)]).toEqual([422, ['请选是哪一种关系']])
  expect((await browser.open(path)).$('h1').text()).toBe('回避声明')
})

it('who declared a relation loses the case; if that is lifted, the question comes again', async () => {
  const { browser, officer } = people.intake
  await openCase(browser, path)
  const page = await browser.open(`${path}/coi`)
  await browser.submit(page, { ground: 'relative' }, { button: '有关系，我回避' })
  expect((await browser.open(path)).status).toBe(404)

  const { db, cases } = site.house
  await db.inTransaction(tx =>
    cases.liftExclusion(tx, people.principal.officer.actor, caseId, officer.actor.id),
  )
  expect((await browser.open(path)).$('h1').text()).toBe('回避声明')
})

it('tells the principal; where none is free, supervision above reads how many such cases there are', async () => {
  const above = (
    await site.tables('organisations').whereNull('parent_id').first<{ id: string }>('id')
  ).id
  const watcher = await signIn(
    site,
    await hire(site, above as OrganisationId, ['supervision'], '上级督办'),
  )
  const marks = () => site.tables('notice_marks').pluck<string[]>('recipient_id')
  const declare = async ({ browser }: Person) => {
    const page = await browser.open(path)
    await browser.submit(page, { ground: 'relative' }, { button: '有关系，我回避' })
  }
  await declare(people.handler)
  expect(await marks()).toContain(people.principal.officer.actor.id)
  expect((await watcher.open('/staff')).$('main').text()).not.toContain('负责人都须回避')
  await declare(people.principal)
  expect((await watcher.open('/staff')).$('main').text()).toContain(
    '下级有 1 件案件，负责人都须回避',
  )
})
