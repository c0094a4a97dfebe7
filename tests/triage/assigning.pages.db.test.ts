import type { OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
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
let third: Officer
let foreign: Officer
let intake: SignedIn
let colleague: SignedIn
let handler: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  third = await hire(site, own, ['handler'], '马晓东')
  foreign = await hire(site, bodies.above.id, ['intake', 'handler'], '陈雨桐')
  intake = await signIn(site, clerk)
  handler = await signIn(site, first)
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

describe('assigning', () => {
  const acceptedCase = async () => {
    const stored = await storeCase(site, own)
    await accepted(await intake.open(stored.path))
    return stored
  }
  const pair = () => [first.actor.id, second.actor.id]

  it('shows how much each handler has, and gives the key to both', async () => {
    const before = await storeCase(site, own)
    await giveCase(site, clerk, before.caseId, [first, third])
    const { caseId, path } = await acceptedCase()

    const form = await intake.open(`${path}/assign`)
    const loads = form
      .$('main label')
      .map((_, label) => form.$(label).text().replace(/\s+/g, ' ').trim())
    const page = await intake.submit(form, { handlers: pair() })

    expect(loads.get()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^李敏 ?在办 0 件$/)]),
    )
    expect(page.$('[role=status]').text()).toContain('已经分派')
    expect(await stateOf(caseId)).toBe('checking')
    expect((await handler.open(path)).text).toContain('夜里病区基本没人。')
    const seals = await site
      .tables('case_seals')
      .where({ case_id: caseId, recipient_kind: 'staff' })
    expect(seals.map(({ recipient_id }: { recipient_id: string }) => recipient_id).sort()).toEqual(
      pair().sort(),
    )
    expect(await deedsOf(caseId, 'case.assigned')).toHaveLength(1)
  })

  it('shows with each load what is overdue and what is near, by lamp and word', async () => {
    const late = await storeCase(site, own)
    const near = await storeCase(site, own)
    const done = await storeCase(site, own)
    for (const { caseId } of [late, near, done])
      await giveCase(site, clerk, caseId, [third, second])
    const change = (caseId: string, row: object) =>
      site.tables('cases').where({ id: caseId }).update(row)
    await change(late.caseId, { next_due_on: '2026-11-20' })
    await change(near.caseId, { next_due_on: '2026-11-24' })
    const { path } = await acceptedCase()
    const textOf = async (): Promise<string> => {
      const { $ } = await intake.open(`${path}/assign`)
      return $(`[value="${third.actor.id}"]`).closest('label').text().replace(/\s+/g, ' ')
    }
    const open = Number(/在办 (\d+) 件/.exec(await textOf())?.[1])
    expect(await textOf()).toMatch(/超期 1 ?，? ?临期 1/)

    // What is closed is in no load, whoever closed it.
    await change(late.caseId, { is_open: false })
    await change(done.caseId, { is_open: false })
    expect(await textOf()).toContain(`在办 ${open - 2} 件`)
    expect(await textOf()).not.toContain('超期')
  })

  it('says what to do when fewer than two are free of conflict', async () => {
    const { caseId, path } = await acceptedCase()
    const { db, cases } = site.house
    for (const { actor } of [first, second])
      await db.inTransaction(tx =>
        cases.exclude(tx, clerk.actor, caseId, { staffId: actor.id, ground: 'relative' }),
      )
    const page = await intake.open(`${path}/assign`)
    expect(page.$('main form button')).toHaveLength(0)
    expect(page.$('main').text()).toContain(
      '不用回避的承办人不够两位。请由负责人报示范省医疗保障局，把这一件移交上级办理',
    )
    expect(page.$('[data-test=away] p')).toHaveLength(3)
  })

  it('a handler who is replaced cannot open it any more', async () => {
    const { path } = await acceptedCase()
    await intake.submit(await intake.open(`${path}/assign`), { handlers: pair() })
    expect((await handler.open(path)).status).toBe(200)

    const others = [second.actor.id, third.actor.id]
    await intake.submit(await intake.open(`${path}/assign`), { handlers: others })

    expect((await handler.open(path)).status).toBe(404)
  })

  it.each([
    ['nobody', () => [], '要选两位不同的承办人，现在选了 0 位'],
    ['one', () => [first.actor.id], '要选两位不同的承办人，现在选了 1 位'],
    [
      'three',
      () => [first.actor.id, second.actor.id, third.actor.id],
      '要选两位不同的承办人，现在选了 3 位',
    ],
  ])('to %s is refused in words', async (_, chosen, sentence) => {
    const { caseId, path } = await acceptedCase()

    const page = await intake.submit(await intake.open(`${path}/assign`), { handlers: chosen() })

    expect(page.status).toBe(422)
    expect(errorsOf(page)).toEqual([sentence])
    expect(await stateOf(caseId)).toBe('accepted')
  })

  it.each([
    ['a handler of another body', () => foreign.actor.id],
    ['somebody who is no handler', () => clerk.actor.id],
    ['nobody at all', () => '7d1f7a52-0a4e-4a8e-8d42-0d9a8a3f1b11'],
    ['no id', () => "' OR 1=1"],
  ])('to %s is refused, without a name', async (_, other) => {
    const { caseId, path } = await acceptedCase()
    const form = await intake.open(`${path}/assign`)
    form.$(`[value="${second.actor.id}"]`).attr('value', other())

    const page = await intake.submit(form, { handlers: [first.actor.id, other()] })

    expect(page.status).toBe(422)
    expect(errorsOf(page)).toEqual(['选的人里有一位不在本单位能承办的名单上，请重新选'])
    expect(page.text).not.toContain('陈雨桐')
    expect(await stateOf(caseId)).toBe('accepted')
    expect(
      await site.tables('case_seals').where({ case_id: caseId, recipient_kind: 'staff' }),
    ).toEqual([])
  })

  it('a disabled colleague and one who never signed in are not offered', async () => {
    const gone = await hire(site, own, ['handler'], '已停用')
    const { accounts, db } = site.house
    await db.inTransaction(tx => accounts.disable(tx, clerk.actor, gone.actor.id))
    await db.inTransaction(tx =>
      accounts.invite(tx, clerk.actor, {
        organisationId: own,
        username: 'invited',
        displayName: '还没登录',
        duties: ['handler'],
      }),
    )
    const { path } = await acceptedCase()

    const form = await intake.open(`${path}/assign`)

    expect(form.$('main form').text()).not.toMatch(/已停用|还没登录/)
  })

  it('two officers at once: one pair holds the case, the other officer is told', async () => {
    const { caseId, path } = await acceptedCase()
    const mine = await intake.open(`${path}/assign`)
    const theirs = await colleague.open(`${path}/assign`)

    const answers = await Promise.all([
      again(intake).submit(mine, { handlers: pair() }),
      again(colleague).submit(theirs, { handlers: [second.actor.id, third.actor.id] }),
    ])

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(
      await site.tables('case_officers').where({ case_id: caseId, handling: true }),
    ).toHaveLength(2)
    expect(await decisionsOf(caseId)).toHaveLength(2)
  })

  it('sent twice is done once', async () => {
    const { caseId, path } = await acceptedCase()
    const form = await intake.open(`${path}/assign`)
    await intake.submit(form, { handlers: pair() })

    const twice = await again(intake).submit(form, { handlers: pair() })

    expect(twice.steps[0]?.status).toBe(303)
    expect(await deedsOf(caseId, 'case.assigned')).toHaveLength(1)
  })

  it('before accepting there is no button', async () => {
    const { path } = await storeCase(site, own)

    const form = await intake.open(`${path}/assign`)

    expect(form.$('main form button')).toHaveLength(0)
    expect(form.text).toContain('请先受理。')
  })
})
