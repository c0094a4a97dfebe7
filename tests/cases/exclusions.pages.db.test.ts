import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { errorsOf } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let head: Officer
let first: Officer
let second: Officer
let third: Officer
let intake: SignedIn
let principal: SignedIn
let handler: SignedIn
let colleague: SignedIn
let caseId: CaseId
let path: string

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  head = await hire(site, own, ['principal'], '赵负责')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  third = await hire(site, own, ['handler'], '孙强')
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, head.actor.id))
  intake = await signIn(site, clerk)
  principal = await signIn(site, head)
  handler = await signIn(site, first)
  colleague = await signIn(site, second)
})
afterAll(() => site.stop())
beforeEach(async () => {
  site.clock.pass(1)
  const stored = await storeCase(site, own)
  caseId = stored.caseId
  path = stored.path
  await giveCase(site, clerk, caseId, [first, second])
})

/** What leads on and has nothing to record. */
const unwatched = ({ cookies }: Client): Client => {
  const browser = createClient({ url: site.staffUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}

const deeds = (deed: string) =>
  site
    .tables('audit_entries')
    .where({ case_id: caseId, deed })
    .select<{ actor_id: string; subject: string | null; ground: string | null }[]>(
      'actor_id',
      'subject',
      'ground',
    )

const relative = { ground: 'relative' }
const related = { button: '有关系，我回避' }

const declare = async (visitor: SignedIn, typed: Readonly<Record<string, string>> = relative) => {
  const page = await visitor.click(await visitor.open(path), '回避声明')
  return { page, answer: await visitor.submit(page, typed, related) }
}

/** A principal keeps somebody away. */
const exclude = async ({ actor }: Officer): Promise<Answer> => {
  const page = await principal.open(`${path}/exclusions`)
  return principal.submit(page, { staff: actor.id, ground: 'former-post' })
}

const listed = async (visitor: SignedIn): Promise<boolean> =>
  (await visitor.open('/staff/queue?size=100')).text.includes(path)

/** The number on the first tile with this word. */
const tile = async (visitor: SignedIn, word: string): Promise<string> => {
  const { $ } = await visitor.open('/staff')
  return $('.st-tiles a')
    .filter((_, a) => $(a).text().includes(word))
    .find('b')
    .text()
}

const sealsOf = ({ actor }: Officer) =>
  site.tables('case_seals').where({ case_id: caseId, recipient_id: actor.id })

describe('who declares a relation', () => {
  it('no longer finds the case, on any list or in any number, and cannot open it', async () => {
    const before = Number(await tile(handler, '我的在办'))
    expect(await listed(handler)).toBe(true)
    const { answer } = await declare(handler)

    expect(answer.path).toBe('/staff/coi')
    expect(answer.$('h1').text()).toBe('您已经回避这一件')
    expect(await listed(handler)).toBe(false)
    expect(Number(await tile(handler, '我的在办'))).toBe(before - 1)
    const pages = ['', '?tab=evidence', '/coi', '/brief/edit', '/sheet']
    for (const page of pages) expect((await handler.open(path + page)).status).toBe(404)
    expect(await deeds('case.denied')).toHaveLength(pages.length)
    expect(await deeds('case.excluded')).toEqual([
      { actor_id: first.actor.id, subject: first.actor.id, ground: 'relative' },
    ])
  })

  it('loses the seal, and the case its handler; the other one keeps both', async () => {
    expect(await sealsOf(first)).toHaveLength(1)
    await declare(handler)

    expect(await sealsOf(first)).toHaveLength(0)
    expect(await sealsOf(second)).toHaveLength(1)
    const found = await site.tables('cases').where({ id: caseId }).first<{ handlers: number }>()
    expect(found.handlers).toBe(1)
    expect((await colleague.open(path)).status).toBe(200)
  })

  it('may send the form twice', async () => {
    const { page } = await declare(handler)
    const again = await unwatched(handler).submit(page, relative, related)

    expect(again.path).toBe('/staff/coi')
    expect(await deeds('case.excluded')).toHaveLength(1)
    expect(await deeds('case.denied')).toHaveLength(0)
  })

  it('says which relation; who has none goes on, on record', async () => {
    const { page, answer } = await declare(handler, {})
    expect([answer.status, errorsOf(answer)]).toEqual([422, ['请选是哪一种关系']])
    page.$('button').removeAttr('name')
    const nothing = await handler.submit(page)
    expect([nothing.status, errorsOf(nothing)]).toEqual([422, ['请选有没有关系']])

    const none = await handler.submit(answer, {}, { button: '没有关系' })
    expect(none.path).toBe(path)
    expect(await deeds('conflict.disclaimed')).toHaveLength(1)
    expect(await deeds('case.excluded')).toHaveLength(0)
  })
})

describe('intake, who hold the desk’s key', () => {
  it('are kept away by check: list, tiles, views, filters and every page', async () => {
    const fresh = await storeCase(site, own)
    caseId = fresh.caseId
    path = fresh.path
    const before = Number(await tile(intake, '待受理'))
    await declare(intake)

    expect(Number(await tile(intake, '待受理'))).toBe(before - 1)
    expect(await listed(intake)).toBe(false)
    expect((await intake.open(path)).status).toBe(404)
    expect((await intake.open(`${path}/assign`)).status).toBe(404)
    expect(Number(await tile(principal, '待受理'))).toBe(before)
    expect(await listed(principal)).toBe(true)
  })

  it('do not see it in the loads of others either', async () => {
    const other = await storeCase(site, own)
    await giveCase(site, clerk, other.caseId, [first, second])
    const loadOf = async (visitor: SignedIn, id: string) => {
      const { $ } = await visitor.open(`${other.path}/assign`)
      return $(`input[value="${id}"]`).closest('label').find('.st-sub').text()
    }
    const before = await loadOf(intake, first.actor.id)
    await declare(intake)

    expect(await loadOf(intake, first.actor.id)).not.toBe(before)
    expect(await loadOf(principal, first.actor.id)).toBe(before)
  })
})

describe('a principal', () => {
  it('keeps somebody away, sees it on the board and at home, and gives the case anew', async () => {
    const page = await exclude(first)
    expect(page.$('[data-test=exclusion]').text()).toContain('周启明以前在那里工作过赵负责决定')
    expect((await handler.open(path)).status).toBe(404)
    const home = await principal.open('/staff')
    expect(home.$('main').text()).toMatch(/有 \d+ 件因为回避缺承办人/)
    const board = await principal.click(home, '去处理')
    expect(board.$('[data-test=exclusion]').first().text()).toContain('缺 1 位，去分派')

    const assign = await principal.click(board, '去分派')
    const offered = assign
      .$('[name=handlers]')
      .map((_, box) => assign.$(box).val())
      .get()
    expect(offered).not.toContain(first.actor.id)
    const done = await principal.submit(assign, { handlers: [second.actor.id, third.actor.id] })
    expect(done.path).toContain(path)
  })

  it('cannot assign who keeps away, not even past the page', async () => {
    const assign = await principal.open(`${path}/assign`)
    await exclude(first)
    const late = await principal.submit(assign, { handlers: [first.actor.id, third.actor.id] })
    expect(late.status).toBe(422)

    const { db, accounts, cases, desks } = site.house
    const give = db.inTransaction(async tx => {
      const key = await cases.keyOf(tx, await desks.holdersOf(tx, clerk.keys), caseId)
      const to = [first, third].map(async ({ actor }) => ({
        staffId: actor.id,
        publicKey: (await accounts.recipient(tx, actor.id)).publicKey,
      }))
      const [one, two] = await Promise.all(to)
      if (one === undefined || two === undefined) throw new Error('two')
      const step = { action: 'assign', handlers: [one, two], key } as const
      await cases.act(tx, clerk.actor, caseId, step)
    })
    await expect(give).rejects.toMatchObject({ code: 'case.excluded' })
  })

  it('lifts it again: then the case must be given anew', async () => {
    const page = await exclude(first)
    const lifted = await principal.submit(page, {}, { form: '.st-list form' })

    expect(lifted.$('[data-test=exclusion]')).toHaveLength(0)
    expect(await deeds('exclusion.lifted')).toMatchObject([{ subject: first.actor.id }])
    expect((await handler.open(path)).status).toBe(404)
    expect(await sealsOf(first)).toHaveLength(0)
  })

  it('kept away finds it on no board', async () => {
    await exclude(first)
    await declare(principal)

    expect((await principal.open('/staff/exclusions')).text).not.toContain(path)
    expect((await principal.open(`${path}/exclusions`)).status).toBe(404)
  })

  it('is told what is missing', async () => {
    const page = await principal.open(`${path}/exclusions`)
    const empty = await principal.submit(page)

    expect([empty.status, errorsOf(empty)]).toEqual([422, ['请选择谁须回避', '请选是哪一种关系']])
  })

  it('alone decides for others', async () => {
    expect((await intake.open(`${path}/exclusions`)).status).toBe(403)
    expect((await handler.open('/staff/exclusions')).status).toBe(403)
  })
})

describe('the database', () => {
  it('takes neither handling nor a seal for who keeps away, whoever writes the rows', async () => {
    await exclude(first)
    const officer = { case_id: caseId, staff_id: first.actor.id }

    await expect(
      site.tables('case_officers').where(officer).update({ handling: true }),
    ).rejects.toMatchObject({ constraint: 'case.excluded' })
    await expect(
      site.tables('case_seals').insert({
        ...{ case_id: caseId, recipient_kind: 'staff', recipient_id: first.actor.id },
        ...{ version: 1, sealed: Buffer.alloc(8) },
      }),
    ).rejects.toMatchObject({ constraint: 'case.excluded' })
  })
})
