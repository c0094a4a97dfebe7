import { demoRewardRule } from '../../src/demonstration/reward-rule'
import { asDay } from '../../src/platform/clock'
import { chooseRewardRule } from '../../src/rewards'
import { come, errorsOf, freshCode, openOffice, type Office } from '../staffing/office'
import type { SignedIn } from '../support/visitors'

let office: Office
let admin: SignedIn
beforeAll(async () => {
  office = await openOffice()
  admin = await come(office.site, office.sysadmin)
})
afterAll(() => office.site.stop())

const draftRule = { ...demoRewardRule, place: '330100' }
const chosenOn = (on: string) => {
  const { db, lawbook } = office.site.house
  return db.inTransaction(async tx =>
    chooseRewardRule(await lawbook.list(tx, 'reward-rule', { place: '330102', on: asDay(on) })),
  )
}

it('a rule of rewards becomes law by two people, from its day on, tried on its cases first', async () => {
  const { db, lawbook } = office.site.house
  const data = { ...(draftRule.data as object), standing: 'draft' }
  await db.inTransaction(tx => lawbook.add(tx, { ...draftRule, data }))
  const at = `/staff/admin/law/entry?kind=reward-rule&code=${draftRule.code}&place=330100&version=1`
  const form = await admin.click(await admin.open(at), '起草新版本')
  const words = String(form.$('textarea').val())
  const typed = { where: '330100', validFrom: '2026 12 1', source: '本地办法正式文本', status: 'P' }
  const bare = await admin.submit(form, { ...typed, words }, { form: '#draft' })
  expect([bare.status, errorsOf(bare).join()]).toEqual([422, expect.stringContaining('没有算例')])

  const cases = [{ caseValue: '125000', grade: '一级', reward: '3750' }]
  const better = JSON.stringify({ ...data, standing: 'confirmed', cases }, null, 2)
  const draft = await admin.submit(bare, { ...typed, words: better }, { form: '#draft' })
  expect(draft.$('.st-sheet').text()).toContain('叁仟柒佰伍拾元整')
  await admin.submit(draft, {}, { form: '#propose' })
  const second = await come(office.site, office.secadmin)
  const asked = await second.open(draft.path)
  const answer = { decision: 'approved', otp: freshCode(office.site, office.secadmin) }
  await second.submit(asked, answer, { form: '#decide' })
  expect((await chosenOn('2026-11-30')).rule?.code).not.toBe(draftRule.code)
  expect(await chosenOn('2026-12-01')).toMatchObject({
    rule: { code: draftRule.code, version: 2, status: 'P' },
  })
})
