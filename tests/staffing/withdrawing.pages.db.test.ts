import { createClient } from '../support/client'
import { hire } from '../support/people'
import type { SignedIn } from '../support/visitors'
import { come, deedsOf, dutiesOf, freshCode, openOffice, type Office } from './office'

let office: Office
let site: Office['site']
beforeEach(async () => {
  office = await openOffice()
  site = office.site
})
afterEach(() => site.stop())

const LIST = '/staff/admin/changes'

/** Past the watch over the record: the second of two same forms does nothing, and so records nothing. */
const unwatched = ({ cookies }: SignedIn) => {
  const browser = createClient({ url: site.staffUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}

const propose = async () => {
  const handler = await hire(site, office.own.id, ['handler'], '周正')
  const browser = await come(site, office.sysadmin)
  const person = await browser.open(`/staff/admin/users/${handler.actor.id}`)
  const after = await browser.submit(person, { duties: ['intake'] }, { form: '#propose' })
  return { handler, browser, change: await browser.click(after, '看这一项') }
}

it('is taken back by who proposed it: nobody puts it into force any more, and it can be proposed anew', async () => {
  const { handler, browser, change } = await propose()
  const second = await come(site, office.secadmin)
  const deciding = await second.open(change.path)
  expect(change.$('#decision')).toHaveLength(0)
  expect(deciding.$('#withdraw')).toHaveLength(0)

  const twice = unwatched(browser)
  for (let times = 0; times < 2; times += 1)
    expect((await twice.submit(change, {}, { form: '#withdraw' })).path).toBe(LIST)
  expect((await twice.open(LIST)).$('[data-test=change]')).toHaveLength(0)
  expect((await deedsOf(site, 'duties.withdrawn')).map(one => one.actor_id)).toEqual([
    office.sysadmin.actor.id,
  ])

  const typed = { decision: 'in-force', otp: freshCode(site, office.secadmin) }
  const late = await second.submit(deciding, typed)
  expect([late.status, late.$('h1').text()]).toEqual([404, '这项变更已经办过了'])
  expect(await dutiesOf(site, handler.actor.id)).toEqual(['handler'])

  const person = await twice.open(`/staff/admin/users/${handler.actor.id}`)
  expect(person.$('dl').text()).not.toContain('等待生效')
  const again = await twice.submit(person, { duties: ['intake'] }, { form: '#propose' })
  expect(again.$('dl').text()).toContain('江维提出')
})

it('is taken back by nobody else, nor when it is decided', async () => {
  const { browser, change } = await propose()
  const other = await come(site, await hire(site, office.own.id, ['system-admin'], '另一位'))
  const shown = await other.open(change.path)
  expect(shown.$('form#withdraw')).toHaveLength(0)
  const _csrf = String(shown.$('[name=_csrf]').first().val())
  const foreign = await other.send(`${change.path}/withdraw`, { _csrf })
  expect([foreign.status, foreign.$('h1').text()]).toEqual([409, '只有提出的人能撤回'])
  expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
    'proposal.not-yours',
  ])

  const second = await come(site, office.secadmin)
  const otp = freshCode(site, office.secadmin)
  await second.submit(await second.open(change.path), { decision: 'in-force', otp })
  const late = await browser.submit(change, {}, { form: '#withdraw' })
  expect([late.status, await deedsOf(site, 'duties.withdrawn')]).toEqual([404, []])
})

it('counts for a body’s place too; the database knows whose it is', async () => {
  const { db, tree, random } = site.house
  const chief = (await hire(site, office.above.id, ['system-admin'], '省局管理员')).actor
  const moved = { ...office.own, id: random.uuid() as typeof office.own.id, code: 'S330102' }
  await db.inTransaction(tx =>
    tree.add(tx, chief, {
      ...moved,
      ...{ name: '上城区医疗保障局', shortName: '上城医保局' },
      ...{ level: 'county', regionCode: '330102', parentId: office.own.id },
    }),
  )
  await db.inTransaction(tx => tree.proposeMove(tx, chief, moved.id, office.above.id))
  const browser = await come(site, await hire(site, office.above.id, ['security-admin'], '省安全'))
  expect((await browser.open(LIST)).$('[data-test=change]').text()).toContain('上城医保局')
  const [id = ''] = await site.tables('organisation_moves').pluck<string[]>('id')
  await db.inTransaction(tx => site.house.changes.withdraw(tx, chief, id))
  expect((await browser.open(LIST)).$('[data-test=change]')).toHaveLength(0)
  expect(await deedsOf(site, 'organisation.move-withdrawn')).toHaveLength(1)

  const { handler } = await propose()
  const turned = { decision: 'withdrawn', decided_by: chief.id, decided_at: new Date() }
  await expect(
    site.tables('duty_proposals').where({ staff_id: handler.actor.id }).update(turned),
  ).rejects.toMatchObject({ constraint: 'duty_proposals_withdrawn' })
  await expect(
    site.tables('organisation_moves').update({ decided_by: office.sysadmin.actor.id }),
  ).rejects.toMatchObject({ constraint: 'organisation_moves_withdrawn' })
})

it('waits in a list page by page, however many there are', async () => {
  const { random } = site.house
  const at = site.clock.now()
  const like = await site.tables('staff').where({ id: office.sysadmin.actor.id }).first<object>()
  const people = Array.from({ length: 130 }, (_, n) => ({
    ...{ ...like, id: random.uuid(), username: `many${n}`, display_name: `众${n}` },
  }))
  await site.tables('staff').insert(people)
  // All of one moment: the id tells where a page ends.
  await site.tables('duty_proposals').insert(
    people.map(({ id }) => ({
      ...{ id: random.uuid(), staff_id: id, duties: ['handler'] },
      ...{ proposed_by: office.sysadmin.actor.id, proposed_at: at },
    })),
  )
  const browser = await come(site, office.secadmin)
  const first = await browser.open(LIST)
  const second = await browser.click(first, '下一页')
  const third = await browser.click(second, '下一页')
  const names = [first, second, third].flatMap(page =>
    page
      .$('[data-test=change] a')
      .map((_, a) => page.$(a).text())
      .get(),
  )
  expect([names.length, new Set(names).size]).toEqual([130, 130])
  expect(third.$('a[rel=next]')).toHaveLength(0)
  // One that no first page would show is found.
  const last = await browser.click(third, names.at(-1) ?? '')
  expect(last.$('h1').text()).toBe(names.at(-1))
})
