import readXlsxFile from 'read-excel-file/node'
import { openAwardScene, type AwardScene } from '../awards/scene'
import { answerFile, card, claimedAward, payee, rowOf, type SentRow } from '../payouts/scene'
import type { Officer } from '../support/people'

let scene: AwardScene
const batches = '/staff/finance/batches'
const reconcile = '/staff/finance/reconcile'

beforeAll(async () => {
  scene = await openAwardScene()
  await claimedAward(scene, fen => [payee(1_00n), payee(fen - 1_00n, { name: '=HYPERLINK("x")' })])
})
afterAll(() => scene.site.stop())

const tables = () => scene.site.tables
const by = (officer: Officer) => scene.enter(officer)
const form = (name: string) => ({ form: `[data-test=${name}]` })
const buildBy = async (officer: Officer, layout: string): Promise<string> => {
  const browser = await by(officer)
  const page = await browser.open(`${batches}/new`)
  const all = { form: '[data-test=build]', button: '全部编进' }
  const made = await browser.submit(page, { layout }, all)
  return made.path
}
const file = (content: string, name = '回盘.csv') => ({
  files: { name, content: Buffer.from(content), type: 'text/csv' },
})
const take = async (content: string, layout = 'plain-csv') => {
  const browser = await by(scene.staff.payer)
  return browser.submit(await browser.open(reconcile), { layout, ...file(content) }, form('take'))
}

it('is built of what was ticked, once, and what is wrong with the form is said', async () => {
  const { payer } = scene.staff
  const browser = await by(payer)
  const page = await browser.open(`${batches}/new`)
  expect(page.$('[data-test=payable] tbody tr')).toHaveLength(1)
  expect(page.text).not.toContain('王小明')
  const wrong = await browser.submit(page, { layout: 'plain-csv' }, form('build'))
  expect([wrong.status, wrong.$('#errors').text()]).toEqual([
    422,
    expect.stringContaining('请先勾选'),
  ])
  const claim = String(page.$('[name=claim]').val())
  const sent = { layout: 'plain-csv', claim }
  const made = await browser.submit(page, sent, form('build'))
  expect(made.$('[data-test=sum]').text()).toContain('人民币')
  expect(made.$('[data-test=payments]').text()).toContain('****3446')
  expect(made.text).not.toContain(card)
  expect(made.$('[data-test=release]')).toHaveLength(0)
  const twice = await (await scene.again(payer)).submit(page, sent, form('build'))
  expect(twice.path).toBe(made.path)
  const csrf = String(page.$('input[name=_csrf]').first().val())
  const once = '3f0f8f86-6a44-4c8e-9b63-9d6a6b2f0c11'
  const late = await browser.send(`${batches}/new`, { ...sent, do: 'picked', once, _csrf: csrf })
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('编进别的批次')])
  const dropped = await browser.submit(made, {}, form('drop'))
  expect(dropped.text).toContain('已作废')
})

it('is released by another with a fresh code, and its file is for the bank alone', async () => {
  const { payer, payer2, stranger, handler } = scene.staff
  const path = await buildBy(payer, 'plain-xlsx')
  const early = await (await by(payer)).open(`${path}/file`)
  expect(early.status).toBe(409)
  const other = await by(payer2)
  const page = await other.open(path)
  const wrong = await other.submit(page, { otp: '000000' }, form('release'))
  expect(wrong.status).toBe(422)
  const otp = scene.fresh(payer2)
  const done = await other.submit(page, { otp }, form('release'))
  expect(done.text).toContain('已放行')
  const twice = await (await scene.again(payer2)).submit(page, { otp }, form('release'))
  expect(twice.status).toBe(200)
  const csrf = String(page.$('input[name=_csrf]').first().val())
  const late = await other.send(path, { do: 'drop', _csrf: csrf })
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('已经办过')])

  const fetched = await fetch(`${scene.site.staffUrl}${path}/file`, {
    headers: { cookie: [...(await by(payer)).cookies].map(([n, v]) => `${n}=${v}`).join('; ') },
  })
  expect(fetched.headers.get('cache-control')).toContain('no-store')
  const [sheet] = await readXlsxFile(Buffer.from(await fetched.arrayBuffer()))
  const cells = sheet?.data ?? []
  expect(cells[0]).toContain('收款人账号')
  expect(cells).toHaveLength(3)
  expect(cells.flat()).toContain(card)
  expect(cells.flat().join()).not.toMatch(/举报|奖/)
  const foreign = await by(stranger)
  for (const address of [path, `${path}/file`])
    expect((await foreign.open(address)).status).toBe(404)
  for (const address of [batches, path, `${path}/file`, reconcile])
    expect((await (await by(handler)).open(address)).status).toBe(403)
  expect(fetched.headers.get('content-disposition')).toMatch(/filename="payments-2026-\d+\.xlsx"/)
  const deeds = await tables()('audit_entries').where({ deed: 'pay-batch.fetched' })
  expect(deeds).toHaveLength(1)
  // What was refused at the money stands in the record as well.
  const refusals = await tables()('audit_entries')
    .where({ deed: 'pay-batch.refused' })
    .orderBy('at')
  expect(refusals.map(({ ground }: { ground: string }) => ground)).toEqual([
    'payment.not-released',
    'payment.moved-on',
  ])
})

it('is reconciled with the answer of the bank, refused in whole by the number of its row', async () => {
  const batch = await rowOf(scene, 'pay_batches', { state: 'released' })
  const rows = await tables()('payments')
    .where({ batch_id: batch['id'] })
    .orderBy('id')
    .select<SentRow[]>('*')
  const [one, two] = rows
  if (one === undefined || two === undefined) throw new Error('two payments')
  const faulty = await take(
    answerFile([
      { ...one, fen: '5' },
      { reference: '1'.repeat(16), fen: '100' },
    ]),
  )
  expect(faulty.status).toBe(422)
  expect(faulty.$('[data-test=faults]').text()).toMatch(
    /第 2 行：金额.*第 3 行：没有这个业务参考号/s,
  )
  for (const [content, said] of [
    ['业务参考号,金额（元）\r\n1,2', '没有这些列：处理结果'],
    ['', '没有一行结果'],
  ] as const) {
    const wrong = await take(content)
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining(said)])
  }
  const content = answerFile([one, { ...two, how: '失败' }])
  const done = await take(content)
  expect([done.path, done.$('[data-test=payments]').text()]).toEqual([
    reconcile,
    expect.stringContaining('账号户名不符'),
  ])
  expect((await (await by(scene.staff.payer)).open('/staff')).text).toContain('没有付成的款')
  const again = await take(content)
  expect([again.status, again.text]).toEqual([409, expect.stringContaining('已经导入过')])
  expect(await tables()('bank_answers')).toHaveLength(1)
  const refusals = await tables()('audit_entries')
    .where({ deed: 'bank-answer.refused' })
    .orderBy('at')
  expect(refusals.map(({ ground }: { ground: string }) => ground)).toEqual([
    ...['rows', 'layout', 'payment.answer-twice'],
  ])
})

it('has a page of its own, a paper, and is turned back by two', async () => {
  const { payer, approver, stranger } = scene.staff
  const paid = await rowOf(scene, 'payments', { state: 'paid' })
  const address = `/staff/finance/payments/${String(paid['id'])}`
  const browser = await by(payer)
  const page = await browser.open(address)
  const voucher = await browser.open(`${address}/voucher`)
  expect(voucher.$('[data-test=voucher]').text()).toMatch(/人民币.*\*\*\*\*3446.*税务依据/s)
  expect((await (await by(stranger)).open(`${address}/voucher`)).status).toBe(404)
  const wrong = await browser.submit(page, { ground: '' }, form('ask'))
  expect(wrong.status).toBe(422)
  const ask = async (at: typeof page) => {
    const asked = await browser.submit(at, { ground: 'bank-return' }, form('ask'))
    expect(asked.text).toContain('等另一位财务人员同意')
    return asked
  }
  // Taken back by whoever asked, turned down by another: it stays paid, and may be asked for anew.
  const free = await browser.submit(await ask(page), {}, form('drop'))
  expect(free.$('[data-test=ask]')).toHaveLength(1)
  await ask(free)
  const no = await by(approver)
  const turned = await no.submit(await no.open(address), {}, form('drop'))
  expect(turned.$('[data-test=ask]')).toHaveLength(1)
  await ask(await browser.open(address))
  const csrf = String(page.$('input[name=_csrf]').first().val())
  const own = await browser.send(address, {
    ...{ do: 'approve', otp: scene.fresh(payer), _csrf: csrf },
  })
  expect([own.status, own.text]).toEqual([403, expect.stringContaining('另一位财务人员同意')])
  const other = await by(approver)
  const seen = await other.open(address)
  const done = await other.submit(seen, { otp: scene.fresh(approver) }, form('approve'))
  expect(done.text).toContain('已退回')
  expect((await browser.open(`${address}/voucher`)).status).toBe(404)
  expect((await browser.open(`${batches}/new`)).$('[data-test=payable] tbody tr')).toHaveLength(1)
})

it('is asked back by one, approved by another with a fresh code, and entered when it came', async () => {
  const { payer, payer2, approver } = scene.staff
  // Both shares are paid anew, and arrive.
  const path = await buildBy(payer, 'plain-csv')
  const release = await (await by(payer2)).open(path)
  await (await by(payer2)).submit(release, { otp: scene.fresh(payer2) }, form('release'))
  const rows = await tables()('payments').where({ state: 'sent' }).select<SentRow[]>('*')
  expect((await take(answerFile(rows))).status).toBe(200)
  const paid = await rowOf(scene, 'payments', { state: 'paid' })
  const address = `/staff/finance/payments/${String(paid['id'])}/clawback`
  const browser = await by(payer)
  const page = await browser.open(address)
  const wrong = await browser.submit(page, { ground: 'forged', text: '' }, form('claw-ask'))
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('请写清事实')])
  const text = '后来查明发票是伪造的，应当收回'
  const ask = async (at: typeof page) => {
    const asked = await browser.submit(at, { ground: 'forged', text }, form('claw-ask'))
    expect(asked.text).toContain('等另一位财务人员同意')
    return asked
  }
  const free = await browser.submit(await ask(page), {}, form('claw-drop'))
  await ask(free)
  const other = await by(approver)
  const turned = await other.submit(await other.open(address), {}, form('claw-drop'))
  expect(turned.$('[data-test=claw-ask]')).toHaveLength(1)
  await ask(await browser.open(address))
  const dropped = await tables()('audit_entries').where({ deed: 'clawback.dropped' })
  expect(dropped).toHaveLength(2)
  const seen = await other.open(address)
  expect(seen.$('[data-test=asked]').text()).toContain(text)
  const agreed = await other.submit(seen, { otp: scene.fresh(approver) }, form('claw-approve'))
  const done = await other.submit(agreed, {}, form('claw-receive'))
  expect(done.$('[data-test=asked]').text()).toContain('款已追回')
  expect(await rowOf(scene, 'awards', { id: paid['award_id'] })).toMatchObject({
    state: 'reclaimed',
  })
})

it('a checked claim whose payment failed goes back to the reporter from its own page', async () => {
  const { payer, payer2 } = scene.staff
  const { awardId, claimId } = await claimedAward(scene)
  const path = await buildBy(payer, 'plain-csv')
  const other = await by(payer2)
  await other.submit(await other.open(path), { otp: scene.fresh(payer2) }, form('release'))
  const address = `/staff/finance/claims/${claimId}`
  expect((await other.open(address)).$('[data-test=return]')).toHaveLength(0)
  const rows = await tables()('payments').where({ award_id: awardId }).select<SentRow[]>('*')
  await take(answerFile(rows.map(row => ({ ...row, how: '失败' }))))
  const page = await other.open(address)
  const back = await other.submit(page, { ground: 'account-wrong' }, form('return'))
  expect(back.status).toBe(200)
  expect(await rowOf(scene, 'awards', { id: awardId })).toMatchObject({ state: 'approved' })
})
