import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import type { Answer } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, staffBrowser, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let above: OrganisationId
let clerk: Officer
let first: Officer
let second: Officer
let outsider: Officer
let intake: SignedIn

/** A Monday; the fifteenth working day after it is Monday 14 December. */
const monday = '2026-11-23T02:00:00Z'

beforeAll(async () => {
  site = await openSite({ now: monday })
  const bodies = await moveIn(site)
  own = bodies.own.id
  above = bodies.above.id
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  outsider = await hire(site, above, ['intake'], '陈雨桐')
  intake = await signIn(site, clerk)
})
afterAll(() => site.stop())
afterEach(async () => {
  await site.tables.raw(
    'TRUNCATE cases, reports, case_seals, case_officers, case_decisions, case_numbers, messages, deadlines CASCADE',
  )
})

const texts = ({ $ }: Answer, css: string): string[] =>
  $(css)
    .map((_, found) => $(found).text().replace(/\s+/g, ' ').trim())
    .get()

const rowsOf = (page: Answer): string[] => texts(page, '[data-test=row]')
const targetsOf = (page: Answer): string[] => texts(page, '.st-case')

const dueOn = (caseId: CaseId, day: string) =>
  site.tables('cases').where({ id: caseId }).update({ next_due_on: day })

describe('a row', () => {
  it('says in words how long is left, who, what, from where and how far', async () => {
    const { caseId } = await storeCase(site, own, {
      title: {
        target: '市肾病透析中心',
        gist: '机器计数只有 3 次',
        identity: 'anon-claim',
        strict: true,
      },
      behaviours: ['A2', 'A1'],
    })
    await reporterWrites(site, clerk, caseId, '还有一张照片')
    await giveCase(site, clerk, caseId, [first, second])

    const page = await intake.open('/staff/queue')

    expect(page.status).toBe(200)
    expect(rowsOf(page)).toEqual([
      expect.stringMatching(
        /^剩 15 日 ?12-14 到期 〔2026〕00001 11-23 收到 市肾病透析中心 ?新留言 1 ?从严保密 ?机器计数只有 3 次 .+ ?等 2 项 网上 ?匿名·领奖 核查线索 周启明、李敏$/,
      ),
    ])
    expect(page.$('[data-test=row] [role=img]').attr('aria-label')).toBe('绿灯')
  })

  it.each([
    ['2026-11-20', '超 1 日', '红灯'],
    ['2026-11-23', '今天', '黄灯'],
    ['2026-11-26', '剩 3 日', '黄灯'],
    ['2026-11-27', '剩 4 日', '绿灯'],
  ])('that is due on %s says %s', async (day, words, lamp) => {
    const { caseId } = await storeCase(site, own)
    await dueOn(caseId, day)

    const page = await intake.open('/staff/queue')

    expect(page.$('.st-due').text().trim()).toBe(words)
    expect(page.$('.st-due [role=img]').attr('aria-label')).toBe(lamp)
  })

  it('prints a title as text, whatever is in it', async () => {
    const target = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>'
    await storeCase(site, own, { title: { target, gist: '</table><h1>x' } })

    const page = await intake.open('/staff/queue')

    expect(targetsOf(page)).toEqual([target])
    expect(page.$('main script, main img, main h1:contains("x")')).toHaveLength(0)
  })

  it('leads to the case and remembers the list it was in', async () => {
    await storeCase(site, own)
    const page = await intake.open('/staff/queue?state=received&sort=-number')

    const opened = await intake.click(page, '仁和医院')
    const back = await intake.click(opened, '返回线索队列')

    expect(back.path).toBe('/staff/queue?state=received&sort=-number')
  })
})

describe('who sees what', () => {
  it('intake sees all of its own body, a handler what was given to him, another body nothing', async () => {
    const given = await storeCase(site, own, { title: { target: '给了的' } })
    await storeCase(site, own, { title: { target: '没给的' } })
    await storeCase(site, above, { title: { target: '上级的' } })
    await giveCase(site, clerk, given.caseId, [first, second])

    const handler = await signIn(site, first)
    const stranger = await signIn(site, outsider)

    expect(targetsOf(await intake.open('/staff/queue')).sort()).toEqual(['没给的', '给了的'])
    expect(targetsOf(await handler.open('/staff/queue'))).toEqual(['给了的'])
    expect(targetsOf(await stranger.open('/staff/queue'))).toEqual(['上级的'])
  })

  it('a handler reaches no more by filters, views or the name of a colleague', async () => {
    await storeCase(site, own, { title: { target: '没给的' } })
    site.clock.pass(1)
    const handler = await signIn(site, second)

    for (const query of [
      'view=unassigned',
      'view=all',
      'state=received',
      `handler=${first.actor.id}`,
    ]) {
      const page = await handler.open(`/staff/queue?${query}`)
      expect(targetsOf(page)).toEqual([])
      expect(page.text).not.toContain('没给的')
    }
  })

  it('a colleague whose key nobody has confirmed reads that, not a title', async () => {
    await storeCase(site, own, { title: { target: '透析中心' } })
    const fresh = await site.house.db.inTransaction(async tx => {
      const { accounts } = site.house
      const password = 'long-enough-password-7781'
      const totpSecret = first.totpSecret
      const person = { organisationId: own, username: 'fresh', displayName: '新来的' }
      const account = { ...person, duties: ['intake'] as const, password, totpSecret }
      const keys = await accounts.addEnrolled(tx, { side: 'system' }, account)
      return { username: 'fresh', password, totpSecret, keys, actor: clerk.actor }
    })

    const page = await (await signIn(site, fresh)).open('/staff/queue')

    expect(targetsOf(page)).toEqual(['还打不开'])
    expect(page.text).not.toContain('透析中心')
  })

  it('an auditor and a system administrator have no queue', async () => {
    const auditor = await hire(site, own, ['auditor'])
    const admin = await hire(site, own, ['system-admin'])

    for (const officer of [auditor, admin]) {
      const page = await (await signIn(site, officer)).open('/staff/queue')
      expect(page.status).toBe(403)
    }
  })

  it('nobody sees anything without signing in', async () => {
    expect((await staffBrowser(site).open('/staff/queue')).path).toBe('/staff/login')
  })
})

describe('filters', () => {
  it('narrow the list, show as chips, and each chip takes itself away', async () => {
    await storeCase(site, own, { title: { target: '甲' }, behaviours: ['A1'] })
    await storeCase(site, own, {
      title: { target: '乙' },
      behaviours: ['B2', 'B1'],
      targetKind: 'pharmacy',
    })
    await storeCase(site, own, {
      title: { target: '丙' },
      behaviours: ['B2'],
      regionCode: '330106',
    })

    const list = await intake.open('/staff/queue')
    const narrowed = await intake.submit(list, { behaviour: 'B2' }, { form: '#filters' })
    const further = await intake.submit(narrowed, { kind: 'pharmacy' }, { form: '#filters' })

    expect(targetsOf(narrowed)).toEqual(['乙', '丙'])
    expect(targetsOf(further)).toEqual(['乙'])
    expect(texts(further, '.st-chip')).toHaveLength(2)
    expect(targetsOf(await intake.click(further, '对象类别：药店'))).toEqual(['乙', '丙'])
    expect(targetsOf(await intake.click(further, '全部清除'))).toEqual(['甲', '乙', '丙'])
  })

  it('a second behaviour is found as well; a district and the city it lies in', async () => {
    await storeCase(site, own, {
      title: { target: '乙' },
      behaviours: ['B2', 'B1'],
      regionCode: '330106',
    })

    for (const query of ['behaviour=B1', 'region=330106', 'region=330100', 'region=330000'])
      expect(targetsOf(await intake.open(`/staff/queue?${query}`))).toEqual(['乙'])
    expect(targetsOf(await intake.open('/staff/queue?region=330102'))).toEqual([])
  })

  it('lists behaviours under the kind of target, each once, and places by their names', async () => {
    const list = await intake.open('/staff/queue')
    const groupsOf = (select: string) =>
      list
        .$(`${select} optgroup`)
        .map((_, group) => list.$(group).attr('label'))
        .get()
    const behaviours = list.$('#f-behaviour option')

    expect(groupsOf('#f-behaviour')).toEqual(
      expect.arrayContaining(['医院、诊所', '药店', '个人', '参保单位']),
    )
    expect(new Set(groupsOf('#f-behaviour')).size).toBe(groupsOf('#f-behaviour').length)
    const codes = behaviours.map((_, option) => list.$(option).attr('value') ?? '').get()
    expect(new Set(codes).size).toBe(codes.length)
    // Every one of the law book, and 全部.
    const listed = await site.tables('law_entries').where({ kind: 'behaviour' })
    expect(codes).toHaveLength(listed.length + 1)
    expect(list.$('optgroup[label="药店"] option[value="B2"]')).toHaveLength(1)

    expect(list.$('optgroup[label="其他"] option[value="X2"]')).toHaveLength(1)

    expect(texts(list, '#f-region > option')).toEqual(['全部', '浙江省', '杭州市'])
    expect(groupsOf('#f-region')).toEqual(['杭州市'])
    expect(texts(list, '#f-region option[value="330106"]')).toEqual(['西湖区'])
    const chosen = await intake.open('/staff/queue?region=330106&behaviour=B2')
    expect(texts(chosen, '.st-chip').join()).toContain('地区：西湖区')
  })

  it('state, handler, light and views count what they show', async () => {
    const late = await storeCase(site, own, { title: { target: '超期的' } })
    const soon = await storeCase(site, own, { title: { target: '快到的' } })
    await storeCase(site, own, { title: { target: '正常的' } })
    await dueOn(late.caseId, '2026-11-20')
    await dueOn(soon.caseId, '2026-11-24')
    await giveCase(site, clerk, soon.caseId, [first, second])
    await reporterWrites(site, clerk, late.caseId, '补充')

    const list = await intake.open('/staff/queue')

    expect(texts(list, '.st-lights li')).toEqual(['超期 1', '快到期 1', '正常 1'])
    expect(texts(list, '#views li')).toEqual([
      '全部在办 3',
      '新到 2',
      '我的在办 0',
      '待分派 2',
      '两个工作日内到期 1',
      '超期 1',
      '等举报人 0',
      '有新留言 1',
      '高风险滞后 0',
    ])
    expect(targetsOf(await intake.open('/staff/queue?light=red'))).toEqual(['超期的'])
    expect(targetsOf(await intake.open('/staff/queue?light=amber'))).toEqual(['快到的'])
    expect(targetsOf(await intake.open('/staff/queue?light=green'))).toEqual(['正常的'])
    expect(targetsOf(await intake.open('/staff/queue?view=new-messages'))).toEqual(['超期的'])
    expect(targetsOf(await intake.open('/staff/queue?state=checking'))).toEqual(['快到的'])
    expect(targetsOf(await intake.open(`/staff/queue?handler=${first.actor.id}`))).toEqual([
      '快到的',
    ])
  })

  it('an empty list says which filter to drop, and clears all with one click', async () => {
    await storeCase(site, own, { behaviours: ['A1'] })

    const page = await intake.open('/staff/queue?behaviour=B2&source=web')

    expect(texts(page, '.st-empty li')).toEqual([
      expect.stringMatching(/^去掉“行为：.+”，有 1 件$/),
    ])
    expect(targetsOf(await intake.click(page, '清除全部筛选'))).toEqual(['仁和医院'])
  })

  it('an address with things nobody knows is answered with 400, in words, and shows the rest', async () => {
    await storeCase(site, own)

    const page = await intake.open(
      '/staff/queue?state=%3Cscript%3E&light=blue&sort=sealed_title&size=9999&after=!!!',
    )

    expect(page.status).toBe(400)
    expect(texts(page, '[role=alert] li')).toHaveLength(5)
    expect(page.text).not.toContain('<script>&')
    expect(targetsOf(page)).toEqual(['仁和医院'])
  })
})
