import type { CaseId } from '../../src/vocabulary/ids'
import { createClient } from '../support/client'
import { comeBack } from '../support/following'
import {
  openMaskedScene,
  type MaskedScene,
  leaks,
  canaryWords,
  unmaskReason,
} from '../support/masked-case'
import { codeOf, hire, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import type { Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

let scene: MaskedScene
let site: Site
let intake: SignedIn
let handler: SignedIn
let partner: SignedIn
let idle: SignedIn
let stranger: SignedIn
let clerk: Officer
let first: Officer
let second: Officer
let give: MaskedScene['give']
let unmask: MaskedScene['unmask']
let deedsOf: MaskedScene['deedsOf']

beforeAll(async () => {
  scene = await openMaskedScene()
  ;({
    site,
    intake,
    handler,
    partner,
    idle,
    stranger,
    clerk,
    first,
    second,
    give,
    unmask,
    deedsOf,
  } = scene)
})
afterAll(() => site.stop())
// Codes work once: every test has a later minute.
beforeEach(() => {
  site.clock.pass(1)
})

describe('the original without its masks', () => {
  it('asks for ground, unmaskReason and code, and draws again what was typed', async () => {
    const { caseId, path } = await give()
    const page = await handler.open(`${path}/original`)
    const empty = await handler.submit(page, {})
    expect(empty.status).toBe(422)
    for (const sentence of ['请选为什么要看', '理由至少写 20 字，现在 0 字', '请填写验证码'])
      expect(empty.$('[role=alert]').text()).toContain(sentence)

    const wrong = await handler.submit(empty, {
      ground: 'check',
      reason: unmaskReason,
      otp: '000000',
    })
    expect(wrong.status).toBe(422)
    expect(wrong.$('#reason').val()).toBe(unmaskReason)
    expect(wrong.$('[name=ground][checked]').val()).toBe('check')
    expect(leaks(wrong)).toEqual([])

    const { path: door } = page
    const sent = {
      _csrf: String(page.$('[name=_csrf]').val()),
      ground: 'nonsense',
      unmaskReason,
      otp: '1',
    }
    expect((await handler.send(door, sent)).status).toBe(422)
    expect(await site.tables('unmaskings').where({ case_id: caseId })).toEqual([])
    expect(await deedsOf(caseId, 'original.unmasked')).toEqual([])
  })

  it('shows all of it for ten minutes, watermarked, not kept, and records it once', async () => {
    const { caseId, path } = await give()
    const page = await unmask(handler, first, path)

    expect(page.path).toBe(`${path}/original`)
    expect(leaks(page)).toEqual(canaryWords)
    expect(page.text).toContain('我在那里工作')
    const now = site.clock.now()
    const clock = `${String(now.getUTCHours() + 8).padStart(2, '0')}:${String(now.getUTCMinutes()).padStart(2, '0')}`
    expect(page.$('.st-unmasked__mark span').attr('data-mark')).toContain(`周启明`)
    expect(page.$('.st-unmasked__mark span').attr('data-mark')).toContain(clock)
    expect(page.headers['cache-control']).toBe('no-store')
    expect(page.headers['refresh']).toBe('601')

    site.clock.pass(9)
    expect(leaks(await handler.open(`${path}/original`))).toEqual(canaryWords)
    const rows = await deedsOf(caseId, 'original.unmasked')
    expect(rows).toEqual([expect.objectContaining({ actor_id: first.actor.id, ground: 'brief' })])

    site.clock.pass(1)
    const over = await handler.open(`${path}/original`)
    expect(leaks(over)).toEqual([])
    expect(over.$('[name=otp]')).toHaveLength(1)
    expect(over.$('[data-test=past]').text()).toMatch(
      new RegExp(`周启明.*核对核查要点.*${unmaskReason}`),
    )
    expect(over.headers['refresh']).toBeUndefined()
  })

  it('other pages of the case stay masked while it is open', async () => {
    const { path } = await give()
    await unmask(handler, first, path)
    for (const at of ['', '?tab=messages', '/sheet', '/brief/edit', '?tab=history'])
      expect(leaks(await handler.open(path + at))).toEqual([])
  })

  it("is nobody else's: not the other handler's, not another session's of the same person", async () => {
    const { path } = await give()
    await unmask(handler, first, path)
    expect(leaks(await partner.open(`${path}/original`))).toEqual([])
    expect(leaks(await intake.open(`${path}/original`))).toEqual([])

    site.clock.pass(1)
    const elsewhere = await signIn(site, first)
    expect(leaks(await elsewhere.open(`${path}/original`))).toEqual([])
    expect(leaks(await handler.open(`${path}/original`))).toEqual(canaryWords)
  })

  it('a second window and a form sent twice change nothing, and nothing is recorded twice', async () => {
    const { caseId, path } = await give()
    const window = createClient({ url: site.staffUrl })
    for (const [name, value] of handler.cookies) window.cookies.set(name, value)
    const page = await window.open(`${path}/original`)
    const form = { ground: 'brief', reason: unmaskReason, otp: codeOf(site, first) }
    const answers = await Promise.all([1, 2, 3].map(() => window.submit(page, form)))

    for (const answer of answers) expect(leaks(answer)).toEqual(canaryWords)
    expect(await deedsOf(caseId, 'original.unmasked')).toHaveLength(1)
    expect(await site.tables('unmaskings').where({ case_id: caseId })).toHaveLength(1)
  })

  it('a reason that repeats what is masked is shown masked', async () => {
    const { path } = await give()
    const reason = `听说是欧阳春晓写的，要和原文对照一遍才知道是不是`
    const opened = await unmask(handler, first, path, { reason })
    await handler.submit(opened, {}, { button: '现在就收起' })
    const page = await partner.open(`${path}/original`)
    expect(page.$('[data-test=past]').text()).toContain('听说是【已遮挡】写的')
    expect(leaks(page)).toEqual([])
  })

  it('ends when the person says so', async () => {
    const { caseId, path } = await give()
    const page = await unmask(handler, first, path)
    const after = await handler.submit(page, {}, { button: '现在就收起' })

    expect(after.path).toBe(path)
    expect(leaks(await handler.open(`${path}/original`))).toEqual([])
    expect(await deedsOf(caseId, 'original.closed')).toHaveLength(1)
  })

  it('who may not know of the case reads 404, and that is recorded', async () => {
    const { caseId, path } = await give()
    const token = (who: SignedIn) => String(who.home.$('[name=_csrf]').first().val())
    for (const at of ['/original', '/masking']) {
      const before = (await deedsOf(caseId, 'case.denied')).length
      expect((await stranger.open(path + at)).status).toBe(404)
      const sent = {
        _csrf: token(stranger),
        ground: 'brief',
        reason: unmaskReason,
        otp: '123456',
        words: '甲乙',
      }
      expect((await stranger.send(path + at, sent)).status).toBe(404)
      expect(await deedsOf(caseId, 'case.denied')).toHaveLength(before + 2)
    }
    expect((await idle.open(`${path}/original`)).status).toBe(404)
    expect((await handler.open(`${path}/masking`)).status).toBe(403)
  })

  it('is told to the reporter by the day, and to colleagues in the history', async () => {
    const { code } = await sendReport(reporterBrowser(site), {
      subject: { choice: 'typed', name: '告知医院', about_body: 'no' },
    })
    const list = await intake.open('/staff/queue?sort=-number')
    const path = (await intake.click(list, '告知医院')).path.split('?')[0] ?? ''
    expect((await comeBack(reporterBrowser(site), code)).text).not.toContain('没有遮挡')
    await unmask(intake, clerk, path)

    const told = (await comeBack(reporterBrowser(site), code)).$('body').text()
    expect(told).toMatch(/11 月 23 日，\S*打开了没有遮挡的原文/)
    expect(told).not.toContain('王芳')
    const history = (await intake.open(`${path}?tab=history`)).$('.st-log').text()
    expect(history).toMatch(/打开没有遮挡的原文[\s\S]{0,80}核对核查要点和原文是否一致/)
  })

  it('the first page says what is open, and until when', async () => {
    const { path } = await give()
    await unmask(handler, first, path)
    const home = await handler.open('/staff')
    expect(home.$('.st-tiles').text()).toMatch(/没有遮挡的原文开着\s*\d\d:\d\d 自动收起/)
    site.clock.pass(10)
    expect((await handler.open('/staff')).$('.st-tiles').text()).not.toContain('没有遮挡')
  })
  const hireFor = async (caseId: CaseId): Promise<Officer> => {
    const officer = await hire(site, scene.own, ['handler'], '临时承办')
    const { house } = site
    await house.db.inTransaction(async tx => {
      const key = await house.cases.keyOf(tx, await house.desks.holdersOf(tx, clerk.keys), caseId)
      const handlers = [officer, second].map(({ actor, keys }) => ({
        staffId: actor.id,
        publicKey: keys.publicKey,
      }))
      const [one, two] = handlers
      if (one === undefined || two === undefined) throw new Error('two')
      const step = { action: 'assign', handlers: [one, two], key } as const
      await house.cases.act(tx, clerk.actor, caseId, step)
    })
    return officer
  }

  // Last: the sessions of the others end with it.
  it('a session that has ended sees nothing and opens nothing', async () => {
    const { caseId, path } = await give()
    const visitor = await signIn(site, await hireFor(caseId))
    const page = await visitor.open(`${path}/original`)
    site.clock.pass(31)
    const late = await visitor.submit(page, {
      ground: 'brief',
      reason: unmaskReason,
      otp: '123456',
    })
    expect(leaks(late)).toEqual([])
    expect((await visitor.open(`${path}/original`)).path).toMatch(/^\/staff\/login/)
    expect(await site.tables('unmaskings').where({ case_id: caseId })).toEqual([])
  })
})
