import { codeAt } from '../../src/accounts'
import { createClient } from '../support/client'
import { hire, type Officer } from '../support/people'
import { staffBrowser, type SignedIn } from '../support/visitors'
import { come, deedsOf, dutiesOf, errorsOf, freshCode, openOffice, type Office } from './office'

let office: Office
let site: Office['site']
beforeEach(async () => {
  office = await openOffice()
  site = office.site
})
afterEach(() => site.stop())

const addPerson = async (browser: SignedIn, typed: Record<string, string | string[]>) => {
  const list = await browser.click(browser.home, '人员')
  return browser.submit(await browser.click(list, '添加人员'), typed)
}

const idOf = async (username: string): Promise<string> =>
  (await site.tables('staff').where({ username }).first<{ id: string }>('id')).id

const decide = async (by: Officer, what: string, decision: 'in-force' | 'refused') => {
  const browser = await come(site, by)
  const list = await browser.open('/staff/admin/changes')
  const change = await browser.click(list, what)
  return browser.submit(change, { decision, otp: freshCode(site, by) })
}

describe('somebody new', () => {
  it('is invited by a link, and gets the duty when a second person puts it into force', async () => {
    const browser = await come(site, office.sysadmin)
    const person = await addPerson(browser, {
      name: '沈小曼',
      username: 'shen.xm',
      duties: ['handler'],
    })
    expect(person.$('dl').text()).toContain('江维提出')
    const id = await idOf('shen.xm')
    expect(await dutiesOf(site, id)).toEqual([])

    const shown = await browser.submit(person, {}, { form: '#invitation' })
    const link = new URL(shown.$('[data-test=link]').text())
    const rows = JSON.stringify(await site.tables('staff_invitations'))
    expect(rows).not.toContain(link.pathname.split('/').at(-1))

    const after = await decide(office.secadmin, '沈小曼的职责', 'in-force')
    expect(after.$('.st-empty').text()).toContain('没有等待生效的变更')
    expect(await dutiesOf(site, id)).toEqual(['handler'])

    const own = staffBrowser(site)
    const start = await own.open(link.pathname)
    expect(start.$('h1').text()).toContain('沈小曼')
    const enrol = await own.submit(start)
    const secret = enrol.$('.st-secret').text().replace(/\s/g, '')
    const password = '一句很长的而且好记的话语呀'
    const done = await own.submit(enrol, {
      password,
      again: password,
      otp: codeAt(secret, site.clock.now()),
    })
    expect(done.path).toBe('/staff/me/codes')
    const deeds = site.tables('audit_entries').where({ subject: id }).orderBy('seq')
    expect(await deeds.pluck('deed')).toEqual([
      'staff.invited',
      'duties.proposed',
      'invitation.made',
      'duties.changed',
    ])
  })

  it('cannot use a link twice, nor one that a newer one replaced, nor an old one', async () => {
    const browser = await come(site, office.sysadmin)
    const person = await addPerson(browser, { name: '沈小曼', username: 'shen.xm' })
    const give = async () => {
      const shown = await browser.submit(person, {}, { form: '#invitation' })
      return new URL(shown.$('[data-test=link]').text()).pathname
    }
    const [first, second] = [await give(), await give()]
    const visitor = () => createClient({ url: site.staffUrl })
    expect((await visitor().open(first)).status).toBe(409)
    const open = visitor()
    const page = await open.open(second)
    expect((await open.submit(page)).path).toBe('/staff/login/enrol')
    const again = await visitor().open(second)
    expect([again.status, again.$('h1').text()]).toEqual([409, '这个链接打不开了'])

    const third = await give()
    site.clock.pass(7 * 24 * 60)
    expect((await visitor().open(third)).status).toBe(409)
  })

  it('is not the person who made the link and looks at it', async () => {
    const browser = await come(site, office.sysadmin)
    const person = await addPerson(browser, { name: '沈小曼', username: 'shen.xm' })
    const shown = await browser.submit(person, {}, { form: '#invitation' })
    const { pathname } = new URL(shown.$('[data-test=link]').text())
    const page = await browser.open(pathname)

    expect(page.$('.st-said').text()).toContain('现在登录的是江维')
    expect(page.$('main form')).toHaveLength(0)
  })

  it('is made once when the form is sent twice', async () => {
    const browser = createClient({ url: site.staffUrl })
    for (const [name, value] of (await come(site, office.sysadmin)).cookies)
      browser.cookies.set(name, value)
    const page = await browser.open('/staff/admin/users/new')
    const typed = { name: '沈小曼', username: 'shen.xm', duties: ['handler'] }
    const [one, other] = [await browser.submit(page, typed), await browser.submit(page, typed)]

    expect([one.status, other.path]).toEqual([200, one.path])
    expect(await site.tables('duty_proposals')).toHaveLength(1)
  })
})

describe('duties that must be apart', () => {
  it.each([
    [['identity', 'handler'], '“身份保管”和“承办人”不能由同一个人担任'],
    [['payer', 'principal'], '“出纳”和“负责人”不能由同一个人担任'],
    [['auditor', 'legal'], '“审计员”和“法制审核”不能由同一个人担任'],
    [['system-admin', 'security-admin'], '“系统管理员”和“安全管理员”不能由同一个人担任'],
  ])(
    'are refused with their names, recorded, and nothing is half done: %j',
    async (duties, words) => {
      const browser = await come(site, office.sysadmin)
      const answer = await addPerson(browser, { name: '沈小曼', username: 'shen.xm', duties })

      expect(answer.status).toBe(422)
      expect(errorsOf(answer).join()).toContain(words)
      expect(
        answer
          .$('[name=duties][checked]')
          .map((_, box) => answer.$(box).val())
          .get(),
      ).toEqual(expect.arrayContaining(duties))
      expect(await site.tables('staff').where({ username: 'shen.xm' })).toEqual([])
      const [refusal] = await deedsOf(site, 'staffing.refused')
      expect(refusal).toMatchObject({ actor_id: office.sysadmin.actor.id })
      expect(refusal?.ground).toMatch(/^staff\..*-apart$/)
    },
  )
})

describe('duties', () => {
  it('are nobody’s own affair, and not one person’s', async () => {
    const browser = await come(site, office.sysadmin)
    const page = await browser.open(`/staff/admin/users/${office.sysadmin.actor.id}`)
    expect(page.$('#propose')).toHaveLength(0)
    const token = String(page.$('[name=_csrf]').val())
    const own = await browser.send(`/staff/admin/users/${office.sysadmin.actor.id}/duties`, {
      _csrf: token,
      duties: 'publicity',
    })
    expect([own.status, own.$('h1').text()]).toEqual([409, '自己的账号要由别人来办'])

    // Proposed by somebody who is security administrator since.
    const handler = await hire(site, office.own.id, ['handler'], '周正')
    const { dutyChanges, db } = site.house
    const { actor } = office.secadmin
    await db.inTransaction(tx =>
      dutyChanges.propose(tx, actor, { staffId: handler.actor.id, duties: ['intake'] }),
    )
    const proposer = await come(site, office.secadmin)
    const list = await proposer.open('/staff/admin/changes')
    const change = await proposer.click(list, '周正的职责')
    expect(change.$('[name=decision]')).toHaveLength(0)
    const answer = await proposer.send(change.path, {
      _csrf: String(change.$('[name=_csrf]').val()),
      decision: 'in-force',
      otp: freshCode(site, office.secadmin),
    })
    expect([answer.status, answer.$('h1').text()]).toEqual([409, '提出的人不能自己生效'])
    expect(await dutiesOf(site, handler.actor.id)).toEqual(['handler'])
    expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
      'staff.own-account',
      'proposal.own',
    ])
  })

  it('come into force with a fresh code only, once', async () => {
    const handler = await hire(site, office.own.id, ['handler'], '周正')
    const browser = await come(site, office.sysadmin)
    const person = await browser.open(`/staff/admin/users/${handler.actor.id}`)
    await browser.submit(person, { duties: ['handler', 'intake'] }, { form: '#propose' })

    const second = await come(site, office.secadmin)
    const list = await second.click(second.home, '待生效的变更')
    const change = await second.click(list, '周正的职责')
    const wrong = await second.submit(change, { decision: 'in-force', otp: '000000' })
    expect([wrong.status, await dutiesOf(site, handler.actor.id)]).toEqual([422, ['handler']])

    const free = createClient({ url: site.staffUrl })
    for (const [name, value] of second.cookies) free.cookies.set(name, value)
    const typed = { decision: 'in-force', otp: freshCode(site, office.secadmin) }
    const answers = [await free.submit(change, typed), await free.submit(change, typed)]
    expect(answers.map(({ path }) => path)).toEqual([
      '/staff/admin/changes',
      '/staff/admin/changes',
    ])
    expect(await dutiesOf(site, handler.actor.id)).toEqual(['handler', 'intake'])
    expect(await deedsOf(site, 'duties.changed')).toHaveLength(1)
  })

  it('that are refused change nothing', async () => {
    const handler = await hire(site, office.own.id, ['handler'], '周正')
    const browser = await come(site, office.sysadmin)
    const person = await browser.open(`/staff/admin/users/${handler.actor.id}`)
    await browser.submit(person, { duties: ['intake'] }, { form: '#propose' })
    await decide(office.secadmin, '周正的职责', 'refused')

    expect(await dutiesOf(site, handler.actor.id)).toEqual(['handler'])
    expect(await deedsOf(site, 'duties.refused')).toHaveLength(1)
  })

  it('that go take the desk’s key with them, and the desk gets a new one', async () => {
    const first = await hire(site, office.own.id, ['intake'], '林雨晴')
    const later = await hire(site, office.own.id, ['intake'], '高立群')
    const { desks, db } = site.house
    await db.inTransaction(tx => desks.confirm(tx, first.actor, first.keys, later.actor.id))
    const browser = await come(site, office.sysadmin)
    const person = await browser.open(`/staff/admin/users/${later.actor.id}`)
    await browser.submit(person, { duties: ['publicity'] }, { form: '#propose' })
    await decide(office.secadmin, '高立群的职责', 'in-force')

    const seals = site.tables('desk_seals')
    expect(await seals.where({ staff_id: later.actor.id })).toEqual([])
    expect(await site.tables('desk_seals').where({ version: 2 }).pluck('staff_id')).toEqual([
      first.actor.id,
    ])
  })
})
