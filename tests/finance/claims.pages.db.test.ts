import { randomUUID } from 'node:crypto'
import type { Holder } from '../../src/desks'
import type { ClaimId } from '../../src/vocabulary/ids'
import { openAwardScene, reportedCase, toldAward, word, type AwardScene } from '../awards/scene'
import { payee, reporterOf } from '../payouts/scene'
import { errorsOf } from '../support/following'
import { hire } from '../support/people'
import { dumpTables, findTraces } from '../support/traces'

let scene: AwardScene
let reporter: Holder
let code: string
let id: ClaimId

const canaries = {
  name: '欧阳拾柒',
  idNumber: '11010519491231002X',
  account: '6222021234567890128',
  bank: '示范银行梧桐支行',
}
const CLAIMS = '/staff/finance/claims'
const OFFICE = '/staff/finance/office'
const enterIt = { button: '登记，交给同事核对' }
const form = (name: string) => ({ form: `form[data-test=${name}]` })

beforeAll(async () => {
  scene = await openAwardScene()
  await hire(scene.site, scene.staff.own.id, ['identity'], '宋保管')
  const told = await reportedCase(scene, { identity: 'anon-claim' })
  code = told.code
  reporter = await reporterOf(scene, code)
  await toldAward(scene, told.caseId)
})
afterAll(() => scene.site.stop())

const claim = () =>
  scene.inTx(async tx => {
    const wish = { once: randomUUID(), payees: [payee(3_750_00n, canaries)] }
    const made = await scene.site.house.payouts.claims.make(tx, reporter, wish)
    return made.id
  })
const deeds = (deed: string) => scene.site.tables('audit_entries').where({ deed, subject: id })

it('shows whom to pay without the numbers, and the numbers once, with a deed', async () => {
  id = await claim()
  const { staff, enter } = scene
  const payer = await enter(staff.payer)
  const list = await payer.open(CLAIMS)
  expect(list.$('[data-test=claims] tbody').text()).toContain('3,750.00')
  const page = await payer.open(`${CLAIMS}/${id}`)
  const shown = page.$('[data-test=payee]').text()
  expect(shown).toContain('欧阳拾柒')
  expect(shown).toContain('****0128')
  expect(page.text).not.toContain(canaries.account)
  expect(page.text).not.toContain(canaries.idNumber)
  expect(page.$('[data-test=facts]').text()).toContain('叁仟柒佰伍拾元整')
  const masked = await deeds('claim.viewed')
  const whole = await payer.submit(page, {}, form('numbers'))
  expect(whole.$('[data-test=payee]').text()).toContain(canaries.account)
  expect(whole.$('[data-test=payee]').text()).toContain(canaries.idNumber)
  // A look at whole numbers is another deed than one at masked ones.
  expect(await deeds('claim.numbers-viewed')).toHaveLength(1)
  expect(await deeds('claim.viewed')).toHaveLength(masked.length)
  expect((await payer.open(`${CLAIMS}/${id}`)).text).not.toContain(canaries.account)
})

it('is not there for another body, and closed to everybody else', async () => {
  const { staff, enter } = scene
  expect((await (await enter(staff.stranger)).open(`${CLAIMS}/${id}`)).status).toBe(404)
  expect((await (await enter(staff.handler)).open(`${CLAIMS}/${id}`)).status).toBe(403)
  expect((await (await enter(staff.principal)).open(CLAIMS)).status).toBe(403)
})

it('is returned with a ground, then claimed again and passed, once', async () => {
  const { staff, enter } = scene
  const payer = await enter(staff.payer)
  const page = await payer.open(`${CLAIMS}/${id}`)
  const other = await enter(staff.payer2)
  const seen = await other.open(`${CLAIMS}/${id}`)
  const none = await payer.submit(page, {}, form('return'))
  expect([none.status, errorsOf(none)]).toEqual([422, ['请选退回的理由']])
  const returned = await payer.submit(page, { ground: 'account-wrong' }, form('return'))
  expect(returned.$('[data-test=facts]').text()).toContain('账号或者开户银行不对')
  const stale = await other.submit(seen, {}, form('pass'))
  expect(stale.status).toBe(409)
  expect(stale.$('[role=alert]').text()).toContain('这份申领已经核对过')
  id = await claim()
  const passed = await payer.submit(await payer.open(`${CLAIMS}/${id}`), {}, form('pass'))
  expect(passed.$('.st-mark').text()).toBe('核对过')
  expect(passed.$('form[data-test=pass]')).toHaveLength(0)
  expect((await payer.open(`${CLAIMS}?view=checked`)).$('tbody tr')).toHaveLength(1)
  expect(await deeds('claim.checked')).toHaveLength(1)
})

const person = {
  ...{ name_0: '王小明', id_number_0: '11010519491231002X', account_0: canaries.account },
  ...{ bank_0: '示范银行城南支行' },
}

it('at the office every field is checked, and a wrong code or word is said in the same words', async () => {
  const { staff, enter } = scene
  const told = await reportedCase(scene, { identity: 'anon-claim' })
  await toldAward(scene, told.caseId)
  const payer = await enter(staff.payer)
  const page = await payer.open(OFFICE)
  const empty = await payer.submit(page, {}, enterIt)
  expect(empty.status).toBe(422)
  expect(errorsOf(empty)).toEqual([
    '请写收款人的姓名',
    '请写证件号',
    expect.stringContaining('银行卡号'),
    expect.stringContaining('开户银行'),
    '请先看过收款人的证件原件',
    expect.stringContaining('查询码或者领奖口令不对'),
  ])
  const send = (typed: Readonly<Record<string, string>>) =>
    payer.submit(page, { ...person, seen: 'yes', ...typed }, enterIt)
  const known = { code: told.code, word }
  const answers = [
    await send({ ...known, code: '1234' }),
    await send({ ...known, word: '记错了' }),
    await send({ ...known, code: told.code.replace(/^./, first => (first === '1' ? '2' : '1')) }),
    await (
      await enter(staff.stranger)
    ).submit(
      await (await enter(staff.stranger)).open(OFFICE),
      { ...person, seen: 'yes', ...known },
      enterIt,
    ),
  ]
  expect(new Set(answers.map(one => one.status))).toEqual(new Set([422]))
  expect(new Set(answers.map(one => errorsOf(one).join())).size).toBe(1)
  const [wrong] = answers
  expect(wrong?.$('#name_0').attr('value')).toBe('王小明')
  expect(wrong?.$('#code').attr('value')).toBe('')
  const turned = {
    ...known,
    name_0: '王\u202e小明',
    bank_0: '示范\u202e银行',
    id_number_0: '1',
  }
  expect(errorsOf(await send(turned))).toEqual(['身份证号是 18 位，现在是 1 位'])
  const nameless = await send({
    ...known,
    agent_id_number: '11010519491231002X',
    agent_seen: 'yes',
  })
  expect(errorsOf(nameless)).toEqual(['代领的人：请写姓名'])
  const agent = await send({ ...known, agent_name: '李四', agent_id_number: '123' })
  expect(errorsOf(agent)).toEqual([
    expect.stringContaining('代领的人：身份证号是 18 位'),
    '有人代领的，请先看过授权书',
  ])
})

it('at the office two share it, an agent comes, and another officer checks', async () => {
  const { staff, enter, site } = scene
  const told = await reportedCase(scene, { identity: 'anon-claim' })
  await toldAward(scene, told.caseId)
  await site
    .tables('reports')
    .where({ case_id: told.caseId })
    .update({ code_seen_by_officer: true })
  const payer = await enter(staff.payer)
  const two = await payer.submit(
    await payer.open(OFFICE),
    { ...person, amount_0: '3000' },
    { button: '再加一个收款人' },
  )
  expect(two.$('#name_0').attr('value')).toBe('王小明')
  const second = {
    ...{ name_1: '诸葛小红梅', id_type_1: 'passport', id_number_1: 'E12345678' },
    ...{ account_1: '6222020200112233446', bank_1: '示范银行' },
  }
  const proof = { seen: 'yes', code: told.code, word }
  const less = await payer.submit(two, { ...second, ...proof, amount_1: '700' }, enterIt)
  expect([less.status, errorsOf(less)]).toEqual([409, [expect.stringContaining('少 50.00 元')]])
  const agent = {
    agent_name: '司徒代理人',
    agent_id_number: '11010519491231002X',
    agent_seen: 'yes',
  }
  const done = await payer.submit(less, { ...proof, ...agent, amount_1: '' }, enterIt)
  expect(done.path).toMatch(/^\/staff\/finance\/claims\//)
  expect(done.$('[data-test=payee]').last().text()).toContain('750.00 元')
  expect(done.$('[data-test=payee]').last().text()).toContain('司徒代理人')
  expect(done.text).toContain('要由另一位财务人员核对')
  expect(done.$('form[data-test=pass]')).toHaveLength(0)
  const other = await enter(staff.payer2)
  const passed = await other.submit(await other.open(done.path), {}, form('pass'))
  expect(passed.$('.st-mark').text()).toBe('核对过')
  const traces = { ...canaries, second: '诸葛小红梅', agent: '司徒代理人', code: told.code }
  expect(findTraces(await dumpTables(site), traces)).toEqual([])
})

it('at the office a heard code says whether it is who left the name, and never the name', async () => {
  const { staff, enter, site } = scene
  const payer = await enter(staff.payer)
  const said: string[] = []
  const shown: string[] = []
  for (const [kind, name] of [
    ['named', '王小明'],
    ['named', '欧阳拾柒'],
    ['anon-claim', '欧阳拾柒'],
  ] as const) {
    const told = await reportedCase(scene, { identity: kind })
    await toldAward(scene, told.caseId)
    const report = site.tables('reports').where({ case_id: told.caseId })
    await report.update({ code_seen_by_officer: true })
    const typed = { ...person, name_0: name, seen: 'yes', code: told.code }
    const proof = kind === 'named' ? {} : { word }
    const done = await payer.submit(await payer.open(OFFICE), { ...typed, ...proof }, enterIt)
    expect(done.path).toMatch(/^\/staff\/finance\/claims\//)
    said.push(done.$('[data-test=facts]').text())
    const other = await (await enter(staff.payer2)).open(done.path)
    expect(other.$('[data-test=facts]').text()).toBe(said.at(-1))
    shown.push(`${done.text} ${other.text}`)
  }
  expect(said).toEqual([
    expect.stringContaining('留下的姓名、证件号一致'),
    expect.stringContaining('不一样，请仔细核对'),
    expect.stringContaining('没有留下可以比对的姓名'),
  ])
  // Who came is shown, whoever was named is not.
  expect(shown.map(text => text.includes('王小明'))).toEqual([true, false, false])
})
