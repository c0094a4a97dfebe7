import type { CaseId } from '../../src/vocabulary/ids'
import { decidedCase, openAwardScene, type AwardScene } from '../awards/scene'
import type { Answer } from '../support/client'
import type { Officer } from '../support/people'

let scene: AwardScene
let caseId: CaseId

beforeAll(async () => {
  scene = await openAwardScene()
  caseId = await decidedCase(scene)
})
afterAll(() => scene.site.stop())

const path = () => `/staff/cases/${caseId}/reward`
const open = async (officer: Officer, at = path()): Promise<Answer> =>
  (await scene.enter(officer)).open(at)
const submit = async (
  officer: Officer,
  page: Answer,
  fields: Readonly<Record<string, string>>,
  how: { form: string; button?: string },
): Promise<Answer> => (await scene.enter(officer)).submit(page, fields, how)

const errorsOf = ({ $ }: Answer): string => $('#errors').text().replace(/\s+/g, ' ')
const main = ({ $ }: Answer): string => $('main').text().replace(/\s+/g, ' ')

const tests = {
  ...{ 't_clear-clue': 'yes', 't_not-known': 'yes', 't_proved-loss': 'yes' },
  ...{ t_wish: 'yes', 't_other-conditions': 'yes' },
  ...{ 't_insurance-staff': 'no', 't_own-confession': 'no', t_withdrawn: 'no' },
  ...{ t_unreachable: 'no', 't_in-court': 'no' },
}
const whole = {
  ...tests,
  conditionsWhy: '线索明确，证据有效，查证属实',
  exclusionsWhy: '查过人员名单，没有这些情形',
  decision: '示范市医保罚〔2026〕12号',
  basis: '125,000',
  grade: '一级',
}
const propose = { form: '[data-test=propose]', button: '先算一算' }
const send = { form: '[data-test=propose]', button: '送负责人审核' }

it('names what is missing, beside its field, and loses nothing', async () => {
  const { staff } = scene
  const page = await open(staff.handler)
  expect(main(page)).toContain('125,000.00 元')
  expect(main(page)).toContain('愿意领奖励')
  for (const [typed, said] of [
    [{ basis: '-5' }, '负数'],
    [{ basis: '1.234,5' }, '小数点'],
    [{ basis: '9'.repeat(30) }, '最多'],
    [{ grade: '' }, '请选等级'],
    [{ decision: '' }, '请写处理决定的文号'],
    [{ decision: '见附件，举报人是“三楼护士”' }, '文号只写文号'],
    [{ decision: '三楼护士举报的那一件' }, '文号只写文号'],
    [{ decision: '12号' }, '例如 示范市医保罚〔2026〕12号'],
    [{ conditionsWhy: '' }, '请写符合不符合条件的理由'],
  ] as const) {
    const wrong = await submit(staff.handler, page, { ...whole, ...typed }, propose)
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, expect.stringContaining(said)])
    expect(wrong.$('[name=exclusionsWhy]').text()).toBe(whole.exclusionsWhy)
  }
  const more = await submit(staff.handler, page, { ...whole, basis: '125,000.01' }, propose)
  expect([more.status, main(more)]).toEqual([409, expect.stringContaining('基数比认定的损失多')])
})

it('is calculated first, line by line, and then sent to another', async () => {
  const { staff } = scene
  const looked = await submit(staff.handler, await open(staff.handler), whole, propose)
  expect(looked.$('[data-test=preview]').text()).toContain('叁仟柒佰伍拾元整')
  expect(looked.$('[data-test=preview] tbody').text()).toContain('× 3%')
  const sent = await submit(staff.handler, looked, whole, send)
  expect(sent.$('[data-test=award]').text()).toContain('奖〔2026〕1号')
  expect(sent.$('[data-test=award] form')).toHaveLength(0)
  expect(sent.$('[data-test=propose]')).toHaveLength(0)
  const again = await (await scene.again(staff.handler)).submit(looked, whole, send)
  expect(again.$('[data-test=award]')).toHaveLength(1)

  // Whoever receives reports only, and whoever pays, has no such page.
  expect((await open(staff.clerk)).status).toBe(403)
  expect((await open(staff.approver)).status).toBe(403)
  const list = await open(staff.principal, '/staff/awards')
  expect(list.$('[data-test=awards] tbody tr')).toHaveLength(1)
  expect((await open(staff.principal, '/staff')).text).toContain('奖励意见待审核')
})

it('is passed by a principal with a fresh code', async () => {
  const { staff, fresh } = scene
  const page = await open(staff.principal)
  const wrong = await submit(staff.principal, page, { otp: '000000' }, { form: '[data-test=pass]' })
  expect(wrong.status).toBe(422)
  const short = await submit(staff.principal, page, { why: '' }, { form: '[data-test=return]' })
  expect([short.status, short.$('[data-test=award] .st-field--bad')]).toEqual([
    422,
    expect.objectContaining({ length: 1 }),
  ])
  const otp = fresh(staff.principal)
  const passed = await submit(staff.principal, page, { otp }, { form: '[data-test=pass]' })
  expect(passed.$('[data-test=award]').text()).toContain('等财务审批')
})

it('is approved by the finance side, who see sums and no case', async () => {
  const { staff, fresh, site } = scene
  const list = await open(staff.approver, '/staff/finance/rewards')
  const row = list.$('[data-test=rewards] tbody tr')
  expect(row.text()).toContain('3,750.00')
  const at = String(row.find('a').attr('href'))
  const page = await open(staff.approver, at)
  expect(main(page)).toContain('叁仟柒佰伍拾元整')
  for (const secret of ['和安医院', '夜里病区', '线索明确', '查过人员名单'])
    expect(page.text).not.toContain(secret)
  // A payer reads it and does not approve it; another body does not see it.
  expect((await open(staff.payer, at)).$('[data-test=approve]')).toHaveLength(0)
  expect((await open(staff.stranger, at)).status).toBe(404)

  const approve = { form: '[data-test=approve]' }
  const otp = fresh(staff.approver)
  const done = await submit(staff.approver, page, { otp }, approve)
  expect(main(done)).toContain('已批准，等举报人领取')
  const twice = await (await scene.again(staff.approver)).submit(page, { otp }, approve)
  expect([twice.status, twice.path]).toEqual([200, at])
  const deeds = await site.tables('audit_entries').where({ deed: 'award.approved' })
  expect(deeds).toHaveLength(1)
  expect((await open(staff.handler)).text).toContain('最迟哪天领')
})

it('prolongs with why, and says what is wrong with a day', async () => {
  const { staff, fresh } = scene
  const list = await open(staff.approver, '/staff/finance/rewards?view=open')
  const at = String(list.$('[data-test=rewards] tbody a').attr('href'))
  const page = await open(staff.approver, at)
  const extend = { form: '[data-test=extend]' }
  const why = '举报人住院，刚刚看到'
  for (const [until, status, said] of [
    ['明年', 422, '日期要写成年、月、日'],
    ['2026 12 1', 409, '新的截止日期不对'],
  ] as const) {
    const otp = fresh(staff.approver)
    const wrong = await submit(staff.approver, page, { until, why, otp }, extend)
    expect([wrong.status, main(wrong)]).toEqual([status, expect.stringContaining(said)])
  }
  const otp = fresh(staff.approver)
  const longer = await submit(staff.approver, page, { until: '2027 3 1', why, otp }, extend)
  expect(main(longer)).toContain('2027 年 3 月 1 日')
})
