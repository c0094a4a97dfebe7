import { randomUUID } from 'node:crypto'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import type { Answer } from '../support/client'
import { jpegWithGps } from '../support/fixtures'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let above: OrganisationId
let clerk: Officer
let first: Officer
let second: Officer
let foreign: Officer
let intake: SignedIn
let handler: SignedIn
let stranger: SignedIn
let idle: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  above = bodies.above.id
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  foreign = await hire(site, above, ['intake'], '陈雨桐')
  intake = await signIn(site, clerk)
  handler = await signIn(site, first)
  stranger = await signIn(site, foreign)
  idle = await signIn(site, await hire(site, own, ['handler'], '没有这一件的'))
})
afterAll(() => site.stop())

const textsOf = ({ $ }: Answer, css: string): string[] =>
  $(css)
    .map((_, found) => $(found).text().replace(/\s+/g, ' ').trim())
    .get()

const deedsOf = async (caseId: string): Promise<string[]> =>
  (
    await site
      .tables('audit_entries')
      .where({ case_id: caseId, actor_id: clerk.actor.id })
      .orderBy('seq')
      .select<{ deed: string }[]>('deed')
  ).map(({ deed }) => deed)

describe('the page of a case', () => {
  it('says what it is about, shows the original, and what has to be done now', async () => {
    const { path } = await storeCase(site, own, {
      title: { target: '市肾病透析中心', identity: 'anon-claim', strict: true },
      content: {
        text: '记录有 4 次。\n机器计数只有 3 次。',
        relationPlain: '现员工',
        hide: '只有我管那台机器',
        amount: '600000',
      },
    })

    const page = await intake.open(path)

    expect(page.status).toBe(200)
    expect(textsOf(page, 'h1')).toEqual(['市肾病透析中心 从严保密'])
    expect(textsOf(page, '.st-id__meta span')).toEqual([
      '医保举〔2026〕00001',
      expect.stringContaining('住院'),
      '网上，匿名、查实后领奖励',
      '11-23 收到',
      '待受理',
      '未分派',
    ])
    expect(textsOf(page, '.st-id__due')).toEqual([
      expect.stringMatching(/^还有 15 个工作日.*12-14 前核查并决定是否立案/),
    ])
    expect(textsOf(page, '.st-quote p')).toEqual(['记录有 4 次。', '机器计数只有 3 次。'])
    // What tells who wrote it is masked; the answer about the relation too.
    expect(page.text).not.toMatch(/只有我管那台机器|现员工/)
    expect(textsOf(page, '.st-said--warn p')).toEqual(['不能让对方知道的内容', '【已遮挡】'])
    expect(textsOf(page, '.st-next h2')).toEqual(['现在要做：决定是否受理'])
    expect(textsOf(page, '.st-next button, .st-next a')).toEqual([
      ...['受理', '不予受理', '移交其他医保部门', '请别的单位协助调查'],
      ...['移送其他部门', '告知去别处反映', '并入另一件', '提请中止'],
    ])
  })

  it('offers who may not decide only what somebody else agrees to', async () => {
    const { caseId, path } = await storeCase(site, own)
    await giveCase(site, clerk, caseId, [first, second])

    const page = await handler.open(path)

    // To be asked for, and agreed to by somebody else.
    expect(textsOf(page, '.st-next button, .st-next a')).toEqual([
      ...['提请立案', '提请不予立案', '提请中止'],
    ])
    expect(textsOf(page, '.st-next h2')).toEqual(['现在要做：核查线索'])
    expect(textsOf(page, '[aria-labelledby=side-who] li')).toEqual([
      expect.stringContaining('周启明 承办'),
      expect.stringContaining('李敏 承办'),
    ])
  })

  it('prints everything as text', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(2)>'
    const { path } = await storeCase(site, own, {
      title: { target: evil, gist: evil },
      content: { text: evil, when: evil, hide: '<b>甲</b>', relationPlain: evil, department: evil },
    })

    const page = await intake.open(path)

    expect(page.$('main script, main img')).toHaveLength(0)
    expect(textsOf(page, 'h1, .st-quote p')).toEqual([evil, evil])
  })

  it('records that it was opened, at which tab, and that the original was read', async () => {
    const { caseId, path } = await storeCase(site, own)

    await intake.open(path)
    await intake.open(`${path}?tab=messages`)

    expect(await deedsOf(caseId)).toEqual(['case.opened', 'original.viewed', 'case.opened'])
  })

  it.each([
    ['tab=nonsense', '这一件里没有这一栏'],
    ['tab=history&before=nonsense', '这一页的位置读不出来'],
  ])('asked for ?%s says so and shows what there is', async (query, words) => {
    const { path } = await storeCase(site, own)

    const page = await intake.open(`${path}?${query}`)

    expect(page.status).toBe(400)
    expect(page.$('[role=alert]').text()).toContain(words)
  })

  it.each([
    'https://evil.example/staff/queue',
    '//evil.example/staff/queue',
    '/staff/queue/../../logout',
    'javascript:alert(1)',
    '/staff/queue?x="><script>',
  ])('leads back to the list only, never to %s', async back => {
    const { path } = await storeCase(site, own)

    const page = await intake.open(`${path}?back=${encodeURIComponent(back)}`)

    expect(page.$('.st-crumb a').attr('href')).toBe('/staff/queue')
  })
})

describe('who may open it', () => {
  const tabs = [
    '',
    '?tab=evidence',
    '?tab=messages',
    '?tab=deadlines',
    '?tab=history',
    '/brief/edit',
  ]

  it.each(tabs)('a colleague without it and another body read «not found» at %s', async tab => {
    const { caseId, path } = await storeCase(site, own, { title: { target: '秘密医院' } })
    await giveCase(site, clerk, caseId, [first, second])

    for (const visitor of [idle, stranger]) {
      const page = await visitor.open(`${path}${tab}`)
      expect(page.status).toBe(404)
      expect(page.text).toContain('找不到这一件')
      expect(page.$('body').text()).not.toMatch(/秘密医院|周启明|李敏|王芳|00\d{3}/)
    }
    const denied = await site
      .tables('audit_entries')
      .where({ case_id: caseId, deed: 'case.denied' })
    expect(denied).toHaveLength(2)
  })

  it('not assigned yet, no handler knows of it', async () => {
    const { path } = await storeCase(site, own)

    expect((await handler.open(path)).status).toBe(404)
  })

  it('nobody writes where he may not read', async () => {
    const { caseId, path } = await storeCase(site, own)
    for (const visitor of [idle, stranger]) {
      const token = visitor.home.$('[name=_csrf]').first().attr('value') ?? ''
      const message = { _csrf: token, once: randomUUID(), body: '你好' }
      const brief = { _csrf: token, seen: 'none', target: '甲', how: '乙' }
      expect((await visitor.send(`${path}/messages`, message)).status).toBe(404)
      expect((await visitor.send(`${path}/brief`, brief)).status).toBe(404)
    }
    expect(await site.tables('messages').where({ case_id: caseId })).toEqual([])
  })

  it.each([
    '/staff/cases/nonsense',
    '/staff/cases/7d1f7a52-0a4e-4a8e-8d42-0d9a8a3f1b11',
    '/staff/cases/00000000-0000-0000-0000-000000000000',
    "/staff/cases/'%20OR%201=1",
  ])('%s does not exist, and nothing is recorded of it', async path => {
    const before = await site.tables('audit_entries').where({ deed: 'case.denied' })

    expect((await intake.open(path)).status).toBe(404)
    expect(await site.tables('audit_entries').where({ deed: 'case.denied' })).toHaveLength(
      before.length,
    )
  })

  it('a colleague whose key is not confirmed is told whom to ask', async () => {
    const { path } = await storeCase(site, own)
    const fresh = await hire(site, own, ['principal'], '新负责人')

    const page = await (await signIn(site, fresh)).open(path)

    expect(page.status).toBe(403)
    expect(page.text).toContain('您的钥匙还没有确认')
  })
})

describe('the tabs', () => {
  it('evidence lists what came with a real report', async () => {
    const content = await jpegWithGps()
    const sent = await sendReport(reporterBrowser(site), {
      files: [{ name: '三楼病房.jpg', content, type: 'image/jpeg' }],
    })
    const list = await intake.open('/staff/queue?sort=-number')
    expect(list.$('td.c-no').first().text()).toContain(sent.label.slice(-5))

    const page = await intake.click(list, '示范仁和医院')
    const evidence = await intake.click(page, '证据')

    expect(textsOf(evidence, '.st-evi tbody td:first-child')).toEqual(['三楼病房.jpg'])
    expect((await intake.click(evidence, '三楼病房.jpg')).status).toBe(200)
  })

  it('deadlines explain the day, day by day, by which text, and how sure that text is', async () => {
    const { path } = await storeCase(site, own)

    const page = await intake.open(`${path}?tab=deadlines`)

    expect(page.text).toContain('国家医保局令第4号第14条')
    expect(page.text).toContain('还没有对照原文')
    expect(textsOf(page, '.st-kv dd')).toEqual(
      expect.arrayContaining(['2026 年 11 月 23 日', '2026 年 12 月 14 日']),
    )
    const days = textsOf(await intake.click(page, '逐日看怎么算的'), '[data-test=days] tbody tr')
    expect(days[0]).toMatch(/^2026-11-23 ?周一 ?不算 ?起算的当天，不算$/)
    expect(days.at(-1)).toMatch(/^2026-12-14 ?周一 ?第 15 日 ?工作日$/)
    expect(days).toHaveLength(22)
  })

  it('history tells in words who did what, newest first; of a reporter the day alone', async () => {
    const { caseId, path } = await storeCase(site, own)
    await giveCase(site, clerk, caseId, [first, second])
    await reporterWrites(site, clerk, caseId, '补充')

    const page = await intake.open(`${path}?tab=history`)

    const lines = textsOf(page, '.st-log li')
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^11-23 10:00 ?分派承办人 ?王芳$/),
        expect.stringMatching(/^11-23 ?提交举报 ?举报人$/),
        expect.stringMatching(/^11-23 ?发出留言 ?举报人$/),
      ]),
    )
  })

  it('history is paged, each deed once', async () => {
    const { caseId, path } = await storeCase(site, own)
    const { audit, db } = site.house
    const done = { deed: 'evidence.viewed', caseId } as const
    for (let at = 0; at < 120; at += 1)
      await db.inTransaction(tx => audit.record(tx, clerk.actor, own, done))

    let page = await intake.open(`${path}?tab=history`)
    let seen = textsOf(page, '.st-log li').filter(line => line.includes('看了证据')).length
    while (page.$('a[rel=next]').length > 0) {
      page = await intake.click(page, '更早的记录')
      seen += textsOf(page, '.st-log li').filter(line => line.includes('看了证据')).length
    }

    expect(seen).toBe(120)
    expect(textsOf(page, '.st-log li').join()).toContain('提交举报')
  })
})
