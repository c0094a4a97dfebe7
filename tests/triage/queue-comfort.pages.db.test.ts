import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { again } from '../draws/drawing'
import { reporterWrites, storeCase, type StoredCase } from '../support/cases'
import type { Answer } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let colleague: Officer
let intake: SignedIn
let other: SignedIn
let stored: readonly StoredCase[]

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  colleague = await hire(site, own, ['intake'], '赵同事')
  await site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, clerk.actor, clerk.keys, colleague.actor.id),
  )
  intake = await signIn(site, clerk)
  other = await signIn(site, colleague)
  const made: StoredCase[] = []
  for (const behaviour of ['A1', 'B1', 'A1', 'A1'])
    made.push(
      await storeCase(site, own, {
        behaviours: [behaviour],
        title: { target: `医院 ${made.length + 1}` },
      }),
    )
  stored = made
})
afterAll(() => site.stop())

const caseOf = (at: number): StoredCase => {
  const one = stored[at]
  if (one === undefined) throw new Error('no such case')
  return one
}

const texts = (page: Answer, css: string): string[] =>
  page
    .$(css)
    .map((_, found) => page.$(found).text().replace(/\s+/g, ' ').trim())
    .get()

describe('the neighbours in the list', () => {
  it('are those of the filtered list, in its order, and the way back stays', async () => {
    const list = await intake.open('/staff/queue?behaviour=A1&sort=-number')
    const first = await intake.click(list, '医院 4')
    expect(texts(first, '.st-crumb a')).toEqual(['返回线索队列', '下一件'])
    const second = await intake.click(first, '下一件')
    expect(second.$('h1').text()).toContain('医院 3')
    const third = await intake.click(second, '下一件')
    expect(third.$('h1').text()).toContain('医院 1')
    expect(texts(third, '.st-crumb a')).toEqual(['返回线索队列', '上一件'])
    expect([first, second, third].map(page => texts(page, '[data-test=place]'))).toEqual(
      [1, 2, 3].map(at => [`第 ${at} / 3 件`]),
    )
    expect((await intake.click(third, '上一件')).$('h1').text()).toContain('医院 3')
    const back = await intake.click(third, '返回线索队列')
    expect(back.path).toBe('/staff/queue?behaviour=A1&sort=-number')
  })

  it('are none of which the person may not know, and an address made up leads nowhere', async () => {
    await site.house.db.inTransaction(tx =>
      site.house.cases.exclude(tx, colleague.actor, caseOf(2).caseId, {
        staffId: clerk.actor.id,
        ground: 'relative',
      }),
    )
    const list = await intake.open('/staff/queue?behaviour=A1&sort=-number')
    const next = await intake.click(await intake.click(list, '医院 4'), '下一件')
    expect(next.$('h1').text()).toContain('医院 1')
    const query = new URLSearchParams({ back: '/staff/queue?handler=x&state=y&behaviour=%27' })
    expect((await intake.open(`${caseOf(0).path}?${query.toString()}`)).status).toBe(200)
    await site.house.db.inTransaction(tx =>
      site.house.cases.liftExclusion(tx, colleague.actor, caseOf(2).caseId, clerk.actor.id),
    )
  })
})

describe('who is looking', () => {
  const viewing = (page: Answer) => page.$('[data-test=viewing]').text().trim()

  it('is said on the page and in the list, ends by itself, and leaves no record', async () => {
    site.clock.pass(15)
    const { path, caseId } = caseOf(1)
    await other.open(path)
    const deeds = await site.tables('audit_entries').where({ case_id: caseId }).select('deed')
    expect(viewing(await intake.open(path))).toContain('赵同事 正在查看这一件')
    expect(viewing(await other.open(path))).toContain('王芳 正在查看这一件')
    expect((await intake.open('/staff/queue?view=all')).text).toContain('赵同事 正在查看')
    expect(deeds.map(({ deed }: { deed: string }) => deed)).not.toContain('case.looking')

    site.clock.pass(11)
    expect(viewing(await intake.open(path))).toBe('')
    expect((await intake.open('/staff/queue?view=all')).text).not.toContain('正在查看')
    expect(await site.tables('case_viewers')).toMatchObject([{ staff_id: clerk.actor.id }])
  })

  it('who must keep away is not seen there either', async () => {
    const { path, caseId } = caseOf(1)
    await other.open(path)
    await site.house.db.inTransaction(tx =>
      site.house.cases.exclude(tx, clerk.actor, caseId, {
        staffId: colleague.actor.id,
        ground: 'relative',
      }),
    )
    expect(viewing(await intake.open(path))).toBe('')
    expect((await other.open(path)).status).toBe(404)
  })
})

describe('waiting for the reporter', () => {
  const waits = async (caseId: CaseId) =>
    (await site.tables('cases').where({ id: caseId }).first<{ awaits_reporter: boolean }>())
      .awaits_reporter

  it('begins with a question and ends with whatever the reporter sends; a plain word asks nothing', async () => {
    const { path, caseId } = caseOf(0)
    const thread = await intake.open(`${path}?tab=messages`)
    await intake.submit(thread, { body: '已经收到您的材料。', asks: [] }, { form: '.st-reply' })
    expect(await waits(caseId)).toBe(false)

    const asked = await intake.submit(
      await intake.open(`${path}?tab=messages`),
      { body: '夜班是几点到几点？' },
      { form: '.st-reply' },
    )
    expect(asked.status).toBe(200)
    expect(await waits(caseId)).toBe(true)
    const tab = await intake.open('/staff/queue?view=waiting')
    expect(texts(tab, '.st-case')).toEqual(['医院 1'])

    await reporterWrites(site, clerk, caseId, '八点到六点。')
    expect(await waits(caseId)).toBe(false)
  })
})

describe('saved views', () => {
  const keep = async (name: string, typed: Record<string, readonly string[]> = {}) => {
    const list = await intake.open('/staff/queue?behaviour=A1&size=12')
    const page = await intake.submit(list, {}, { form: '#filters', button: '存为视图' })
    return intake.submit(page, { name, ...typed }, { form: '#save' })
  }

  it('keep the address of a list, shared or not, and the usual one stands behind the bare address', async () => {
    const saved = await keep('我的医院', { shared: ['1'], usual: ['1'] })
    expect(saved.path).toBe('/staff/views')
    expect(texts(saved, '[data-test=view] td:first-child')).toEqual(['我的医院 默认'])
    const usual = await intake.open('/staff/queue')
    expect(usual.path).toBe('/staff/queue?behaviour=A1&size=12')
    expect(texts(usual, '.st-views--saved [aria-current]')).toEqual(['我的医院'])
    expect((await intake.click(usual, '全部在办')).path).toBe('/staff/queue?size=12')

    const shared = await other.open('/staff/views')
    expect(texts(shared, '[data-test=view]')[0]).toContain('王芳')
    expect(shared.$('button[value=remove]')).toHaveLength(0)
    expect((await other.open('/staff/queue')).path).toBe('/staff/queue')
  })

  it('are refused with conditions that nobody knows, without a name, with one that is taken', async () => {
    expect((await keep('')).text).toContain('请给这个视图起个名字')
    expect((await keep('太长的名字太长的名字太长的名字太长的名字太长的')).status).toBe(422)
    const list = await intake.open('/staff/queue?behaviour=B1')
    const page = await intake.submit(list, {}, { form: '#filters', button: '存为视图' })
    const taken = await intake.submit(page, { name: '我的医院' }, { form: '#save' })
    expect(taken.text).toContain('您已经有一个叫这个名字的视图')
    const csrf = page.$('#save [name=_csrf]').attr('value') ?? ''
    for (const query of ['behaviour=nothing', 'light=blue', 'after=zzz']) {
      const answer = await intake.send('/staff/views', { _csrf: csrf, name: '视图', query })
      expect(answer.text).toContain('这个视图里有队列不认识的条件')
    }
    // What the list ignores is not kept either.
    const made = { _csrf: csrf, name: '视图', query: "behaviour=B1&x='; DROP TABLE" }
    expect((await intake.send('/staff/views', made)).path).toBe('/staff/views')
    const kept = () => site.tables('saved_views').where({ query: 'behaviour=B1' })
    expect(await kept()).toHaveLength(1)
    await kept().delete()
  })

  it('are kept once, however often the form comes at once; no name stands in clear, none of before either', async () => {
    const list = await intake.open('/staff/queue?behaviour=A2')
    const page = await intake.submit(list, {}, { form: '#filters', button: '存为视图' })
    const press = () => again(site, intake).submit(page, { name: '同时存的' }, { form: '#save' })
    const pages = await Promise.all(Array.from({ length: 12 }, press))
    for (const answer of pages) expect(answer.path).toBe('/staff/views')
    const rows = () => site.tables('saved_views').where({ query: 'behaviour=A2' })
    expect(await rows()).toMatchObject([{ name: null }])

    // As an earlier version left it; then as somebody swaps what is sealed.
    await rows().update({ name: '以前的', sealed_name: null })
    expect((await intake.open('/staff/queue')).text).toContain('以前的')
    expect(await rows()).toMatchObject([{ name: null }])
    const other = site.tables('saved_views').whereNot({ query: 'behaviour=A2' })
    await rows().update({ sealed_name: other.first('sealed_name') })
    expect((await intake.open('/staff/queue')).text).toContain('名字打不开')
    await rows().delete()
  })

  it('are changed by their owner only, and removed', async () => {
    const views = await site.tables('saved_views')
    const [{ id }] = views as [{ id: string }]
    const page = await other.open('/staff/views')
    const csrf = page.$('[name=_csrf]').attr('value') ?? ''
    const theirs = await other.send(`/staff/views/${id}`, { _csrf: csrf, do: 'remove' })
    expect(theirs.status).toBe(404)

    const mine = await intake.open('/staff/views')
    const form = { form: `form[action="/staff/views/${id}"]` }
    const unshared = await intake.submit(mine, {}, { ...form, button: '不再共用' })
    expect(texts(await other.open('/staff/views'), '[data-test=view]')).toEqual([])
    await intake.submit(unshared, {}, { ...form, button: '删除' })
    expect((await intake.open('/staff/queue')).path).toBe('/staff/queue')
    const deeds = await site.tables('audit_entries').whereLike('deed', 'view.%').select('deed')
    expect(new Set(deeds.map(({ deed }: { deed: string }) => deed))).toEqual(
      new Set(['view.saved', 'view.changed', 'view.removed']),
    )
  })
})
