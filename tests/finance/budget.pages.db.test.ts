import { randomUUID } from 'node:crypto'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let above: OrganisationId
const officers = new Map<string, Officer>()
const browsers = new Map<string, SignedIn>()
const found = <T>(map: ReadonlyMap<string, T>, name: string): T => {
  const one = map.get(name)
  if (one === undefined) throw new Error(name)
  return one
}
const as = (name: string): SignedIn => found(browsers, name)
const officer = (name: string): Officer => found(officers, name)

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  above = bodies.above.id
  for (const [name, body, duty] of [
    ['qian', own, 'finance-approver'],
    ['sun', own, 'payer'],
    ['li', above, 'finance-approver'],
  ] as const) {
    const one = await hire(site, body, [duty], name)
    officers.set(name, one)
    site.clock.pass(1)
    browsers.set(name, await signIn(site, one))
  }
})
afterAll(() => site.stop())

const asked = { form: '[data-test=ask]' }
const wish = (name: string) => ({
  form: `[data-test=wish] form:has([value=${name}])`,
})
const freshCode = (name: string): string => {
  site.clock.pass(1)
  return codeOf(site, officer(name))
}
const errorsOf = ({ $ }: { $: SignedIn['home']['$'] }): string => $('#errors').text()
const by = () => officer('qian').actor.id
const inTx = <T>(work: Parameters<Site['house']['db']['inTransaction']>[0]): Promise<T> =>
  site.house.db.inTransaction(work) as Promise<T>
const ownSums = async () => {
  const [found] = await site.house.db.inTransaction(tx => site.house.budget.years(tx, [own], 2026))
  return found
}

it('is asked for by one, approved by another with a fresh code, and seen from above', async () => {
  const page = await as('qian').open('/staff/budget')
  expect(page.text).toContain('还没有安排预算')
  for (const [typed, said] of [
    [{ amount: '-5' }, '负数'],
    [{ amount: '1.234,5' }, '小数点'],
    [{ amount: '9'.repeat(30) }, '最多'],
    [{ amount: '0' }, '大于零'],
    [{ amount: '' }, '请填金额'],
    [{ ground: '' }, '请选理由'],
  ] as const) {
    const usual = { year: '2026', ground: 'annual', amount: '50万' }
    const wrong = await as('qian').submit(page, { ...usual, ...typed }, asked)
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, expect.stringContaining(said)])
  }
  const made = await as('qian').submit(
    page,
    { year: '2026', ground: 'annual', amount: '50万' },
    asked,
  )
  expect(made.text).toContain('500,000.00 元（人民币伍拾万元整）')
  expect(made.$('[data-test=wish] form')).toHaveLength(1)
  const seen = await as('sun').open('/staff/budget')
  expect((await as('sun').open('/staff')).text).toContain('奖励预算待批准')
  const wrong = await as('sun').submit(seen, { otp: '000000' }, wish('approve'))
  expect(wrong.status).toBe(422)
  const done = await as('sun').submit(seen, { otp: freshCode('sun') }, wish('approve'))
  expect(done.$('[data-test=own]').text()).toContain('还可以用500,000.00 元')
  expect(done.$('[data-test=entries]').text()).toContain('年度预算')
  // Accepted once more, though the code is used up: nothing new is recorded.
  await expect(as('sun').submit(seen, { otp: '000000' }, wish('approve'))).rejects.toThrow(
    'left no record',
  )
  const resent = await as('qian').submit(
    page,
    { year: '2026', ground: 'annual', amount: '60万' },
    asked,
  )
  expect([resent.status, errorsOf(resent)]).toEqual([
    409,
    expect.stringContaining('这张表已经交过一次，内容不一样'),
  ])
  expect(resent.$('[name=amount]').val()).toBe('60万')
  const up = await as('li').open('/staff/budget')
  expect(up.$('[data-test=below]').text()).toContain('示范市医疗保障局500,000.00')
  // Another body's wish is none of theirs.
  const [{ id } = { id: '' }] = await site.tables('budget_wishes').select<{ id: string }[]>('id')
  const csrf = String(up.$('input[name=_csrf]').first().val())
  const foreign = await as('li').send(`/staff/budget/${id}`, { do: 'decline', _csrf: csrf })
  expect(foreign.status).toBe(404)
  const deeds = await site.tables('audit_entries').whereLike('deed', 'budget.%').orderBy('at')
  expect(deeds.map(({ deed }: { deed: string }) => deed)).toEqual([
    'budget.asked',
    'budget.approved',
  ])
})

it('of a hundred at once commits what is there, once each, and says by how much it is short', async () => {
  const { budget } = site.house
  const wishes = Array.from({ length: 100 }, () => ({
    ...{ organisationId: own, year: 2026, fen: 1_000_000n, subject: randomUUID(), by: by() },
  }))
  const ends = await Promise.allSettled(wishes.map(one => inTx(tx => budget.commit(tx, one))))
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
  const refusals = ends.flatMap(end =>
    end.status === 'rejected' ? [(end.reason as { code: string }).code] : [],
  )
  expect(refusals.filter(code => !/^budget\.(short|moved)$/.test(code))).toEqual([])
  expect(await ownSums()).toMatchObject({ committed: 50_000_000n, paid: 0n })

  const kept = wishes.filter((_, at) => ends[at]?.status === 'fulfilled')
  const [first, second] = kept
  if (first === undefined || second === undefined) throw new Error('two were committed')
  expect(await inTx(tx => budget.commit(tx, first))).toBe(false)
  const paid = await Promise.all(
    Array.from({ length: 20 }, () => inTx(tx => budget.pay(tx, first))),
  )
  expect(paid.filter(Boolean)).toHaveLength(1)
  expect(await inTx(tx => budget.free(tx, second))).toBe(true)
  expect(await inTx(tx => budget.free(tx, second))).toBe(false)
  expect(await inTx(tx => budget.pay(tx, { subject: randomUUID(), by: by() }))).toBe(false)
  expect(await inTx(tx => budget.reverse(tx, first))).toBe(true)
  expect(await ownSums()).toMatchObject({ committed: 48_000_000n, paid: 0n })
})

it('is held together by the database, whoever goes round the service', async () => {
  const { budget } = site.house
  const form = await as('sun').open('/staff/budget')
  const much = await as('sun').submit(
    form,
    { year: '2026', ground: 'cut', amount: '100,000' },
    asked,
  )
  expect([much.status, errorsOf(much)]).toEqual([
    409,
    expect.stringContaining('没有占用、没有付出去的只有 20,000.00 元'),
  ])
  expect(much.$('[name=amount]').val()).toBe('100,000')
  const cut = await as('sun').submit(much, { amount: '20,000' }, asked)
  // Committed meanwhile: more than would be left.
  const use = { organisationId: own, year: 2026, fen: 1_00n, subject: randomUUID(), by: by() }
  await inTx(tx => budget.commit(tx, use))
  const seen = await as('qian').open('/staff/budget')
  const short = await as('qian').submit(seen, { otp: freshCode('qian') }, wish('approve'))
  expect([short.status, short.text]).toEqual([409, expect.stringContaining('19,999.00 元')])
  const own1 = await as('sun').submit(cut, {}, wish('drop'))
  expect(own1.$('[data-test=wish]')).toHaveLength(0)

  const constraint = (name: string) => expect.objectContaining({ constraint: name }) as unknown
  const entry = { organisation_id: own, year: 2026, made_by: by(), made_at: new Date() }
  const put = (more: object) => site.tables('budget_entries').insert({ ...entry, ...more })
  await expect(put({ kind: 'commit', fen: '99999999999', subject: randomUUID() })).rejects.toEqual(
    constraint('budget_years_cover'),
  )
  await expect(put({ kind: 'pay', fen: '-1', subject: randomUUID() })).rejects.toEqual(
    constraint('budget_entries_sign'),
  )
  await expect(site.tables('budget_entries').update({ fen: '1' })).rejects.toEqual(
    constraint('budget_entries_stay'),
  )
  await expect(site.tables('budget_entries').delete()).rejects.toEqual(
    constraint('budget_entries_stay'),
  )
  const same = {
    ...{ id: randomUUID(), organisation_id: own, year: 2026, fen: '100', ground: 'added' },
    ...{ asked_by: by(), asked_at: new Date(), state: 'approved', decided_by: by() },
  }
  await expect(site.tables('budget_wishes').insert(same)).rejects.toEqual(
    constraint('budget_wishes_two_people'),
  )
})
