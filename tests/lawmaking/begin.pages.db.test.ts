import { asDay } from '../../src/platform/clock'
import { chooseRewardRule } from '../../src/rewards'
import { come, errorsOf, freshCode, openOffice, type Office } from '../staffing/office'
import type { Answer } from '../support/client'
import type { SignedIn } from '../support/visitors'

// Monday 23 November 2026, nine in the morning.
let office: Office
let admin: SignedIn
let second: SignedIn
beforeAll(async () => {
  office = await openOffice()
  admin = await come(office.site, office.sysadmin)
  second = await come(office.site, office.secadmin)
})
afterAll(() => office.site.stop())

const main = ({ $ }: Answer): string => $('main').text().replace(/\s+/g, ' ')
const inDraft = { form: '#draft' }

const approve = async (draft: Answer): Promise<Answer> => {
  await admin.submit(draft, {}, { form: '#propose' })
  const asked = await second.open(draft.path)
  const answer = { decision: 'approved', otp: freshCode(office.site, office.secadmin) }
  return second.submit(asked, answer, { form: '#decide' })
}

const rule = {
  ...{
    title: '杭州市医疗保障基金举报奖励细则',
    document: '杭医保〔2026〕1 号',
    issued: '2026-11-20',
  },
  ...{ basis: '案值', standing: 'confirmed', chosenBy: 'report' },
  ...{ formula: { shape: 'flat', rate: '0.03' }, floor: 200, cap: 200_000 },
  ...{
    steps: ['rate', 'uplift', 'floor', 'cap'],
    rounding: 'half-up',
    uplift: null,
    withoutLoss: null,
  },
  ...{ start: null, claim: null, cases: [{ caseValue: '12000', reward: '360' }] },
}
const chosenOn = (on: string) => {
  const { db, lawbook } = office.site.house
  return db.inTransaction(async tx =>
    chooseRewardRule(await lawbook.list(tx, 'reward-rule', { place: '330102', on: asDay(on) })),
  )
}

it('a wholly new rule of rewards is begun, compared with what held until then, approved by another', async () => {
  const list = await admin.open('/staff/admin/law')
  const form = await admin.click(list, '奖励办法')
  expect(form.$('h1').text()).toBe('起草新的奖励办法')

  const empty = await admin.submit(form, { code: '杭州', source: '', status: '' }, inDraft)
  expect([empty.status, errorsOf(empty)]).toEqual([
    422,
    [expect.stringContaining('2 到 40 个'), '请写依据，没有依据的规定不能录入', '请选依据有多可靠'],
  ])
  const typed = { where: '330100', validFrom: '2026 12 1', source: '正式文本', status: 'P' }
  const blank = await admin.submit(empty, { ...typed, code: 'HANGZHOU-2026' }, inDraft)
  expect([blank.status, errorsOf(blank).join()]).toEqual([422, expect.stringContaining('“title”')])
  expect(blank.$('#code').val()).toBe('HANGZHOU-2026')
  const words = JSON.stringify(rule, null, 2)
  const known = await admin.submit(blank, { ...typed, words, code: 'CN-2022-22' }, inDraft)
  expect([known.status, errorsOf(known)]).toEqual([422, [expect.stringContaining('已经有了')]])
  expect([known.$('#code').val(), known.$('textarea').val()]).toEqual(['CN-2022-22', words])
  expect(await office.site.tables('law_drafts')).toEqual([])

  const wish = { ...typed, words, code: 'HANGZHOU-2026' }
  const draft = await admin.submit(known, wish, inDraft)
  // The same form sent twice is taken and leaves nothing more.
  const again = () => admin.submit(known, wish, inDraft)
  await expect(again()).rejects.toThrow('left no record')
  expect(main(draft)).toContain('（HANGZHOU-2026）')
  expect(draft.$('[data-sign=gone]').text()).toContain('违法违规使用医疗保障基金举报奖励办法')
  expect(draft.$('.st-sheet').text()).toContain('叁佰陆拾元整')

  const before = (await chosenOn('2026-12-01')).rule?.code
  expect(main(await approve(draft))).toContain('已批准')
  expect((await chosenOn('2026-11-30')).rule?.code).toBe(before)
  expect((await chosenOn('2026-12-01')).rule).toMatchObject({
    ...{ code: 'HANGZHOU-2026', place: '330100', version: 1, status: 'P' },
  })
  // The same form once more, now that it is law.
  await expect(again()).rejects.toThrow('left no record')
  expect(await office.site.tables('law_drafts')).toHaveLength(1)
})

it('an administrator’s list of sites: citizens are led there from its day on', async () => {
  const { db, lawbook } = office.site.house
  const hostsOn = async (on: string) =>
    (
      await db.inTransaction(tx => lawbook.list(tx, 'link-host', { place: '*', on: asDay(on) }))
    ).map(({ data }) => data.host)
  expect(await hostsOn('2026-11-23')).toEqual(['gov.cn'])

  const form = await admin.open('/staff/admin/law/begin?kind=link-host')
  const typed = { where: '*', validFrom: '2026 12 1', source: '局务会纪要', status: 'P' }
  const host = (name: string) => JSON.stringify({ name: '市医保局', order: 2, host: name })
  for (const wrong of ['https://ybj.example.cn', 'ybj.example.cn/a', 'cn', 'Ybj.example.cn', ''])
    expect(
      errorsOf(await admin.submit(form, { ...typed, code: 'ybj', words: host(wrong) }, inDraft)),
    ).toEqual(['“host”写得不对或者缺了'])
  const wish = { ...typed, code: 'ybj', words: host('ybj.example.cn') }
  const draft = await admin.submit(form, wish, inDraft)
  expect(main(draft)).toContain('新的一条，没有原来的版本')
  await approve(draft)
  expect(await hostsOn('2026-11-30')).toEqual(['gov.cn'])
  expect(await hostsOn('2026-12-01')).toEqual(['gov.cn', 'ybj.example.cn'])
})

it('bank layouts are everybody’s, the words on tax are an administrator’s, other kinds are not begun', async () => {
  const layout = await admin.open('/staff/admin/law/begin?kind=bank-layout')
  const typed = { code: 'icbc', validFrom: '2026 12 1', source: '银行给的样式', status: 'P' }
  const placed = await admin.submit(layout, { ...typed, where: '330100' }, inDraft)
  expect([placed.status, errorsOf(placed)]).toEqual([422, ['这一类是全站共用的，请写 *']])

  const tax = '/staff/admin/law/new?kind=reward-tax&code=unsettled&place=*&version=1'
  const form = await admin.open(tax)
  const words = JSON.stringify({ words: '免征个人所得税。', basis: '税务机关答复', order: 1 })
  const draft = await admin.submit(
    form,
    { where: '330100', validFrom: '2026 12 1', source: '税务机关答复', status: 'P', words },
    inDraft,
  )
  expect(main(await approve(draft))).toContain('已批准')

  for (const kind of ['limit', 'document-template', 'reward-tax', 'nothing', ''])
    expect((await admin.open(`/staff/admin/law/begin?kind=${kind}`)).status).toBe(404)
})
