import type { CaseId } from '../../src/vocabulary/ids'
import {
  enter,
  freshCode,
  openThree,
  reportAndGive,
  signInAll,
  textsOf,
  words,
  type Sides,
  type Three,
} from '../release/desk-of-three'
import { comeBack } from '../support/following'
import { hire } from '../support/people'
import { dumpFolder, dumpTables, dumpTemporary, findTraces, type Haystack } from '../support/traces'
import { reporterBrowser, signIn } from '../support/visitors'

let three: Three
let sides: Sides
const began = Date.now()

beforeAll(async () => {
  three = await openThree()
  sides = await signInAll(three)
})
afterAll(() => three.site.stop())

const draft = {
  title: '关于您反映事项的告知',
  body: '{收件人}：\n您反映的住院记录的事，我们已经开始核查。\n请{收件人}放心，您的信息单独保管。',
}

const hand = async (caseId: CaseId, typed: Readonly<Record<string, string>> = draft) =>
  sides.handler.submit(await sides.handler.open(`/staff/cases/${caseId}/letters`), typed)

const at = (path: string, act: string) => ({ form: `form[action="${path}/${act}"]` })
const code = () => freshCode(three.site, three.custodian)

const rowOf = (path: string): Promise<Record<string, unknown>> =>
  three.site
    .tables('identity_letters')
    .where({ id: path.split('/').pop() })
    .first<Record<string, unknown>>()

const deedsOf = (path: string): Promise<string[]> =>
  three.site
    .tables('audit_entries')
    .where({ subject: path.split('/').pop() })
    .orderBy('seq')
    .pluck('deed')

const everywhere = async (): Promise<Haystack[]> => [
  ...(await dumpTables(three.site)),
  ...dumpFolder(three.site.dataDir),
  ...dumpTemporary(began),
  { place: 'the log', bytes: Buffer.from(three.site.logLines.join('')) },
]

it('is merged, printed and served by the desk; the drafter never learns who it went to', async () => {
  const { site } = three
  const { caseId, code: receipt, label } = await reportAndGive(three)
  const handed = await hand(caseId)
  const { path } = handed
  expect(handed.text).not.toContain(words.name)

  expect(textsOf(await sides.custodian.open('/staff'), '.st-tiles li')).toContainEqual(
    expect.stringContaining('文书等您送达'),
  )
  const letter = await sides.custodian.click(await sides.custodian.open('/staff/letters'), label)
  expect(letter.text).toContain('填上姓名和地址')
  expect(letter.text).not.toContain(words.name)
  const paper = await sides.custodian.submit(letter, { otp: code() }, at(path, 'merge'))

  expect(paper.path).toBe(`${path}/paper`)
  expect(textsOf(paper, '.st-paper__to')).toEqual([
    expect.stringMatching(new RegExp(`^${words.address} ?${words.name} 收$`)),
  ])
  expect(textsOf(paper, '.st-paper__text')).toEqual([
    `${words.name}：`,
    '您反映的住院记录的事，我们已经开始核查。',
    `请${words.name}放心，您的信息单独保管。`,
  ])
  expect(paper.$('main').text()).not.toMatch(/示范仁和医院|三楼病房/)

  const canaries = { ...words, body: '您反映的住院记录的事，我们已经开始核查' }
  expect(findTraces(await everywhere(), canaries)).toEqual([])

  const shown = await sides.custodian.open(path)
  const done = await sides.custodian.submit(
    shown,
    { on: '2026 11 23', way: 'post' },
    at(path, 'served'),
  )
  expect(textsOf(done, '[data-test=state]')).toEqual(['已经办完'])
  expect(textsOf(done, '[role=status]')).toEqual(['2026 年 11 月 23 日送达，邮寄送达。'])
  const read = await sides.handler.open(path)
  expect(textsOf(read, '[role=status]')).toEqual(['2026 年 11 月 23 日送达，邮寄送达。'])
  expect(read.text).not.toContain(words.name)
  expect(read.text).not.toContain(words.address)
  expect((await sides.handler.open(`${path}/paper`)).status).toBe(403)

  expect(await deedsOf(path)).toEqual([
    'letter.handed',
    'letter.merged',
    'letter.printed',
    'letter.closed',
  ])
  const page = await comeBack(reporterBrowser(site), receipt)
  expect(textsOf(page, '.jb-seen li').filter(line => line.includes('文书'))).toEqual([
    '11 月 23 日，身份保管人员把文书送给您了',
    '11 月 23 日，身份保管人员用您的姓名、通信地址填了给您的文书',
  ])
})

it('says that there is nobody to write to, by the same steps, and then to the drafter', async () => {
  const { caseId, code: receipt } = await reportAndGive(three, {})
  const { path, text } = await hand(caseId)
  expect(text).not.toContain('没有留身份')
  const letter = await sides.custodian.open(path)
  expect(letter.text).toContain('填了收件人才知道')
  const _csrf = String(letter.$('[name=_csrf]').first().val())
  const day = { _csrf, on: '2026-11-23', way: 'post' }
  for (const act of ['served', 'nobody']) {
    const early = await sides.custodian.send(`${path}/${act}`, day)
    expect([early.status, early.text.includes('还没有填收件人')]).toEqual([409, true])
  }

  const paper = await sides.custodian.submit(letter, { otp: code() }, at(path, 'merge'))
  expect([paper.path, paper.text.includes('没有可以填的收件人')]).toEqual([`${path}/paper`, true])
  const forced = await sides.custodian.send(`${path}/served`, day)
  expect([forced.status, forced.text.includes('没有收件人可以填')]).toEqual([409, true])
  const done = await sides.custodian.submit(paper, {}, at(path, 'nobody'))

  expect(textsOf(done, '[data-test=state]')).toEqual(['已经办完'])
  expect((await sides.handler.open(path)).text).toContain('没有收件人：举报人没有留身份信息')
  expect(await deedsOf(path)).toEqual([
    'letter.handed',
    ...['letter.denied', 'letter.denied'],
    ...['letter.merged', 'letter.printed', 'letter.denied', 'letter.closed'],
  ])
  const page = await comeBack(reporterBrowser(three.site), receipt)
  expect(textsOf(page, '.jb-seen li').filter(line => line.includes('文书'))).toEqual([
    '11 月 23 日，身份保管人员办结了给您的文书：您没有留身份，没有送出',
    '11 月 23 日，身份保管人员要给您的文书填收件人：您没有留身份，没有可填的',
  ])
})

it('is given back with a reason, or taken back, and is over then', async () => {
  const { caseId } = await reportAndGive(three)
  const reason = '正文里写了科室的名称，收到的人家里人会看到，请改掉再交。'
  const { path } = await hand(caseId)
  const letter = await sides.custodian.open(path)
  const short = await sides.custodian.submit(letter, { reason: '改' }, at(path, 'return'))
  expect([short.status, short.text.includes('理由至少写 20 字，现在 1 字')]).toEqual([422, true])
  await sides.custodian.submit(letter, { reason }, at(path, 'return'))
  expect((await sides.handler.open(path)).text).toContain(reason)
  const late = await sides.custodian.submit(letter, { otp: code() }, at(path, 'merge'))
  expect([late.status, late.text.includes('另起草一份')]).toEqual([409, true])

  const { path: other } = await hand(caseId)
  await sides.handler.submit(await sides.handler.open(other), {}, at(other, 'withdraw'))
  expect(textsOf(await sides.custodian.open(other), '[data-test=state]')).toEqual(['已经撤回'])
  expect(textsOf(await sides.custodian.open('/staff/letters'), '[data-test=letter]')).toEqual([])
})

it.each([
  ['', draft.body, '请写标题'],
  [draft.title, '', '请写正文'],
  [draft.title, '没有称呼的一封信。', '正文里要写上 {收件人}'],
  ['长'.repeat(61), draft.body, '最多 60 字，现在多了 1 字'],
])('asks again for a draft: %s, %s', async (title, body, sentence) => {
  const { caseId } = await reportAndGive(three)
  const page = await hand(caseId, { title, body })

  expect(page.status).toBe(422)
  expect(textsOf(page, '[role=alert]')[0]).toContain(sentence)
  expect(page.$('textarea').val()).toBe(body)
  expect(await three.site.tables('identity_letters').where({ case_id: caseId })).toEqual([])
})

it('takes no day that was not, and no way that nobody offers', async () => {
  const { caseId } = await reportAndGive(three)
  const { path } = await hand(caseId)
  const paper = await sides.custodian.submit(
    await sides.custodian.open(path),
    { otp: code() },
    at(path, 'merge'),
  )
  const _csrf = String(paper.$('[name=_csrf]').first().val())
  for (const [typed, sentence] of [
    [{ on: '2026 11 24', way: 'post' }, '这个日期还没到'],
    [{ on: '2026 11 22', way: 'post' }, '这个日期比起草还早'],
    [{ on: '明天', way: 'post' }, '日期要写成年、月、日'],
    [{ on: '2026 11 23', way: 'pigeon' }, '请选怎么送的'],
  ] as const) {
    const page = await sides.custodian.send(`${path}/served`, { _csrf, ...typed })
    expect([page.status, textsOf(page, '[role=alert]')[0]]).toEqual([
      422,
      expect.stringContaining(sentence),
    ])
  }
  expect(await rowOf(path)).toMatchObject({ state: 'handed' })
})

it('prints for the approved minutes, for who merged it, and then asks for a code again', async () => {
  const { site, own, custodian } = three
  const colleague = await hire(site, own, ['identity'], '宋知远')
  await site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, custodian.actor, custodian.keys, colleague.actor.id),
  )
  const { caseId } = await reportAndGive(three)
  const { path } = await hand(caseId)
  const wrong = await sides.custodian.submit(
    await sides.custodian.open(path),
    { otp: '000000' },
    at(path, 'merge'),
  )
  expect([wrong.status, (await rowOf(path))['merged_by']]).toEqual([422, null])
  await sides.custodian.submit(await sides.custodian.open(path), { otp: code() }, at(path, 'merge'))
  const other = await enter(site, colleague)
  expect((await other.open(`${path}/paper`)).path).toBe(path)

  site.clock.pass(30)
  const back = await enter(site, custodian)
  sides = { ...sides, custodian: back, handler: await enter(site, three.handler) }
  const over = await back.open(`${path}/paper`)
  expect(over.path).toBe(path)
  expect(over.text).toContain('再打印一次')
})

it('is not found by whoever has no part in it, and recorded with the case', async () => {
  const { site, own, above } = three
  const { caseId } = await reportAndGive(three)
  const { path } = await hand(caseId)
  for (const other of [
    await hire(site, own, ['handler'], '没有这一件的'),
    await hire(site, above, ['principal'], '上级负责人'),
    await hire(site, above, ['identity'], '上级身份保管'),
  ]) {
    const page = await (await signIn(site, other)).open(path)
    expect([page.status, page.text.includes('找不到这份文书')]).toEqual([404, true])
  }
  const tried = { deed: 'case.denied', case_id: caseId }
  expect(await site.tables('audit_entries').where(tried)).toHaveLength(3)
})

it('is kept from changes round the service', async () => {
  const { site, handler, second, custodian } = three
  const { caseId } = await reportAndGive(three)
  const { path } = await hand(caseId)
  const id = path.split('/').pop()
  const change = (to: object) => site.tables('identity_letters').where({ id }).update(to)
  const ended = { closed_at: '2026-11-23T03:00:00Z', sealed_outcome: Buffer.alloc(1) }

  await expect(
    change({ state: 'closed', closed_by: second.actor.id, ...ended }),
  ).rejects.toMatchObject({ constraint: 'identity_letters_closed_by_custodian' })
  await expect(change({ sealed_text: Buffer.alloc(1) })).rejects.toMatchObject({
    constraint: 'identity_letters_as_handed',
  })
  await site.tables('staff_duties').where({ staff_id: handler.actor.id }).delete()
  await site.tables('staff_duties').insert({ staff_id: handler.actor.id, duty: 'identity' })
  await expect(
    change({ state: 'closed', closed_by: handler.actor.id, ...ended }),
  ).rejects.toMatchObject({ constraint: 'identity_letters_two_people' })
  expect(await change({ state: 'closed', closed_by: custodian.actor.id, ...ended })).toBe(1)
  await expect(change({ state: 'handed', closed_by: null })).rejects.toMatchObject({
    constraint: 'identity_letters_course',
  })
})
