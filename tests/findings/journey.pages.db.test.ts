import type { CaseId } from '../../src/vocabulary/ids'
import { reporterWrites, standsIn } from '../support/cases'
import { errorsOf } from '../support/following'
import { hire } from '../support/people'
import { changeMeasure } from './changing'
import {
  again,
  decide,
  investigated,
  main,
  openScene,
  save,
  typed,
  unanswered,
  type Scene,
} from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.site.stop())

const deedsOf = (caseId: CaseId) =>
  scene.site
    .tables('audit_entries')
    .where({ case_id: caseId })
    .orderBy('seq')
    .pluck<string[]>('deed')

const reason = '两年内第二次被查实，造成的损失没有退回，依法从重处罚'

it('a finding is written, sent back with its faults, saved once, and shown with 大写', async () => {
  const caseId = await investigated(scene)
  const at = `/staff/cases/${caseId}`
  const worker = await scene.enter(scene.handlers[0])
  const tab = await worker.open(`${at}?tab=decisions`)
  expect(main(tab)).toContain('还没有写认定')
  const form = await worker.click(tab, '写认定')

  const wrong = await worker.submit(form, { ...unanswered, loss_1: '1.234,56' }, save)
  expect([wrong.status, errorsOf(wrong)]).toEqual([
    422,
    [
      '小数点用“.”，千位之间用“,”，例如 1,234.56',
      '请选是不是公立机构，公立的要告知纪检监察机关',
      '有罚款在幅度以外，理由至少写 20 字，并且要先送法制审核',
    ],
  ])
  expect(wrong.$('#loss_1').val()).toBe('1.234,56')

  // A row more and a row less without scripts: nothing is saved, nothing is lost.
  const more = await worker.submit(form, typed, { ...save, button: '再加一项' })
  expect([more.status, more.$('[data-test=row]').length]).toEqual([200, 2])
  expect(more.$('#facts_1').val()).toBe(typed.facts_1)
  const less = await worker.submit(more, {}, { ...save, button: '去掉这一项（第 2 项）' })
  expect(less.$('[data-test=row]')).toHaveLength(1)
  expect(await scene.site.tables('findings').where({ case_id: caseId })).toEqual([])

  const saved = await worker.submit(less, {}, save)
  expect(saved.path).toBe(`${at}?tab=decisions`)
  expect(main(saved)).toContain('125,000.00 元（人民币壹拾贰万伍仟元整）')
  expect(main(saved)).toContain('罚款幅度：损失的 1 倍至 2 倍')
  expect((await again(scene, worker).submit(less, {}, save)).status).toBe(200)
  const rows = await scene.site.tables('findings').where({ case_id: caseId }).select<object[]>()
  expect(rows).toMatchObject([{ version: 1, revision: 1, loss_fen: null, fined_fen: null }])
  expect(standsIn(rows, typed.facts_1)).toBe(false)
  expect((await deedsOf(caseId)).filter(deed => deed === 'finding.saved')).toHaveLength(1)
})

it('who is faster wins: the other reads 409 with both versions, and decides', async () => {
  const caseId = await investigated(scene)
  const at = `/staff/cases/${caseId}/findings`
  const one = await scene.enter(scene.handlers[0])
  const other = await scene.enter(scene.handlers[1])
  const hers = await other.open(at)
  await one.submit(await one.open(at), typed, save)
  const late = await other.submit(hers, { ...typed, facts_1: '另一种说法' }, save)
  expect(late.status).toBe(409)
  expect(main(late)).toContain(typed.facts_1)
  expect(late.$('#facts_1').val()).toBe('另一种说法')
  expect((await other.submit(late, {}, save)).status).toBe(200)
  expect(main(await one.open(at))).toContain('另一种说法')
})

it('handlers and principals write, intake reads, everybody else finds nothing', async () => {
  const caseId = await investigated(scene)
  const at = `/staff/cases/${caseId}`
  const clerk = await scene.enter(scene.clerk)
  const seen = await clerk.open(`${at}/findings`)
  expect([seen.status, seen.$(save.form).length]).toEqual([200, 0])
  const lead = await scene.enter(scene.principal)
  expect((await lead.open(`${at}/findings`)).$(save.form)).toHaveLength(1)
  const stranger = await hire(scene.site, scene.clerk.actor.organisationId, ['handler'], '外人')
  const away = await scene.enter(stranger)
  for (const path of ['findings', 'measures', 'ledgers'])
    expect((await away.open(`${at}/${path}`)).status).toBe(404)
  expect((await deedsOf(caseId)).filter(deed => deed === 'case.denied')).toHaveLength(3)
  // Intake that handles nothing: past the page, the service says no.
  const both = await hire(
    scene.site,
    scene.clerk.actor.organisationId,
    ['intake', 'handler'],
    '兼任',
  )
  const { db, findings, desks } = scene.site.house
  await db.inTransaction(tx =>
    desks.confirm(tx, scene.clerk.actor, scene.clerk.keys, both.actor.id),
  )
  const content = { ...(await contentOf(caseId)), text: '不该有的' }
  const work = db.inTransaction(tx => findings.save(tx, both, caseId, { seen: 'none', content }))
  await expect(work).rejects.toMatchObject({ kind: 'forbidden', code: 'finding.not-yours' })
})

const contentOf = async (caseId: CaseId) => {
  const { db, findings } = scene.site.house
  const { today } = await db.inTransaction(tx => findings.frame(tx, scene.handlers[0], caseId))
  const none = { voluntary: 0n, recovered: 0n, deducted: 0n, bandReason: '', items: [] }
  return { ...none, match: 'no' as const, isPublic: false, text: '', lawOn: today }
}

it('decided: frozen, measures with proof, two ledgers, and closing asks for all of it', async () => {
  const caseId = await investigated(scene)
  const at = `/staff/cases/${caseId}`
  const worker = await scene.enter(scene.handlers[0])
  const early = await worker.open(`${at}/ledgers`)
  expect(main(early)).toContain('作出决定以后才能记台账')
  const outside = { ...typed, fine_1: '30万', reason, voluntary: '2万' }
  await worker.submit(await worker.open(`${at}/findings`), outside, save)
  // A fine outside its band is not decided on before a legal review.
  await expect(decide(scene, caseId)).rejects.toMatchObject({ code: 'review.needed' })
  const inside = { loss_1: '5万', fine_1: '8万', reason: '' }
  await worker.submit(await worker.open(`${at}/findings`), inside, save)
  await decide(scene, caseId)
  expect(await scene.site.tables('findings').where({ case_id: caseId })).toMatchObject([
    { version: 1, decided_on: '2026-11-23', fined_fen: 8_000_000, voluntary_fen: 2_000_000 },
  ])
  expect(main(await worker.open(`${at}/findings`))).toContain('随决定固定，不能再改')
  await addMeasures(caseId)
  await postMoney(caseId)
})

const possibleClose = async (caseId: CaseId): Promise<string | undefined> => {
  const { db, cases, desks, proceedings } = scene.site.house
  const [first] = scene.handlers
  return db.inTransaction(async tx => {
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, first.keys), caseId)
    const found = await cases.get(tx, caseId)
    const steps = await proceedings.possible(tx, { actor: first.actor, key }, found)
    return steps.find(({ action }) => action === 'close')?.fault
  })
}

const addMeasures = async (caseId: CaseId): Promise<void> => {
  const at = `/staff/cases/${caseId}/measures`
  const form = { form: `form[action="${at}"]` }
  const worker = await scene.enter(scene.handlers[0])
  expect(main(await worker.open(at))).toContain('认定里有追回的基金、罚款，还没有人去办')
  const blank = await worker.submit(await worker.open(at), { kind: 'tell-discipline' }, form)
  expect([blank.status, errorsOf(blank)]).toEqual([
    422,
    ['请选由谁负责', '日期要写成年、月、日，例如 2026 9 12', '这一种要写送给哪个部门'],
  ])
  expect(await possibleClose(caseId)).toBe('finding.discipline')
  const who = { responsible: scene.handlers[1].actor.id, due: '2026 12 12' }
  for (const more of [
    { kind: 'tell-discipline', receiver: '市纪委监委派驻组' },
    { kind: 'return', amount: '5万', due: '2026-11-24' },
    { kind: 'fine', amount: '80,000' },
  ]) {
    const page = await worker.open(at)
    await worker.submit(page, { ...who, ...more }, form)
    await again(scene, worker).submit(page, { ...who, ...more }, form)
  }
  const rows = await scene.site.tables('measures').where({ case_id: caseId }).select<object[]>()
  expect(rows).toHaveLength(3)
  expect(standsIn(rows, '派驻组')).toBe(false)
  await changeMeasure(scene, caseId)
  const changes = (await deedsOf(caseId)).filter(deed => deed === 'measure.changed')
  expect(changes).toHaveLength(2)
  await finishMeasures(caseId)
}

const finishMeasures = async (caseId: CaseId): Promise<void> => {
  const other = await scene.enter(scene.handlers[1])
  expect(main(other.home)).toContain('我负责的处理措施')
  const board = await other.open('/staff/measures?view=mine')
  const due = board
    .$('[data-test=row] th a')
    .map((_, link) => board.$(link).attr('href'))
    .get()
  expect(due).toHaveLength(3)
  expect(main(board).indexOf('责令退回')).toBeLessThan(main(board).indexOf('告知纪检'))
  const done = { form: 'main form', button: '登记完成' }
  for (const path of due) {
    const page = await other.open(path)
    const isTold = main(page).includes('告知纪检监察机关')
    const bare = await other.submit(page, { on: '2026 11 23' }, done)
    expect(errorsOf(bare)).toEqual([
      isTold ? '这一种要写文号' : '要有凭据：写文号、票据号，或者在下面选一份材料',
    ])
    const proof = { on: '2026 11 23', number: '甬医保函〔2026〕7 号' }
    expect((await other.submit(page, proof, done)).path).toBe(`/staff/cases/${caseId}/measures`)
    expect((await again(scene, other).submit(page, proof, done)).path).toBe(
      `/staff/cases/${caseId}/measures`,
    )
    const late = await other.submit(page, { ...proof, number: '别的文号' }, done)
    expect(late.status).toBe(409)
    expect(main(late)).toContain('这一项刚刚有人办过')
    expect(main(late)).toContain('别的文号')
  }
  expect(await possibleClose(caseId)).toBeUndefined()
  const deeds = await deedsOf(caseId)
  expect(deeds.filter(deed => deed === 'measure.added')).toHaveLength(3)
  expect(deeds.filter(deed => deed === 'measure.done')).toHaveLength(3)
}

const postMoney = async (caseId: CaseId): Promise<void> => {
  const at = `/staff/cases/${caseId}/ledgers`
  const form = { form: `form[action="${at}"]` }
  const worker = await scene.enter(scene.handlers[0])
  const page = await worker.open(at)
  const wrong = await worker.submit(
    page,
    { income: 'fine', amount: '0', received: '2027 1 1' },
    form,
  )
  expect(errorsOf(wrong)).toEqual([
    '请写收到的金额，例如 1,234.56；大额可以写 12.5万',
    '请写凭据：缴款书、回单的号码',
    '这个日期还没到',
  ])
  const paid = { income: 'fine', amount: '8万', received: '2026 11 22', note: '缴款书 778' }
  await reporterWrites(scene.site, scene.clerk, caseId, '我的电话 13700001234，白天别打。')
  const naming = await worker.submit(page, { ...paid, note: '13700001234 送来的' }, form)
  expect([naming.status, errorsOf(naming).join()]).toEqual([
    422,
    expect.stringContaining('这里写了遮挡的内容：13700001234'),
  ])
  expect(naming.$('#amount').val()).toBe('8万')
  await worker.submit(page, paid, form)
  expect((await again(scene, worker).submit(page, paid, form)).path).toBe(at)
  const twice = await worker.submit(page, { ...paid, amount: '9万' }, form)
  expect([twice.status, twice.$('h1').text()]).toEqual([409, '这一笔已经记过'])
  const back = { ...paid, income: 'voluntary', amount: '2万' }
  await worker.submit(await worker.open(at), back, form)
  const both = await worker.submit(await worker.open(at), { ...back, amount: '1万' }, form)
  const total = (ledger: string) => both.$(`[data-test=ledger-${ledger}] [data-test=total]`).text()
  expect(total('fine')).toContain('合计 80,000.00 元（人民币捌万元整）；决定要求 80,000.00 元')
  expect(total('recovery')).toContain('合计 30,000.00 元')
  expect(total('recovery')).toContain('其中主动退回 30,000.00 元')

  const link = both.$('[data-test=ledger-recovery] [data-test=entry] a').last().attr('href') ?? ''
  const ask = await worker.open(link)
  expect(errorsOf(await worker.submit(ask, { reason: '错' }))).toHaveLength(1)
  const caller = { reason: '打 13700001234 核对过，同一张缴款书记了两次，按结果冲销' }
  expect((await worker.submit(ask, caller)).status).toBe(422)
  const why = { reason: '同一张缴款书记了两次，按财务核对的结果冲销' }
  const after = await worker.submit(ask, why)
  expect(main(after)).toContain('其中主动退回 20,000.00 元')
  expect((await again(scene, worker).submit(ask, why)).status).toBe(200)
  const entries = await scene.site.tables('money_entries').where({ case_id: caseId })
  expect(entries).toHaveLength(4)
  expect((await deedsOf(caseId)).filter(deed => deed === 'money.posted')).toHaveLength(3)
}
