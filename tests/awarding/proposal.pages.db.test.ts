import { demoRewardRule } from '../../src/demonstration/reward-rule'
import { asDay } from '../../src/platform/clock'
import type { CaseId } from '../../src/vocabulary/ids'
import {
  decidedCase,
  openAwardScene,
  proposalWish,
  visitorOf,
  type AwardScene,
} from '../awards/scene'
import { storeCase } from '../support/cases'
import type { Answer } from '../support/client'
import type { Officer } from '../support/people'

let scene: AwardScene
let caseId: CaseId

beforeAll(async () => {
  scene = await openAwardScene()
  caseId = await decidedCase(scene)
})
afterAll(() => scene.site.stop())

const path = (id = caseId) => `/staff/cases/${id}/reward`
const open = async (officer: Officer, at = path()): Promise<Answer> =>
  (await scene.enter(officer)).open(at)
type Fields = Readonly<Record<string, string>>
const submit = async (page: Answer, fields: Fields, button: string): Promise<Answer> =>
  (await scene.enter(scene.staff.handler)).submit(page, fields, {
    ...{ form: '[data-test=propose]', button },
  })
const [look, send] = ['先算一算', '送负责人审核']

const errorsOf = ({ $ }: Answer): string[] =>
  $('#errors li')
    .toArray()
    .map(one => $(one).text())
const main = ({ $ }: Answer): string => $('main').text().replace(/\s+/g, ' ')
const preview = ({ $ }: Answer): string => $('[data-test=preview]').text()
const proposed = () => scene.site.tables('awards').where({ case_id: caseId })

const tests = {
  ...{ 't_clear-clue': 'yes', 't_not-known': 'yes', 't_proved-loss': 'yes' },
  ...{ t_wish: 'yes', 't_other-conditions': 'yes' },
  ...{ 't_insurance-staff': 'no', 't_own-confession': 'no', t_withdrawn: 'no' },
  ...{ t_unreachable: 'no', 't_in-court': 'no' },
}
const gradeless = {
  ...tests,
  conditionsWhy: '线索明确，证据有效',
  exclusionsWhy: '查过人员名单，没有这些情形',
  decision: ' 示范市医保罚 [2026] 12号',
  basis: '125,000',
}
const whole = { ...gradeless, grade: '一级' }

it('a case that ended without a decision is not told to decide first', async () => {
  const { site, staff } = scene
  const ended = await storeCase(site, staff.own.id, {})
  await site.tables('cases').where({ id: ended.caseId }).update({ state: 'closed' })
  const page = main(await open(staff.principal, path(ended.caseId)))
  expect(page).toContain('这一件已经办完，不能提出奖励意见')
  expect(page).not.toContain('请先作出决定')
  await site.tables('cases').where({ id: ended.caseId }).update({ state: 'filed' })
  expect(main(await open(staff.principal, path(ended.caseId)))).toContain('请先作出决定')
})

it('names each reason in the list of what is wrong', async () => {
  const page = await open(scene.staff.handler)
  const wrong = await submit(page, { ...whole, conditionsWhy: '', exclusionsWhy: '' }, look)
  expect(errorsOf(wrong)).toEqual([
    expect.stringContaining('请写符合不符合条件的理由'),
    expect.stringContaining('请写有没有不予奖励情形的理由'),
  ])
})

it('a refusal needs no number: there may be none yet', async () => {
  const page = await open(scene.staff.handler)
  const fields = { ...whole, t_withdrawn: 'yes', decision: '', basis: '' }
  const looked = await submit(page, fields, look)
  expect([looked.status, preview(looked)]).toEqual([200, expect.stringContaining('不予奖励')])
  const wrong = await submit(page, { ...fields, decision: '见附件' }, look)
  expect([wrong.status, errorsOf(wrong)]).toEqual([422, [expect.stringContaining('只写文号')]])
})

it('no figure is sent that was not seen', async () => {
  const page = await open(scene.staff.handler)
  const looked = await submit(page, whole, look)
  expect(preview(looked)).toContain('3,750.00 元')
  const changed = { ...whole, basis: '100,000' }
  const first = await submit(looked, changed, send)
  expect([first.status, preview(first)]).toEqual([409, expect.stringContaining('3,000.00 元')])
  expect(main(first)).toContain('还没有送出')
  // Without any preview, past the page.
  const token = String(page.$('[data-test=propose] [name=_csrf]').val())
  const once = String(page.$('[name=once]').val())
  const blind = await (
    await scene.enter(scene.staff.handler)
  ).send(path(), { ...whole, _csrf: token, once, step: 'send' })
  expect([blind.status, preview(blind)]).toEqual([409, expect.stringContaining('3,750.00 元')])
  expect(await proposed()).toEqual([])

  const sent = await submit(first, changed, send)
  expect(sent.$('[data-test=award]').text()).toContain('3,000.00 元')
  expect(sent.$('[data-test=award]').text()).toContain('示范市医保罚〔2026〕12号')
})

it('an unknown answer gets a sentence and answers nothing', async () => {
  const { principal } = scene.staff
  const page = await open(principal)
  const action = String(page.$('[data-test=pass]').attr('action'))
  const token = String(page.$('[data-test=pass] [name=_csrf]').val())
  for (const crafted of [{ do: 'xx' }, {}]) {
    const wrong = await (await scene.enter(principal)).send(action, { ...crafted, _csrf: token })
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, ['请选通过还是退回']])
  }
  expect(await proposed()).toEqual([expect.objectContaining({ state: 'proposed' })])
})

it('what came back is mended, not typed again', async () => {
  const { staff } = scene
  const why = '等级和材料对不上，请核对'
  const back = await (
    await scene.enter(staff.principal)
  ).submit(await open(staff.principal), { why }, { form: '[data-test=return]' })
  expect(main(back)).toContain(why)
  const home = await (await scene.enter(staff.handler)).open('/staff')
  expect(home.$('a:contains(奖励意见退回，要重新提)').attr('href')).toBe(path())
  const page = await open(staff.handler)
  for (const [name, value] of [
    ['conditionsWhy', whole.conditionsWhy],
    ['exclusionsWhy', whole.exclusionsWhy],
    ['decision', '示范市医保罚〔2026〕12号'],
    ['basis', '100,000.00'],
    ['grade', '一级'],
  ] as const)
    expect([name, page.$(`[data-test=propose] [name=${name}]`).val()]).toEqual([name, value])
  for (const [name, value] of Object.entries(tests))
    expect(page.$(`[name="${name}"]:checked`).val()).toBe(value)
  const looked = await submit(page, { grade: '二级' }, look)
  expect(preview(looked)).toContain('2,000.00 元')
  const sent = await submit(looked, {}, send)
  expect(sent.$('[data-test=award]').first().text()).toContain('2,000.00 元')
  const done = await (await scene.enter(staff.handler)).open('/staff')
  expect(done.text).not.toContain('奖励意见退回')
  expect(await proposed()).toHaveLength(2)
})

it('a rule without a least sum that comes to nothing is refused in a sentence', async () => {
  const { site, staff, inTx } = scene
  const other = await decidedCase(scene)
  const formula = { shape: 'up-to', ceiling: '0.03' }
  const data = { ...(demoRewardRule.data as object), formula, floor: null, cap: null }
  await inTx(tx =>
    site.house.lawbook.add(tx, {
      ...{ ...demoRewardRule, data, code: 'UP-TO', place: '330102' },
      validFrom: asDay('2025-01-01'),
    }),
  )
  const page = await open(staff.handler, path(other))
  const wrong = await submit(page, { ...gradeless, basis: '0.10' }, look)
  expect([wrong.status, main(wrong)]).toEqual([409, expect.stringContaining('算出来是 0 元')])
  const wish = proposalWish({ basis: 10n, grade: '', rate: '0.01' })
  await expect(
    inTx(tx => site.house.awards.propose(tx, visitorOf(staff.handler), other, wish)),
  ).rejects.toMatchObject({ code: 'award.nothing' })
})
