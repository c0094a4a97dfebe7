import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, standsIn, storeCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { comeBack, errorsOf } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let first: Officer
let second: Officer
let intake: SignedIn
let handler: SignedIn
let partner: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  await hire(site, bodies.above.id, ['supervision'])
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  intake = await signIn(site, clerk)
  handler = await signIn(site, first)
  partner = await signIn(site, second)
})
afterAll(() => site.stop())

const textsOf = ({ $ }: Answer, css: string): string[] =>
  $(css)
    .map((_, found) => $(found).text().replace(/\s+/g, ' ').trim())
    .get()

/** Past the watch on records: sent twice there is nothing to record. */
const again = (visitor: SignedIn): Client => {
  const client = createClient({ url: site.staffUrl })
  for (const [name, value] of visitor.cookies) client.cookies.set(name, value)
  return client
}

const assignedCase = async () => {
  const stored = await storeCase(site, own)
  await giveCase(site, clerk, stored.caseId, [first, second])
  return stored
}

describe('messages', () => {
  it('go to the reporter under a number, and colleagues read the name', async () => {
    const { code } = await sendReport(reporterBrowser(site))
    const list = await intake.open('/staff/queue?sort=-number')
    const page = await intake.click(list, '示范仁和医院')

    const thread = await intake.click(page, '留言')
    const sent = await intake.submit(thread, { body: '请问是哪几个月？' })

    expect(sent.$('[role=status]').text()).toContain('留言已经发出')
    expect(textsOf(sent, '.st-msg__by')).toEqual([
      expect.stringMatching(/^王芳（举报人看到的是“承办人 1 号”） ?11-23 10:00 ?举报人还没有看$/),
    ])
    const follow = await comeBack(reporterBrowser(site), code)
    expect(follow.text).toContain('请问是哪几个月？')
    expect(follow.text).toContain('承办人 1 号')
    expect(follow.text).not.toContain('王芳')
    expect(textsOf(await intake.open(sent.path), '.st-msg__by')[0]).toContain('举报人 11-23 看过')
  })

  it('of the reporter are marked new until somebody has looked, with a day and no hour', async () => {
    const { caseId, path } = await assignedCase()
    await reporterWrites(site, clerk, caseId, '第一行\n<b>第二行</b>')
    expect((await intake.open(path)).$('.st-count--hot').text()).toBe('1')

    const page = await handler.open(`${path}?tab=messages`)

    expect(textsOf(page, '.st-msg--new .st-msg__by')).toEqual([
      expect.stringMatching(/^举报人 ?11-23 ?新留言$/),
    ])
    expect(page.$('.st-msg__text').text()).toBe('第一行\n<b>第二行</b>')
    expect(page.$('main b:contains("第二行")')).toHaveLength(0)
    expect((await intake.open(path)).$('.st-count--hot')).toHaveLength(0)
  })

  it('sent twice are one message', async () => {
    const { caseId, path } = await assignedCase()
    const thread = await handler.open(`${path}?tab=messages`)
    await handler.submit(thread, { body: '在吗' })

    const twice = await again(handler).submit(thread, { body: '在吗' })

    expect(twice.steps[0]?.status).toBe(303)
    expect(await site.tables('messages').where({ case_id: caseId })).toHaveLength(1)
  })

  it.each([
    ['  \n ', '请写留言，写好再发送'],
    ['长'.repeat(2001), '最多 2,000 字，现在多了 1 字'],
  ])('that are empty or too long come back with what was typed', async (body, sentence) => {
    const { caseId, path } = await assignedCase()

    const page = await handler.submit(await handler.open(`${path}?tab=messages`), { body })

    expect(page.status).toBe(422)
    expect(page.$('title').text()).toMatch(/^出错了：/)
    expect(errorsOf(page)).toEqual([sentence])
    expect(page.$('#body').text().trim()).toBe(body.trim())
    expect(await site.tables('messages').where({ case_id: caseId })).toEqual([])
  })

  it('are not in the database, nor in the log', async () => {
    const { path } = await assignedCase()
    await handler.submit(await handler.open(`${path}?tab=messages`), { body: 'CANARY-7731 白天去' })

    const rows = await site.tables('messages').select<object[]>()
    expect(standsIn(rows, 'CANARY-7731')).toBe(false)
    expect(site.logLines.join()).not.toContain('CANARY-7731')
  })
})

describe('a matter that several have reported', () => {
  const merged = async () => {
    const lead = await sendReport(reporterBrowser(site))
    const follower = await sendReport(reporterBrowser(site))
    const [second_, first_] = (await site
      .tables('cases')
      .orderBy('arrival', 'desc')
      .limit(2)
      .pluck('id')) as CaseId[]
    if (first_ === undefined || second_ === undefined) throw new Error('two cases')
    await giveCase(site, clerk, first_, [first, second])
    const { db, proceedings } = site.house
    const who = { actor: clerk.actor, keys: clerk.keys, caseId: second_ }
    const wish = {
      action: 'merge',
      other: first_,
      reason: '同一家医院同一件事，并在一起办。',
    } as const
    await db.inTransaction(tx => proceedings.take(tx, who, wish))
    return { lead: { ...lead, caseId: first_ }, follower: { ...follower, caseId: second_ } }
  }

  it('is read and answered in the leading case, each reporter apart', async () => {
    const { lead, follower } = await merged()
    const theirs = await comeBack(reporterBrowser(site), follower.code)
    expect(theirs.text).toContain('正在核查线索')
    expect(theirs.text).toContain('并在一起办')
    await reporterWrites(site, clerk, lead.caseId, '只有第一位知道的事')
    await reporterWrites(site, clerk, follower.caseId, '第二位补充的事')

    const path = `/staff/cases/${lead.caseId}`
    const list = await handler.open('/staff/queue?view=new-messages')
    expect(list.$(`a[href*="${lead.caseId}"]`).length).toBeGreaterThan(0)
    expect((await handler.open(path)).$('.st-count--hot').text()).toBe('2')
    const page = await handler.open(`${path}?tab=messages`)
    expect(textsOf(page, 'main h2').filter(text => text.includes('位举报人'))).toHaveLength(2)
    expect(page.text).toContain('第二位补充的事')
    expect((await handler.open(path)).$('.st-count--hot')).toHaveLength(0)

    const unsaid = await handler.submit(page, { body: '谢谢，收到了。' })
    expect([unsaid.status, errorsOf(unsaid)]).toEqual([422, ['请选发给谁']])
    expect(unsaid.$('#body').text().trim()).toBe('谢谢，收到了。')
    await handler.submit(unsaid, { body: '只问第二位', to: follower.caseId })
    await handler.submit(await handler.open(`${path}?tab=messages`), {
      body: '两位都说',
      to: 'all',
    })

    const [one, two] = [
      await comeBack(reporterBrowser(site), lead.code),
      await comeBack(reporterBrowser(site), follower.code),
    ]
    expect(one.text).toContain('两位都说')
    expect(one.text).not.toContain('只问第二位')
    expect(one.text).not.toContain('第二位补充的事')
    expect(two.text).toContain('只问第二位')
    expect(two.text).toContain('两位都说')
    expect(two.text).not.toContain('只有第一位知道的事')
  })

  it('is written to nobody outside of it', async () => {
    const { lead } = await merged()
    const { caseId: other } = await storeCase(site, own)
    const page = await handler.open(`/staff/cases/${lead.caseId}?tab=messages`)
    const forged = await handler.send(`/staff/cases/${lead.caseId}/messages`, {
      ...{ _csrf: page.$('input[name=_csrf]').val() as string, body: '给别的件', to: other },
      once: '5a1c2f6e-3b1d-4c53-9d0b-0c8d6a3b7e11',
    })
    expect(forged.status).toBe(404)
    expect(await site.tables('messages').where({ case_id: other })).toEqual([])
  })

  it('goes on telling the reporter what happens there', async () => {
    const { lead, follower } = await merged()
    const { db, proceedings } = site.house
    const hand = {
      ground: 'other-department',
      receiver: 'police',
      reason: '查下来归公安管，移送。',
    }
    const who = { actor: clerk.actor, keys: clerk.keys, caseId: lead.caseId }
    await db.inTransaction(tx => proceedings.take(tx, who, { action: 'hand-over', ...hand }))
    const browser = reporterBrowser(site)
    const page = await comeBack(browser, follower.code)
    expect(page.$('.jb-status__now').text()).toBe('已经移送给主管的部门')
    expect(textsOf(page, '.jb-log li')[0]).toContain('移送给主管的部门')
    const objecting = await browser.open('/follow/objection')
    expect(objecting.text).toContain('移送其他部门')
  })
})

describe('the brief', () => {
  const text = {
    target: '市肾病透析中心',
    when: '6 月起',
    how: '每周多记一次',
    amount: '60 万元',
    where: '机器计数',
  }
  const edit = (path: string) => `${path}/brief/edit`
  const shown = async (path: string) => textsOf(await intake.open(path), '.st-kv').at(0)

  it('begins with what the report tells and says that nobody has checked it', async () => {
    const { path } = await assignedCase()

    const page = await handler.open(path)

    expect(textsOf(page, '.st-kv').at(0)).toContain('被举报对象仁和医院')
    expect(page.text).toContain('还没有人核对')
  })

  it('is written by intake and handlers, sealed, recorded', async () => {
    const { caseId, path } = await assignedCase()

    const page = await handler.submit(await handler.open(edit(path)), text)

    expect(page.$('[role=status]').text()).toContain('核查要点已经保存')
    expect(await shown(path)).toContain('哪里能查到机器计数')
    const rows = await site.tables('cases').where({ id: caseId }).select<object[]>()
    expect(standsIn(rows, '机器计数')).toBe(false)
    const deeds = await site.tables('audit_entries').where({ case_id: caseId, deed: 'brief.saved' })
    expect(deeds).toHaveLength(1)
  })

  it('two officers at once: the later one sees both versions and may then decide', async () => {
    const { path } = await assignedCase()
    const mine = await handler.open(edit(path))
    const theirs = await partner.open(edit(path))
    await partner.submit(theirs, { ...text, how: '李敏写的' })

    const late = await handler.submit(mine, { ...text, how: '周启明写的' })

    expect(late.status).toBe(409)
    expect(late.text).toContain('李敏在 11-23 10:00 改过核查要点。您的改动还没有保存。')
    expect(late.$('#how').text()).toContain('周启明写的')
    expect(late.text).toContain('同事保存的：李敏写的')
    expect(await shown(path)).toContain('李敏写的')
    await handler.submit(late, {})
    expect(await shown(path)).toContain('周启明写的')
  })

  it('saved twice is saved once', async () => {
    const { caseId, path } = await assignedCase()
    const form = await handler.open(edit(path))
    await handler.submit(form, text)

    const twice = await again(handler).submit(form, text)

    expect(twice.steps[0]?.status).toBe(303)
    const deeds = await site.tables('audit_entries').where({ case_id: caseId, deed: 'brief.saved' })
    expect(deeds).toHaveLength(1)
  })

  it('without its two main lines comes back with the rest', async () => {
    const { path } = await assignedCase()

    const page = await handler.submit(await handler.open(edit(path)), {
      ...text,
      target: '',
      how: ' ',
    })

    expect(page.status).toBe(422)
    expect(errorsOf(page)).toEqual([
      '请写被举报的对象，还不清楚就写“不清楚”',
      '请写是怎么做的，一两句话也行',
    ])
    expect(page.$('#where').text()).toContain('机器计数')
  })
})
