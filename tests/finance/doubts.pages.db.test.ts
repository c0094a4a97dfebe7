import {
  openAwardScene,
  reportedCase,
  tableHolds,
  toldAward,
  word,
  type AwardScene,
} from '../awards/scene'
import { comeBack, errorsOf } from '../support/following'
import { hire } from '../support/people'
import { reporterBrowser } from '../support/visitors'

let scene: AwardScene

const OFFICE = '/staff/finance/office'
const enterIt = { button: '登记，交给同事核对' }
const pass = { form: 'form[data-test=pass]' }
const why = '当面拿出了举报当天的回执原件，写着同一个日期'
const person = {
  ...{ name_0: '欧阳拾柒', id_number_0: '11010519491231002X', seen: 'yes' },
  ...{ account_0: '6222021234567890128', bank_0: '示范银行城南支行' },
}

beforeAll(async () => {
  scene = await openAwardScene()
  await hire(scene.site, scene.staff.own.id, ['identity'], '宋保管')
})
afterAll(() => scene.site.stop())

const told = async (identity: 'anon-claim' | 'named') => {
  const made = await reportedCase(scene, { identity })
  return { ...made, awardId: await toldAward(scene, made.caseId) }
}
const reports = (caseId: string) => scene.site.tables('reports').where({ case_id: caseId })
const office = async () => {
  const payer = await scene.enter(scene.staff.payer)
  const page = await payer.open(OFFICE)
  return (typed: Readonly<Record<string, string>>) =>
    payer.submit(page, { ...person, ...typed }, enterIt)
}

it('a forgotten word is said by the officer, confirmed by another, and told to the reporter', async () => {
  const { code, caseId } = await told('anon-claim')
  const send = await office()
  const bare = await send({ code, forgot: 'yes', word })
  expect([bare.status, errorsOf(bare)]).toEqual([
    422,
    [expect.stringContaining('至少 20 个字'), expect.stringContaining('这一栏空着')],
  ])
  await reports(caseId).update({ code_seen_by_officer: true })
  const seen = await send({ code, forgot: 'yes', forgot_why: why })
  expect([seen.status, errorsOf(seen)]).toEqual([409, [expect.stringContaining('只凭查询码')]])
  expect(seen.$('#forgot_why').text()).toBe(why)
  expect(seen.$('#forgot').is(':checked')).toBe(true)
  await reports(caseId).update({ code_seen_by_officer: false })
  const done = await send({ code, forgot: 'yes', forgot_why: why })
  expect(done.$('[data-test=facts]').text()).toContain(why)

  const other = await scene.enter(scene.staff.payer2)
  const page = await other.open(done.path)
  expect(page.$('form[data-test=pass]').text()).toContain('没有对过口令')
  const quick = await other.submit(page, { why: '短' }, pass)
  expect([quick.status, errorsOf(quick)]).toEqual([
    422,
    [expect.stringContaining('核实过的请勾选'), expect.stringContaining('至少 4 个字')],
  ])
  expect(quick.$('#why').text()).toBe('短')
  const long = await other.submit(page, { 'sure_no-word': 'yes', why: '长'.repeat(501) }, pass)
  expect(errorsOf(long)).toEqual(['最多 500 字'])
  expect(long.$('#sure_no-word').is(':checked')).toBe(true)
  const passed = await other.submit(page, { 'sure_no-word': 'yes', why: '打过电话核实' }, pass)
  expect(passed.$('.st-mark').text()).toBe('核对过')
  expect(passed.$('[data-test=facts]').text()).toContain('打过电话核实')

  const reporter = reporterBrowser(scene.site)
  await comeBack(reporter, code)
  const own = await reporter.open('/follow/claim')
  expect(own.$('[data-test=without-word]').text()).toContain('没有对口令')
  expect(own.text).not.toContain(why)
  for (const said of [why, '打过电话核实'])
    for (const table of ['award_claims', 'audit_entries'])
      expect([table, await tableHolds(scene, table, said)]).toEqual([table, false])
})

it('a report that has no word is not marked, nor is one whose word was right', async () => {
  for (const kind of ['named', 'anon-claim'] as const) {
    const { code } = await told(kind)
    const send = await office()
    const typed = kind === 'named' ? { forgot: 'yes', forgot_why: why } : { word }
    const done = await send({ code, name_0: '王小明', ...typed })
    expect(done.path).toMatch(/^\/staff\/finance\/claims\//)
    expect(done.text).not.toContain('没有对过口令')
    const other = await scene.enter(scene.staff.payer2)
    const passed = await other.submit(await other.open(done.path), {}, pass)
    expect(passed.$('.st-mark').text()).toBe('核对过')
    const reporter = reporterBrowser(scene.site)
    await comeBack(reporter, code)
    expect((await reporter.open('/follow/claim')).$('[data-test=without-word]')).toHaveLength(0)
  }
})

it('another name than was left is confirmed with a box of its own', async () => {
  const { code } = await told('named')
  const send = await office()
  const done = await send({ code })
  const other = await scene.enter(scene.staff.payer2)
  const page = await other.open(done.path)
  const quick = await other.submit(page, {}, pass)
  expect(quick.status).toBe(422)
  expect(quick.$('#sure_no-word')).toHaveLength(0)
  const sure = { 'sure_other-name': 'yes', why: '举报人的女儿，看过户口簿' }
  expect((await other.submit(page, sure, pass)).$('.st-mark').text()).toBe('核对过')
})

it('wrong words at the office count with those of the web, wait, and are deeds', async () => {
  const { code, awardId } = await told('anon-claim')
  const send = await office()
  const deeds = () =>
    scene.site.tables('audit_entries').where({ deed: 'claim.word-wrong', subject: awardId })
  // A word left empty is a slip.
  expect((await send({ code })).status).toBe(422)
  expect(await deeds()).toHaveLength(0)
  for (let tried = 0; tried < 5; tried += 1)
    expect((await send({ code, word: '记错了' })).status).toBe(422)
  const waits = await send({ code, word })
  expect([waits.status, errorsOf(waits)]).toEqual([429, [expect.stringContaining('30 分钟')]])
  expect(waits.$('#name_0').attr('value')).toBe('欧阳拾柒')
  expect(await deeds()).toHaveLength(6)
  const reporter = reporterBrowser(scene.site)
  await comeBack(reporter, code)
  const web = await reporter.submit(await reporter.open('/follow/claim'), { word })
  expect(web.status).toBe(429)
  // Whoever forgot it needs no try.
  const done = await send({ code, forgot: 'yes', forgot_why: why })
  expect(done.path).toMatch(/^\/staff\/finance\/claims\//)
})

it('what no page offers gets a page in words', async () => {
  const { code } = await told('anon-claim')
  const send = await office()
  const { path } = await send({ code, word })
  const payer = await scene.enter(scene.staff.payer2)
  const page = await payer.open(path)
  const csrf = page.$('input[name=_csrf]').first().attr('value') ?? ''
  const odd = await payer.send(path, { _csrf: csrf, do: 'xx' })
  expect([odd.status, errorsOf(odd)]).toEqual([422, ['请选通过还是退回']])
  const { caseId } = await told('anon-claim')
  for (const list of ['/staff/finance/claims', '/staff/finance/batches/new'])
    for (const after of [`2026-99-45_${caseId}`, '2026-11-23_x', '_', 'x'])
      expect((await payer.open(`${list}?after=${after}`)).status).toBe(200)
})
