import type { CaseId } from '../../src/vocabulary/ids'
import { openAwardScene, reportedCase, type AwardScene, word } from '../awards/scene'
import { card } from '../payouts/scene'
import type { Answer, Client } from '../support/client'
import { comeBack, errorsOf } from '../support/following'
import type { Officer } from '../support/people'
import { reporterBrowser } from '../support/visitors'

// Issue 6 of 6: from report to reconciled payment by pages alone, without scripts: anonymous with a claim word, with a
// name, and at the office.

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

const main = ({ $ }: Answer): string => $('main').text().replace(/\s+/g, ' ')
const open = async (officer: Officer, at: string): Promise<Answer> =>
  (await scene.enter(officer)).open(at)
type Fields = Readonly<Record<string, string>>
/** The form by its mark; after a colon the button. */
const submit = async (
  officer: Officer,
  page: Answer,
  fields: Fields,
  how: string,
): Promise<Answer> => {
  const [form = '', button] = how.split(':')
  return (await scene.enter(officer)).submit(page, fields, {
    form: `[data-test=${form}]`,
    ...(button === undefined ? {} : { button }),
  })
}

const opinion = {
  ...{ 't_clear-clue': 'yes', 't_not-known': 'yes', 't_proved-loss': 'yes' },
  ...{ t_wish: 'yes', 't_other-conditions': 'yes' },
  ...{ 't_insurance-staff': 'no', 't_own-confession': 'no', t_withdrawn: 'no' },
  ...{ t_unreachable: 'no', 't_in-court': 'no' },
  conditionsWhy: '线索明确，查证属实',
  exclusionsWhy: '都没有这些情形',
  decision: '示范市医保罚〔2026〕12号',
  grade: '一级',
}

/** Proposed, reviewed and approved by three people, on their pages. */
const told = async (caseId: CaseId): Promise<void> => {
  const { staff, fresh } = scene
  const at = `/staff/cases/${caseId}/reward`
  const looked = await submit(staff.handler, await open(staff.handler, at), opinion, 'propose')
  await submit(staff.handler, looked, opinion, 'propose:送负责人审核')
  const review = await open(staff.principal, at)
  await submit(staff.principal, review, { otp: fresh(staff.principal) }, 'pass')
  expect(main(await open(staff.approver, '/staff'))).toContain('奖励待财务审批')
  const list = await open(staff.approver, '/staff/finance/rewards')
  const href = String(list.$('[data-test=rewards] tbody a').first().attr('href'))
  const page = await open(staff.approver, href)
  const done = await submit(staff.approver, page, { otp: fresh(staff.approver) }, 'approve')
  expect(main(done)).toContain('已批准，等举报人领取')
}

const account = {
  ...{ name: '王小明', id_type: 'id-card', id_number: '11010519491231002X' },
  ...{ account: '6222 0202 0011 2233 446', bank: '示范银行城南支行' },
}

/** From the number of the claim to what the bank says, by the finance side's pages. */
const paid = async (number: string): Promise<void> => {
  const { staff, fresh } = scene
  expect(main(await open(staff.payer2, '/staff'))).toContain('收款信息待核对')
  const list = await open(staff.payer2, '/staff/finance/claims')
  const row = list
    .$('[data-test=claims] tbody tr')
    .filter((_, tr) => list.$(tr).text().includes(number))
  const claim = await open(staff.payer2, String(row.find('a').attr('href')))
  expect(claim.text).toContain('****3446')
  expect(claim.text).not.toContain(card)
  await submit(staff.payer2, claim, {}, 'pass')

  const blank = await open(staff.payer, '/staff/finance/batches/new')
  const nothing = await submit(staff.payer, blank, { layout: 'plain-csv' }, 'build:编制勾选的')
  expect([nothing.status, main(nothing)]).toEqual([422, expect.stringContaining('请先勾选')])
  const built = await submit(staff.payer, blank, { layout: 'plain-csv' }, 'build:全部编进一个批次')
  expect(built.$('[data-test=release]')).toHaveLength(0)
  expect(main(await open(staff.payer, '/staff'))).not.toContain('付款批次待放行')
  expect(main(await open(staff.approver, '/staff'))).toContain('付款批次待放行')
  const page = await open(staff.approver, built.path)
  const wrong = await submit(staff.approver, page, { otp: '000000' }, 'release')
  expect(wrong.status).toBe(422)
  const out = await submit(staff.approver, page, { otp: fresh(staff.approver) }, 'release')
  expect(main(out)).toContain('已放行')

  const file = await open(staff.payer, `${built.path}/file`)
  const [, line = ''] = file.text.replace('\uFEFF', '').split(/\r?\n/)
  const [, reference = '', name, number2, , amount] = line.split(',')
  expect(reference).toMatch(/^P\d{15}$/)
  expect([name, number2?.replace(/\D/g, '')]).toEqual(['王小明', card])
  expect(line).toContain('款项')
  const answer = (result: string) =>
    Buffer.from(
      `业务参考号,金额（元）,处理结果,失败原因\r\n${reference},${amount ?? ''},${result},\r\n`,
    )
  const upload = async (content: Buffer) =>
    (await scene.enter(staff.payer)).submit(
      await open(staff.payer, '/staff/finance/reconcile'),
      { layout: 'plain-csv', files: [{ name: '回盘.csv', content }] },
      { form: '[data-test=take]' },
    )
  const odd = await upload(answer('不知道'))
  expect([odd.status, main(odd)]).toEqual([422, expect.stringContaining('第 2 行')])
  const taken = await upload(answer('成功'))
  expect([taken.status, taken.$('[data-test=answers] tbody tr').length > 0]).toEqual([200, true])
  const twice = await upload(answer('成功'))
  expect([twice.status, main(twice)]).toEqual([409, expect.stringContaining('已经导入过')])
  expect(main(await open(staff.payer, built.path))).toContain('已对账')
}

const follow = async (code: string): Promise<{ browser: Client; page: Answer }> => {
  const browser = reporterBrowser(scene.site)
  const page = await comeBack(browser, code)
  return { browser, page }
}

const claimForm = { form: 'form[action="/follow/claim"]' }
const payeeForm = { form: '[data-test=payee]' }
const checkForm = { form: 'form[action="/follow/claim/check"]' }

it('pays an anonymous reporter with a claim word', async () => {
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  const early = await follow(code)
  expect(main(await early.browser.open('/follow/claim'))).toContain('现在还没有奖励的决定')
  await told(caseId)
  const { browser, page } = await follow(code)
  expect(main(page)).toContain('有一份奖励可以领')
  const claim = await browser.open('/follow/claim')
  expect(main(claim)).toContain('叁仟柒佰伍拾元整')
  expect((await browser.open('/follow/claim/account')).path).toBe('/follow/claim')
  const empty = await browser.submit(claim, { word: '  ' }, claimForm)
  expect([empty.status, main(empty)]).toEqual([422, expect.stringContaining('请写举报时定的')])
  const wrong = await browser.submit(claim, { word: '不是这一句话啊' }, claimForm)
  expect([wrong.status, main(wrong)]).toEqual([422, expect.stringContaining('口令不对')])
  let next = await browser.submit(claim, { word: `${word} ` }, claimForm)
  expect(next.path).toBe('/follow/claim/account')
  for (const [typed, said] of [
    [{ account: '6222020200112233447' }, '有一位数字可能抄错了'],
    [{ id_number: '110105194912310021' }, '最后一位对不上'],
    [{ amount: '9999999' }, '最多 3,750.00 元'],
    [{ name: '' }, '请写收款人的姓名'],
    [{ name: '=HYPERLINK("x")' }, '姓名要和证件上的一样'],
  ] as const) {
    const bad = await browser.submit(next, { ...account, ...typed }, payeeForm)
    expect([bad.status, main(bad)]).toEqual([422, expect.stringContaining(said)])
  }
  const all = { name: '', id_number: '11010529990101002X', account: '622', bank: '', amount: 'x' }
  expect(errorsOf(await browser.submit(next, { ...account, ...all }, payeeForm))).toEqual([
    '请写收款人的姓名',
    expect.stringContaining('身份证号最后一位对不上'),
    expect.stringContaining('银行卡号一般是'),
    expect.stringContaining('开户银行'),
    expect.stringContaining('最多 3,750.00 元'),
  ])
  next = await browser.submit(next, { ...account, amount: '3000' }, payeeForm)
  expect(main(next)).toContain('还要付给谁')
  next = await browser.submit(next, {}, { form: '[data-test=payees] form' })
  next = await browser.submit(next, account, payeeForm)
  expect([next.path, main(next)]).toEqual([
    '/follow/claim/check',
    expect.stringContaining('****3446'),
  ])
  const done = await browser.submit(next, {}, checkForm)
  const number = done.$('[data-test=number] .jb-num').text()
  expect(number).toMatch(/^\d{12}$/)
  await paid(number)
  const settled = main(await browser.open('/follow/claim'))
  expect(settled).toContain('银行已经付清')
  expect(settled).not.toContain('付了一部分')
  // Whoever handles the case sees that it is paid, and not to whom.
  const seen = await open(scene.staff.handler, `/staff/cases/${caseId}/reward`)
  expect(seen.text).toContain('已付款')
  for (const secret of ['王小明', card, '示范银行']) expect(seen.text).not.toContain(secret)
})

it('pays a reporter who gave a name, and says whether it is the same person', async () => {
  const { caseId, code } = await reportedCase(scene, { identity: 'named' })
  await told(caseId)
  const { browser } = await follow(code)
  const claim = await browser.open('/follow/claim')
  expect(claim.$('[name=word]')).toHaveLength(0)
  let next = await browser.submit(claim, {}, claimForm)
  next = await browser.submit(next, account, payeeForm)
  const done = await browser.submit(next, {}, checkForm)
  const number = done.$('[data-test=number] .jb-num').text()
  const rows = await scene.site.tables('award_claims').where({ number, matched: 'yes' })
  expect(rows).toHaveLength(1)
  await paid(number)
})

it('pays at the office, typed in by one and checked by another', async () => {
  const { staff } = scene
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  await told(caseId)
  const page = await open(staff.payer, '/staff/finance/office')
  const first = Object.fromEntries(
    Object.entries(account).map(([name, value]) => [`${name}_0`, value]),
  )
  const whole = { ...first, code, word, seen: 'yes' }
  const office = 'office:登记，交给同事核对'
  for (const [typed, said] of [
    [{ word: '不是这一句话啊' }, '查询码或者领奖口令不对'],
    [{ code: '1234' }, '查询码'],
    [{ agent_name: '李代办' }, '代领的人'],
  ] as const) {
    const bad = await submit(staff.payer, page, { ...whole, ...typed }, office)
    expect([bad.status, main(bad)]).toEqual([422, expect.stringContaining(said)])
    expect(bad.text).not.toContain(code)
    expect(bad.text).not.toContain(word)
  }
  const agent = { agent_name: '李代办', agent_id_number: '11010519491231002X', agent_seen: 'yes' }
  const entered = await submit(staff.payer, page, { ...whole, ...agent }, office)
  expect(main(entered)).toContain('李代办')
  expect(entered.$('[data-test=pass]')).toHaveLength(0)
  const number = (/\d{12}/.exec(entered.$('h1').text()) ?? [''])[0]
  await paid(number)
})

it('lets a wrong word be tried five times, and then the office stays open', async () => {
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  await told(caseId)
  const { browser } = await follow(code)
  const claim = await browser.open('/follow/claim')
  const tries = []
  // Nothing typed is no try.
  for (let count = 0; count < 3; count += 1) await browser.submit(claim, { word: '' }, claimForm)
  for (let count = 0; count < 6; count += 1)
    tries.push((await browser.submit(claim, { word: `错的口令第${count}次` }, claimForm)).status)
  expect(tries).toEqual([422, 422, 422, 422, 422, 429])
  // The right one waits as well, in another browser too.
  const other = await follow(code)
  const right = await other.browser.submit(
    await other.browser.open('/follow/claim'),
    { word },
    claimForm,
  )
  expect([right.status, main(right)]).toEqual([429, expect.stringContaining('到窗口办理')])
  scene.site.clock.pass(31)
  const later = await follow(code)
  const again = await later.browser.submit(
    await later.browser.open('/follow/claim'),
    { word },
    claimForm,
  )
  expect(again.path).toBe('/follow/claim/account')
})
