import type { OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, standsIn, storeCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { errorsOf } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let first: Officer
let second: Officer
let foreign: Officer
let intake: SignedIn
let colleague: SignedIn
let handler: SignedIn
let stranger: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  foreign = await hire(site, bodies.above.id, ['intake', 'handler'], '陈雨桐')
  intake = await signIn(site, clerk)
  handler = await signIn(site, first)
  stranger = await signIn(site, foreign)
  colleague = await signIn(site, await confirmedColleague(bodies.own.id))
})
afterAll(() => site.stop())

/** A principal, to whom the clerk has handed the desk's key. */
const confirmedColleague = async (organisationId: OrganisationId): Promise<Officer> => {
  const principal = await hire(site, organisationId, ['principal'], '赵负责')
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, principal.actor.id))
  return principal
}

const reason = '写到的时间和医院的营业时间对不上，需要先补充情况才能核查。'

const stateOf = async (caseId: string): Promise<string | undefined> =>
  (await site.tables('cases').where({ id: caseId }).first<{ state: string }>('state')).state

const deedsOf = (caseId: string, deed: string) =>
  site.tables('audit_entries').where({ case_id: caseId, deed })

const decisionsOf = (caseId: string) => site.tables('case_decisions').where({ case_id: caseId })

/** Sends again what a page offered, past the watch on records: the second time there is nothing to record. */
const again = (visitor: SignedIn): Client => {
  const client = createClient({ url: site.staffUrl })
  for (const [name, value] of visitor.cookies) client.cookies.set(name, value)
  return client
}

const accepted = async (page: Answer) => intake.submit(page, {}, { button: '受理' })

describe('accepting', () => {
  it('takes one press, is recorded, and says what comes next', async () => {
    const { caseId, path } = await storeCase(site, own)

    const page = await accepted(await intake.open(path))

    expect(page.steps.map(({ status }) => status)).toEqual([303, 200])
    expect(page.$('[role=status]').text()).toContain('已经受理。下一步是分派两位承办人。')
    expect(await stateOf(caseId)).toBe('accepted')
    expect(await deedsOf(caseId, 'case.accepted')).toMatchObject([{ actor_id: clerk.actor.id }])
  })

  it('sent twice is done once', async () => {
    const { caseId, path } = await storeCase(site, own)
    const page = await intake.open(path)
    await accepted(page)

    const twice = await again(intake).submit(page, {}, { button: '受理' })

    expect(twice.steps[0]?.status).toBe(303)
    expect(await decisionsOf(caseId)).toHaveLength(1)
    expect(await deedsOf(caseId, 'case.accepted')).toHaveLength(1)
  })

  it('two officers at once: one decides, the other reads who was faster', async () => {
    const { caseId, path } = await storeCase(site, own)
    const mine = await intake.open(path)
    const theirs = await colleague.open(path)

    const answers = await Promise.all([
      again(intake).submit(mine, {}, { button: '受理' }),
      again(colleague).submit(theirs, {}, { button: '受理' }),
    ])

    expect(answers.map(answer => answer.status).sort()).toEqual([200, 409])
    const late = answers.find(({ status }) => status === 409)
    expect(late?.text).toMatch(
      /(王芳|赵负责)在 2026 年 11 月 23 日 10:00 已经受理这一件。您的改动还没有保存。/,
    )
    expect(await decisionsOf(caseId)).toHaveLength(1)
  })
})

describe('refusing', () => {
  const refuse = async (path: string, typed: Record<string, string>, by = intake) =>
    by.submit(await by.open(`${path}/refuse`), typed)

  it('tells the reporter the words of the ground, keeps the reason sealed, and stops the clock', async () => {
    const { caseId, path } = await storeCase(site, own)

    const page = await refuse(path, { ground: 'no-clue', reason })

    expect(page.status).toBe(200)
    expect(page.$('[role=status]').text()).toContain('已经决定不予受理')
    expect(page.$('.st-side').text()).toContain(reason)
    expect(await stateOf(caseId)).toBe('refused')
    expect(await deedsOf(caseId, 'case.refused')).toMatchObject([{ ground: 'no-clue' }])
    const thread = await intake.open(`${path}?tab=messages`)
    expect(thread.$('.st-msg__text').text()).toContain('写到的情况还不够用来核查。')
    expect(thread.$('.st-msg__text').text()).not.toContain(reason)
    expect(await site.tables('deadlines').where({ case_id: caseId }).whereNull('done_on')).toEqual(
      [],
    )
    expect(await site.tables('cases').where({ id: caseId }).select('next_due_on')).toEqual([
      { next_due_on: 'infinity' },
    ])
    expect(standsIn(await decisionsOf(caseId).select<object[]>(), reason)).toBe(false)
  })

  it('leaves the list, and can be found by its state', async () => {
    const { path } = await storeCase(site, own, { title: { target: '不受理的那家' } })
    await refuse(path, { ground: 'no-clue', reason })

    expect((await intake.open('/staff/queue')).text).not.toContain('不受理的那家')
    expect((await intake.open('/staff/queue?state=refused')).text).toContain('不受理的那家')
  })

  it('sent twice tells the reporter once', async () => {
    const { caseId, path } = await storeCase(site, own)
    const form = await intake.open(`${path}/refuse`)
    await intake.submit(form, { ground: 'no-clue', reason })

    const twice = await again(intake).submit(form, { ground: 'no-clue', reason })

    expect(twice.steps[0]?.status).toBe(303)
    expect(await site.tables('messages').where({ case_id: caseId })).toHaveLength(1)
    expect(await decisionsOf(caseId)).toHaveLength(1)
  })

  it.each([
    [{ reason }, ['请选一条不予受理的理由']],
    [{ ground: 'no-clue', reason: '太短的理由' }, ['理由至少写 20 字，现在 5 字']],
    [{ ground: 'no-clue', reason: '长'.repeat(501) }, ['理由最多 500 字，现在多了 1 字']],
  ])('draws the form again with what was typed', async (typed, sentences) => {
    const { caseId, path } = await storeCase(site, own)

    const page = await refuse(path, typed)

    expect(page.status).toBe(422)
    expect(page.$('title').text()).toMatch(/^出错了：/)
    expect(errorsOf(page)).toEqual(sentences)
    expect(page.$('#reason').text()).toContain(typed.reason)
    expect(await stateOf(caseId)).toBe('received')
  })

  it('a ground that is in no list is told, not stored', async () => {
    const { caseId, path } = await storeCase(site, own)
    const form = await intake.open(`${path}/refuse`)
    const token = form.$('main [name=_csrf]').attr('value') ?? ''

    const page = await intake.send(`${path}/refuse`, {
      _csrf: token,
      seen: 'none',
      ground: 'x',
      reason,
    })

    expect(page.status).toBe(422)
    expect(errorsOf(page)).toEqual(['请选一条不予受理的理由'])
    expect(await decisionsOf(caseId)).toEqual([])
  })

  it('does not repeat what is masked in the case', async () => {
    const { caseId, path } = await storeCase(site, own)
    await reporterWrites(site, clerk, caseId, '我的电话 13700001234，白天别打。')
    const naming = `${reason}打 13700001234 问过。`
    const page = await refuse(path, { ground: 'no-clue', reason: naming })
    expect([page.status, errorsOf(page).join()]).toEqual([
      422,
      expect.stringContaining('这里写了遮挡的内容：13700001234'),
    ])
    expect(page.$('#reason').text().trim()).toBe(naming)
    expect(await stateOf(caseId)).toBe('received')
  })

  it('after a colleague accepted is refused with 409, and what was typed is still there', async () => {
    const { caseId, path } = await storeCase(site, own)
    const form = await intake.open(`${path}/refuse`)
    await colleague.submit(await colleague.open(path), {}, { button: '受理' })

    const page = await intake.submit(form, { ground: 'no-clue', reason })

    expect(page.status).toBe(409)
    expect(page.text).toContain('赵负责在 2026 年 11 月 23 日 10:00 已经受理这一件。')
    expect(page.$('#reason').text()).toContain(reason)
    expect(page.$('#ground-no-clue').attr('checked')).toBe('checked')
    expect(await stateOf(caseId)).toBe('accepted')
  })

  it('can be taken back when new evidence comes: accepted, with a clock of its own', async () => {
    const { caseId, path } = await storeCase(site, own)
    await refuse(path, { ground: 'no-clue', reason })

    await intake.submit(await intake.open(path), {}, { button: '重新受理' })

    expect(await stateOf(caseId)).toBe('accepted')
    expect(
      await site.tables('deadlines').where({ case_id: caseId }).whereNull('done_on'),
    ).toHaveLength(1)
  })
})

describe('who may decide', () => {
  const sendRawAs = async (visitor: SignedIn, path: string) => {
    const home = await visitor.open('/staff')
    const token = home.$('[name=_csrf]').first().attr('value') ?? ''
    return visitor.send(path, { _csrf: token, seen: 'none', ground: 'no-clue', reason })
  }

  it.each(['accept', 'refuse', 'assign'])(
    'a handler may not %s, not even his own case',
    async deed => {
      const { caseId, path } = await storeCase(site, own)
      await giveCase(site, clerk, caseId, [first, second])

      expect((await sendRawAs(handler, `${path}/${deed}`)).status).toBe(403)
      expect(await stateOf(caseId)).toBe('checking')
    },
  )

  it.each(['accept', 'refuse', 'assign'])(
    'another body may not %s: the case does not exist for it',
    async deed => {
      const { caseId, path } = await storeCase(site, own)

      const page = await sendRawAs(stranger, `${path}/${deed}`)

      expect(page.status).toBe(404)
      expect(page.text).toContain('找不到这一件')
      expect(await stateOf(caseId)).toBe('received')
      expect(await deedsOf(caseId, 'case.denied')).toMatchObject([{ actor_id: foreign.actor.id }])
    },
  )

  it('a form without its token is turned away', async () => {
    const { caseId, path } = await storeCase(site, own)

    expect((await intake.send(`${path}/accept`, { seen: 'none' })).status).toBe(403)
    expect(await stateOf(caseId)).toBe('received')
  })
})
