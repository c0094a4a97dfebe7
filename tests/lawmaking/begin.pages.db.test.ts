import { asDay } from '../../src/platform/clock'
import { chooseRewardRule } from '../../src/rewards'
import { come, errorsOf, freshCode, openOffice, type Office } from '../staffing/office'
import type { Answer } from '../support/client'
import { hire } from '../support/people'
import { reporterBrowser, type SignedIn } from '../support/visitors'

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
    [
      expect.stringContaining('2 到 40 个'),
      '请写六位行政区划代码；全国都用的写 *',
      '请写依据，没有依据的规定不能录入',
      '请选依据有多可靠',
    ],
  ])
  const source = '正式文本，https://ybj.example.cn/1'
  const typed = { where: '330100', validFrom: '2026 12 1', source, status: 'P' }
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
  expect(draft.$('[data-test=changes] del').text()).toContain(
    '违法违规使用医疗保障基金举报奖励办法',
  )
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

const hangzhou = { where: '330100', validFrom: '2026 12 10', source: '正式文本', status: 'P' }
const inWords = (change: object) => JSON.stringify({ ...rule, ...change }, null, 2)

it.each([
  [{ where: '339999' }, '没有这个行政区划代码，请按国家标准 GB/T 2260 核对'],
  [{ where: '000000' }, '没有这个行政区划代码，请按国家标准 GB/T 2260 核对'],
  [{ code: 'A/../B' }, '2 到 40 个'],
  [{ code: '' }, '2 到 40 个'],
  [{ words: inWords({}).slice(0, -1) }, '读不出来：要写成 JSON'],
  [{ words: inWords({ cases: [] }) }, '没有算例'],
  [{ words: inWords({ cases: undefined }) }, '没有算例'],
  [{ words: inWords({ cases: [{ caseValue: '12000', reward: '361' }] }) }, '照这份办法算是'],
  [{ validFrom: '2026 11 23' }, '生效日期要在今天以后'],
])('%j gets a sentence at its field, and nothing typed is lost', async (wrong, sentence) => {
  const form = await admin.open('/staff/admin/law/begin?kind=reward-rule')
  const sent = { ...hangzhou, code: 'WRONG-1', words: inWords({}), ...wrong }
  const before = await office.site.tables('law_drafts')
  const page = await admin.submit(form, sent, inDraft)
  expect([page.status, errorsOf(page)]).toEqual([422, [expect.stringContaining(sentence)]])
  const field = Object.keys(wrong).join()
  expect(page.$('[role=alert] a').attr('href')).toBe(`#${field}`)
  for (const name of ['code', 'where', 'validFrom', 'source', 'status', 'words'] as const)
    expect([name, page.$(`#draft [name=${name}]`).val()]).toEqual([name, sent[name]])
  expect(await office.site.tables('law_drafts')).toHaveLength(before.length)
})

it('what is tried is amended by going back; no code is begun by two, and what was proposed stays', async () => {
  const form = await admin.open('/staff/admin/law/begin?kind=reward-rule')
  const wish = { ...hangzhou, code: 'AMENDED-1', words: inWords({}) }
  const first = await admin.submit(form, wish, inDraft)
  const cases = [{ caseValue: '20000', reward: '600' }]
  const words = inWords({ cases })
  // The page before, as a browser shows it again.
  const amended = await admin.submit(form, { ...wish, words }, inDraft)
  expect(amended.path).toBe(first.path)
  expect(amended.$('.st-sheet').text()).toContain('陆佰元整')
  const ofCode = () => office.site.tables('law_drafts').where({ code: 'AMENDED-1' })
  expect(await ofCode()).toEqual([expect.objectContaining({ state: 'draft', words })])

  const other = await come(
    office.site,
    await hire(office.site, office.own.id, ['system-admin'], '维二'),
  )
  const beside = await other.open('/staff/admin/law/begin?kind=reward-rule')
  for (const where of ['330100', '330200']) {
    const refused = await other.submit(beside, { ...wish, where }, inDraft)
    expect([refused.status, errorsOf(refused)]).toEqual([
      422,
      [expect.stringContaining('没有完的草稿')],
    ])
    expect(refused.$('textarea').val()).toBe(wish.words)
  }

  await admin.submit(amended, {}, { form: '#propose' })
  const late = await admin.submit(form, wish, inDraft)
  expect([late.status, errorsOf(late)]).toEqual([422, [expect.stringContaining('没有存进去')]])
  expect(late.$('textarea').val()).toBe(wish.words)
  expect(await ofCode()).toEqual([expect.objectContaining({ state: 'proposed', words })])
})

it('a rule that is not confirmed is chosen for nothing until a new version confirms it', async () => {
  const form = await admin.open('/staff/admin/law/begin?kind=reward-rule')
  const typed = { ...hangzhou, where: '330102', code: 'SHANGCHENG-1' }
  const unsure = await admin.submit(
    form,
    { ...typed, words: inWords({ standing: 'uncertain' }) },
    inDraft,
  )
  expect(unsure.$('[data-test=note]').text()).toContain('不会用来算真实的奖励')
  await approve(unsure)
  expect((await chosenOn('2026-12-10')).rule?.code).toBe('HANGZHOU-2026')

  const at = '/staff/admin/law/new?kind=reward-rule&code=SHANGCHENG-1&place=330102&version=1'
  const next = { ...typed, validFrom: '2026 12 11', words: inWords({}) }
  const sure = await admin.submit(await admin.open(at), next, inDraft)
  expect(main(sure)).toContain('和原来的版本比：1 处不同')
  expect(sure.$('[data-test=changes] tbody').text()).toBe('standinguncertainconfirmed')
  await approve(sure)
  expect((await chosenOn('2026-12-10')).rule?.code).toBe('HANGZHOU-2026')
  expect((await chosenOn('2026-12-11')).rule).toMatchObject({ code: 'SHANGCHENG-1', version: 2 })
})

it('an administrator’s list of sites: citizens are led there from its day on', async () => {
  const { db, lawbook } = office.site.house
  const hostsOn = async (on: string) =>
    (
      await db.inTransaction(tx => lawbook.list(tx, 'link-host', { place: '*', on: asDay(on) }))
    ).map(({ data }) => data.host)
  expect(await hostsOn('2026-11-23')).toEqual(['gov.cn'])

  const form = await admin.open('/staff/admin/law/begin?kind=link-host')
  const typed = { where: '*', validFrom: '2026 12 3', source: '局务会纪要', status: 'P' }
  const host = (name: string) => JSON.stringify({ name: '市医保局', order: 2, host: name })
  for (const wrong of ['https://ybj.example.cn', 'ybj.example.cn/a', 'cn', 'Ybj.example.cn', ''])
    expect(
      errorsOf(await admin.submit(form, { ...typed, code: 'ybj', words: host(wrong) }, inDraft)),
    ).toEqual([expect.stringContaining('“host”：只写一家网站的名字')])
  for (const open of ['com.cn', 'org.cn', 'zj.cn', 'edu.cn', 'mil.cn', 'co.uk'])
    expect(
      errorsOf(await admin.submit(form, { ...typed, code: 'ybj', words: host(open) }, inDraft)),
    ).toEqual(['“host”：这个名字下面谁都可以注册，请写到具体的一家网站'])
  const wish = { ...typed, code: 'ybj', words: host('ybj.example.cn') }
  const draft = await admin.submit(form, wish, inDraft)
  expect(main(draft)).toContain('新的一条，没有原来的版本')
  await approve(draft)
  expect(await hostsOn('2026-12-02')).toEqual(['gov.cn'])
  expect(await hostsOn('2026-12-03')).toEqual(['gov.cn', 'ybj.example.cn'])
})

it('bank layouts are everybody’s, the words on tax are an administrator’s, other kinds are not begun', async () => {
  const layout = await admin.open('/staff/admin/law/begin?kind=bank-layout')
  const typed = { code: 'icbc', validFrom: '2026 12 1', source: '银行给的样式', status: 'P' }
  const placed = await admin.submit(layout, { ...typed, where: '330100' }, inDraft)
  expect([placed.status, errorsOf(placed)]).toEqual([422, ['这一类是全站共用的，请写 *']])
  const answer = { reference: '号', amount: '额', result: '果', paid: ['成'], failed: ['成'] }
  const columns = [{ header: '号', field: 'reference' }]
  const faulty = { name: '工行', order: 1, format: 'csv', columns, remark: '举报奖励', answer }
  const said = await admin.submit(layout, { ...typed, words: JSON.stringify(faulty) }, inDraft)
  expect(errorsOf(said).join()).toContain('看得出是举报')
  const plain = { ...faulty, remark: '款项' }
  const next = await admin.submit(layout, { ...typed, words: JSON.stringify(plain) }, inDraft)
  expect(errorsOf(next).join()).toContain('“columns”：要有 reference、name、account、amount 四列')
  expect(errorsOf(next).join()).toContain('“answer”：paid 和 failed 里不能有一样的词')

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

it('/reward links the source of its rule while its site is on the list, and no longer', async () => {
  const linkOn = async (moment: string) => {
    office.site.clock.set(moment)
    const page = await reporterBrowser(office.site).open('/reward')
    expect(main(page)).toContain(rule.title)
    return page.$('main a[href*="://"]').attr('href')
  }
  const at = '/staff/admin/law/new?kind=link-host&code=ybj&place=*&version=1'
  const form = await admin.open(at)
  const words = String(form.$('textarea').val())
  expect(words).toContain('"on": true')
  const typed = { where: '*', validFrom: '2026 12 5', source: '局务会纪要', status: 'P' }
  const off = await admin.submit(
    form,
    { ...typed, words: words.replace('"on": true', '"on": false') },
    inDraft,
  )
  await approve(off)
  const noon = 'T04:00:00Z'
  expect(await linkOn(`2026-12-02${noon}`)).toBeUndefined()
  expect(await linkOn(`2026-12-03${noon}`)).toBe('https://ybj.example.cn/1')
  expect(await linkOn(`2026-12-05${noon}`)).toBeUndefined()
})
