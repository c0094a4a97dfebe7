import { refusals } from '../../src/vocabulary/refusals'
import type { giveCase } from '../support/cases'
import { standsIn } from '../support/cases'
import { codeOf, hire, type Officer } from '../support/people'
import type { SignedIn } from '../support/visitors'
import {
  enter,
  giveOpinion,
  heavy,
  investigated,
  openScene,
  opinionNaming,
  twinOf,
  opinionForm,
  verdictsOn,
  whyNoDecision,
  type Scene,
} from './scene'

let scene: Scene
let legal: Officer
let handler: SignedIn
let reviewer: SignedIn

beforeAll(async () => {
  scene = await openScene()
  legal = await hire(scene.site, scene.own.id, ['legal'], '法小白')
  handler = await enter(scene.site, scene.wang)
  reviewer = await enter(scene.site, legal)
})
afterAll(() => scene.site.stop())

const submitForm = { form: 'form[action$="/submit"]' }

const submit = async (path: string) =>
  handler.submit(
    await handler.open(`${path}/review`),
    { ground: 'band', reason: '请看裁量' },
    submitForm,
  )

it('goes to the desk and back, to the desk again, passes with changes, and then may be decided', async () => {
  const { site } = scene
  const { caseId, path } = await investigated(scene)
  expect(await whyNoDecision(scene, caseId)).toBe('review.needed')
  expect((await reviewer.open(`${path}/review`)).status).toBe(404)

  const asked = await handler.open(`${path}/review`)
  expect(asked.text).toContain('超出裁量基准的处罚')
  expect(asked.text).toContain('送 示范市医疗保障局 的法制岗位')
  const bare = await handler.submit(asked, { ground: 'band' }, submitForm)
  expect(bare.text).toContain('等着审核')
  const repeated = await twinOf(scene, handler).send(`${path}/review/submit`, {
    ...{ _csrf: asked.$('[name=_csrf]').first().attr('value') ?? '', ground: 'band', reason: '' },
  })
  expect(repeated.path).toBe(`${path}/review`)
  expect(await site.tables('case_reviews').where({ case_id: caseId })).toHaveLength(1)
  const clocks = await site.tables('deadlines').where({ case_id: caseId, done_on: null })
  expect(clocks).toContainEqual(
    expect.objectContaining({ rule_code: 'LEGAL_REVIEW', due_on: '2026-12-07' }),
  )

  const list = await reviewer.open('/staff/legal')
  expect(list.$('[data-test=row]').text()).toContain('仁和医院')
  const page = await reviewer.click(list, '医保举〔')
  for (const words of ['挂床住院属实', '多年连续', '罚款']) expect(page.text).toContain(words)
  expect(page.text).not.toContain('CANARY')
  expect((await reviewer.open(path)).status).toBe(403)
  expect((await reviewer.click(page, '案卷目录')).$('.st-volume').text()).toContain('第 1 次送审')
  expect((await reviewer.click(page, '调查材料')).status).toBe(200)

  const empty = await reviewer.submit(page, {}, opinionForm)
  expect(empty.status).toBe(422)
  expect(empty.$('#errors').text()).toContain('裁量：请选“通过”或者“有意见”')
  expect(empty.$('#errors').text()).toContain('请选审核结论')
  const objection = { 'verdict-discretion': 'object', 'opinion-discretion': '罚得太重，先核减' }
  const unfit = await giveOpinion(
    scene,
    { browser: reviewer, officer: legal, page },
    {
      ...{ ...verdictsOn(page, objection), result: 'pass' },
    },
  )
  expect([unfit.status, unfit.$('#errors').text()]).toEqual([
    422,
    expect.stringContaining('有的地方有意见，不能直接通过'),
  ])
  expect(unfit.$('#opinion-discretion').text()).toBe('罚得太重，先核减')
  const wrong = await reviewer.submit(
    page,
    { ...verdictsOn(page, objection), result: 'return', otp: '000000' },
    opinionForm,
  )
  expect(wrong.status).toBe(422)
  await opinionNaming(scene, { browser: reviewer, officer: legal, page }, caseId)
  const returned = await giveOpinion(
    scene,
    { browser: reviewer, officer: legal, page },
    {
      ...{ ...verdictsOn(page, objection), result: 'return' },
    },
  )
  expect(returned.path).toBe('/staff/legal?view=done')
  expect(returned.text).toContain('退回')
  expect((await reviewer.open(`${path}/review`)).status).toBe(404)
  expect(await whyNoDecision(scene, caseId)).toBe('review.returned')
  expect(await whyNoDecision(scene, caseId, 'dropped')).toBe('review.returned')

  const seen = await handler.open(`${path}/review`)
  expect(seen.$('[data-test=review]').text()).toContain('罚得太重，先核减')
  await submit(path)
  const again = await reviewer.click(await reviewer.open('/staff/legal'), '医保举〔')
  expect(again.$('[data-test=review]')).toHaveLength(2)
  const passed = { ...verdictsOn(again), result: 'changes', words: '写明核减的依据\n\n改正金额' }
  const done = await giveOpinion(scene, { browser: reviewer, officer: legal, page: again }, passed)
  expect(done.text).toContain('有条件通过')
  expect(await whyNoDecision(scene, caseId)).toBe('review.changes-open')

  const open = await handler.open(`${path}/review`)
  const nothing = await handler.submit(open, { text: '' }, answersForm)
  expect(nothing.$('#errors').text()).toContain('请写怎么改的')
  await handler.submit(open, { text: '已经写明' }, answersForm)
  const rest = await handler.open(`${path}/review`)
  expect(await whyNoDecision(scene, caseId)).toBe('review.changes-open')
  await handler.submit(rest, { text: '已经改正' }, answersForm)
  expect(await whyNoDecision(scene, caseId)).toBe('')

  const own = await reviewer.click(await reviewer.open('/staff/legal?view=done'), '医保举〔')
  expect(own.text).toContain('已经写明')
  expect(own.text).not.toContain('挂床住院属实')
  const opinions: object[] = await site.tables('case_reviews')
  const answers: object[] = await site.tables('case_review_answers')
  const rows = [...opinions, ...answers]
  for (const words of ['罚得太重', '已经写明', '请看裁量', '核减的依据'])
    expect(standsIn(rows, words)).toBe(false)
})

const answersForm = { form: 'form[action$="/answers"]' }

it('asks for no review where the law wants none', async () => {
  const light = { ...heavy, items: heavy.items.map(item => ({ ...item, fine: 150_000n })) }
  const { caseId, path } = await investigated(scene, { ...light, bandReason: '' })
  expect(await whyNoDecision(scene, caseId)).toBe('')
  expect(await whyNoDecision(scene, caseId, 'dropped')).toBe('')
  const page = await handler.open(`${path}/review`)
  expect(page.text).not.toContain('按规定这一件要审核')
  const large = { ...heavy.items[0], loss: 20_000_000n, fine: 30_000_000n }
  const { caseId: other } = await investigated(scene, {
    ...{ ...heavy, bandReason: '', items: [large as (typeof heavy.items)[0]] },
  })
  expect(await whyNoDecision(scene, other)).toBe('review.needed')
})

it('lets the slower of two reviewers read what was decided and what they typed', async () => {
  const other = await hire(scene.site, scene.own.id, ['legal'], '法小黑')
  const { db, desks } = scene.site.house
  await db.inTransaction(tx => desks.confirm(tx, legal.actor, legal.keys, other.actor.id))
  const second = await enter(scene.site, other)
  const { path } = await investigated(scene)
  await submit(path)
  const first = await reviewer.open(`${path}/review`)
  const slow = await second.open(`${path}/review`)
  const pass = { ...verdictsOn(first), result: 'pass' }
  await giveOpinion(scene, { browser: reviewer, officer: legal, page: first }, pass)
  const late = await giveOpinion(
    scene,
    { browser: second, officer: other, page: slow },
    {
      ...{ ...pass, 'opinion-facts': '我还没有看完' },
    },
  )
  expect([late.status, late.text.includes('法小白 先提出了意见：通过')]).toEqual([409, true])
  expect(late.text).toContain('我还没有看完')
  const again = { browser: twinOf(scene, reviewer), officer: legal, page: first }
  const twice = await giveOpinion(scene, again, pass)
  expect(twice.path).toBe('/staff/legal?view=done')
})

it('never shows a case to a reviewer who handles it or keeps away, in lists, numbers or pages', async () => {
  const both = await hire(scene.site, scene.own.id, ['legal', 'handler'], '身兼两职')
  const away = await hire(scene.site, scene.own.id, ['legal'], '须回避')
  const { db, desks, cases } = scene.site.house
  for (const one of [both, away])
    await db.inTransaction(tx => desks.confirm(tx, legal.actor, legal.keys, one.actor.id))
  const stored = await investigated(scene)
  const { caseId, path } = stored
  await scene.site.tables('cases').where({ id: caseId }).update({ state: 'accepted' })
  await giveCaseAgain(stored.caseId, both)
  await scene.site.tables('cases').where({ id: caseId }).update({ state: 'investigating' })
  await submit(path)
  await db.inTransaction(tx =>
    cases.exclude(tx, scene.desk.actor, caseId, { staffId: away.actor.id, ground: 'relative' }),
  )
  const mine = await enter(scene.site, both)
  const theirs = await enter(scene.site, away)
  for (const browser of [mine, theirs])
    expect((await browser.open('/staff/legal')).text).not.toContain(`${path}/review`)
  expect((await theirs.open(`${path}/review`)).status).toBe(404)
  const page = await mine.open(`${path}/review`)
  expect(page.$('form[action$="/opinion"]')).toHaveLength(0)
  const [review] = await scene.site
    .tables('case_reviews')
    .where({ case_id: caseId })
    .pluck<string[]>('id')
  const _csrf = page.$('[name=_csrf]').first().attr('value') ?? ''
  const forced = await mine.send(`${path}/review/opinion`, { _csrf, seen: review ?? '' })
  expect(forced.status).toBe(403)
})

const giveCaseAgain = async (caseId: Parameters<typeof giveCase>[2], both: Officer) => {
  const { db, cases, desks } = scene.site.house
  await db.inTransaction(async tx => {
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, scene.desk.keys), caseId)
    const handlers = [scene.wang, both].map(({ actor, keys }) => ({
      staffId: actor.id,
      publicKey: keys.publicKey,
    }))
    await cases.act(tx, scene.desk.actor, caseId, { action: 'assign', handlers, key } as never)
  })
}

it('is signed with a fresh code, used up with what it signs, and never before the review that is needed', async () => {
  const { site, own, wang } = scene
  const { db, proceedings } = site.house
  const { caseId } = await investigated(scene)
  const head = await hire(site, own.id, ['principal'], '高签发')
  await db.inTransaction(tx =>
    site.house.desks.confirm(tx, scene.desk.actor, scene.desk.keys, head.actor.id),
  )
  const wish = {
    action: 'decide',
    outcome: 'dropped',
    reason: '查清了，没有造成损失，撤销案件',
  } as const
  await db.inTransaction(tx => proceedings.propose(tx, { ...wang, caseId }, wish))
  const asked = () => site.tables('case_proposals').where({ case_id: caseId })
  const [id = ''] = await asked().pluck<string[]>('id')
  const signer = await enter(site, head)
  const page = await signer.open(`/staff/approvals/${id}`)
  const sign = (otp: string) =>
    signer.submit(page, { decision: 'approve', otp }, { form: `form[action$="${id}"]` })
  const stateNow = () => site.tables('cases').where({ id: caseId }).first('state')
  const fresh = () => {
    site.clock.pass(1)
    return codeOf(site, head)
  }

  expect((await sign('')).status).toBe(422)
  const wrong = await sign('000000')
  expect(wrong.status).toBe(422)
  expect(wrong.$('[name=decision][value=approve]').attr('checked')).toBeDefined()
  expect(await stateNow()).toEqual({ state: 'investigating' })

  // A finding that now needs a review, past everything that watches over asking.
  await asked().update({ detail: 'penalty' })
  const otp = fresh()
  const early = await sign(otp)
  expect(early.status).toBe(409)
  expect(early.text).toContain(refusals['review.needed']?.title ?? '-')
  expect(await stateNow()).toEqual({ state: 'investigating' })
  await asked().update({ detail: 'dropped' })
  // What was refused has not used the code up; sent often at once, and once more, it is one signature.
  const again = { decision: 'approve', otp }
  const form = { form: `form[action$="${id}"]` }
  const press = () => twinOf(scene, signer).submit(page, again, form)
  const signed = await Promise.all([...Array.from({ length: 6 }, press), sign(otp)])
  for (const answer of [...signed, await press()]) expect(answer.steps[0]?.status).toBe(303)
  expect(await stateNow()).toEqual({ state: 'decided' })
})
