import { createHash } from 'node:crypto'
import { eraseTransfers, orWasTransferred } from '../../src/transfers'
import type { CaseId } from '../../src/vocabulary/ids'
import { standsIn } from '../support/cases'
import { findGps } from '../support/fixtures'
import { errorsOf } from '../support/following'
import { canaries, canaryWords } from '../support/masked-case'
import { codeOf } from '../support/people'
import * as scene from './scene'
import type { TransferScene } from './scene'
import { readBytes } from './second-reader'

const { byTest, choose, clocksOf, copied, csrfOf, deedsOf, drafted, fetchBytes } = scene
const { problemOf, rowsOf, said, spoil, twinOf, wordsIn, openTransferScene } = scene

let here: TransferScene
beforeAll(async () => {
  here = await openTransferScene()
})
afterAll(() => here.site.stop())

it('lets nothing leave that names the reporter or repeats the report, from whatever field', async () => {
  const {
    path: at,
    caseId,
    page,
  } = await drafted(here, { reason: `${canaries.name}反映的情况属实。` })
  const { wang } = here.people
  const send = (typed: Record<string, string>) =>
    wang.submit(page, { ...said, ...typed }, byTest('draft'))
  const named = await send({ text: `问过 ${canaries.name}，他在场。` })
  expect([named.status, errorsOf(named).join()]).toEqual([
    422,
    expect.stringContaining(`遮挡的内容：${canaries.name}`),
  ])
  expect(named.$('#text').text()).toContain(canaries.name)
  for (const field of ['reason', 'text', 'words', 'name'])
    expect((await send({ [field]: `联系电话 139 8765-4321 的人` })).status).toBe(422)
  const repeated = await send({ text: `举报说${copied}` })
  expect([repeated.status, errorsOf(repeated).join()]).toEqual([
    422,
    expect.stringContaining('照抄了举报人写的话'),
  ])
  // Evidence without having looked, a material of another department, somebody else's file, no such department.
  const unlooked = Object.fromEntries(Object.entries(said).filter(([name]) => name !== 'looked'))
  const unseen = (typed: Record<string, string>) =>
    wang.submit(page, { ...unlooked, ...typed }, byTest('draft'))
  const chosen = choose(page, ['exhibits', ''])
  expect(errorsOf(await unseen(chosen))).toEqual(['请逐份看过再勾选这一条'])
  const moon = { ...said, receiver: 'moon', _csrf: csrfOf(page) }
  expect(errorsOf(await wang.send(`${at}/transfers`, moon))).toContain('请选移送给哪个部门')
  expect(errorsOf(await send({ ...choose(page, ['appraisal', '']), receiver: 'health' }))).toEqual([
    '请给每一份证据选好是哪种材料',
  ])
  // What officers wrote in the case before it was masked keeps it as well; which words, not every officer reads.
  const { cases, db, desks } = here.site.house
  await db.inTransaction(async tx => {
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, here.wang.keys), caseId)
    const text = { target: '仁和医院', when: '', how: canaries.id, amount: '', where: '' }
    await cases.saveBrief(tx, here.wang.actor, caseId, { key, text })
  })
  const before = await send({})
  expect(errorsOf(before).join()).toContain('核查要点里有能认出举报人的内容')
  expect(before.text).not.toContain(canaries.id)
  expect(await rowsOf(here.site, caseId)).toEqual([])
  expect(await deedsOf(here.site, caseId)).toEqual([])
  expect((await here.people.stranger.open(`${at}/transfers`)).status).toBe(404)
})

it('goes to the police: looked at, approved by another, packed, received, answered, each with its clock', async () => {
  const { made, caseId } = await drafted(here)
  const { wang, gao, stranger, desk } = here.people
  expect(made.path).toMatch(/^\/staff\/transfers\//)
  const again = await wang.submit(
    await wang.open(made.path),
    { seen: '0'.repeat(64) },
    byTest('ask'),
  )
  expect([again.status, problemOf(again)]).toEqual([409, '内容和您看过的不一样了'])
  const names = made
    .$('[data-test=file]')
    .map((_, one) => made.$(one).text())
    .get()
  expect(names).toEqual([
    ...['00-移送材料目录.pdf', '01-涉嫌犯罪案件移送书.pdf', '02-案件调查报告.pdf'],
    ...['03-涉案物品清单.pdf', '04-书证物证-1.jpg'],
    ...['05-检验报告或者鉴定意见-1-第1页.png', '06-检验报告或者鉴定意见-1-第2页.png'],
  ])
  const hrefs = made
    .$('[data-test=file]')
    .map((_, one) => made.$(one).attr('href') ?? '')
    .get()
  const looked = await Promise.all(hrefs.map(href => fetchBytes(here.site, wang, href)))
  const prints = looked.map(bytes => createHash('sha256').update(bytes).digest('hex'))
  expect(looked.flatMap(findGps)).toEqual([])
  const words = await wordsIn(looked.slice(0, 4))
  expect(words).toContain('三楼夜里空床')
  expect(words).toContain('示范市公安局')
  for (const print of prints.slice(1)) expect(words).toContain(print)
  for (const word of [...canaryWords, '举报', copied.slice(0, 8)]) {
    expect(words).not.toContain(word)
    expect(looked.some(bytes => bytes.includes(word))).toBe(false)
  }

  const asked = await wang.submit(made, {}, byTest('ask'))
  expect(asked.$('[data-test=due]').text()).toContain('2026 年 11 月 26 日')
  expect(asked.$('[data-test=approve]')).toHaveLength(0)
  const own = await wang.send(made.path, { do: 'approve', seen: 'x', _csrf: csrfOf(asked) })
  expect(own.status).toBe(403)
  expect((await desk.open(made.path)).$('form[action^="/staff/transfers"]')).toHaveLength(0)
  expect((await gao.open('/staff')).text).toContain('移送待批准')
  const stale = await gao.submit(await gao.open(made.path), { seen: 'x' }, byTest('approve'))
  expect([stale.status, problemOf(stale)]).toEqual([409, '内容和您看过的不一样了'])
  await gao.submit(await gao.open(made.path), {}, byTest('approve'))
  expect(await clocksOf(here.site, caseId)).toEqual([
    { rule_code: 'CRIME_DECIDE', done_on: '2026-11-23' },
    { rule_code: 'CRIME_TRANSFER', done_on: null },
  ])
  const id = made.path.split('/').at(-1) ?? ''
  for (const person of ['made_by', 'asked_by'])
    await expect(
      here.site
        .tables('transfers')
        .where({ id })
        .update({ decided_by: here.site.tables.ref(person) }),
    ).rejects.toThrow('transfers_four_eyes')

  const toPack = await wang.open(made.path)
  const wrong = await wang.submit(toPack, { otp: '000000' }, byTest('pack'))
  expect([wrong.status, (await rowsOf(here.site, caseId))[0]]).toMatchObject([
    422,
    { state: 'approved', archive_id: null },
  ])
  here.site.clock.pass(1)
  const packed = await wang.submit(toPack, { otp: codeOf(here.site, here.wang) }, byTest('pack'))
  const password = packed.$('[data-test=password]').text()
  const archive = await fetchBytes(here.site, wang, `${made.path}/archive`)
  expect(packed.$('[data-test=sha256]').text().replaceAll(' ', '')).toBe(
    createHash('sha256').update(archive).digest('hex'),
  )
  const opened = readBytes(archive, password)
  expect(opened.map(({ name, sha256 }) => [name, sha256])).toEqual(
    names.map((name, at) => [name, prints[at]]),
  )
  // Once: the password is in no row and on no other page; the same form again makes no second archive.
  here.site.clock.pass(1)
  const twice = await wang.submit(toPack, { otp: codeOf(here.site, here.wang) }, byTest('pack'))
  expect([twice.status, problemOf(twice)]).toEqual([409, '刚刚已经打过包'])
  expect((await wang.open(made.path)).text).not.toContain(password)
  expect((await clocksOf(here.site, caseId)).every(({ done_on }) => done_on === '2026-11-23')).toBe(
    true,
  )

  const left = await wang.open(made.path)
  const early = { on: '2026 11 1', who: '刘警官', number: '' }
  expect(problemOf(await wang.submit(left, early, byTest('receive')))).toBe('日期不对')
  const naming = { ...early, on: '2026 11 23', who: canaries.name }
  expect((await wang.submit(left, naming, byTest('receive'))).status).toBe(422)
  const receipt = { on: '2026 11 23', who: '刘警官', number: '示公收〔2026〕8号' }
  const received = await wang.submit(left, receipt, byTest('receive'))
  expect(received.$('[data-test=facts]').text()).toContain('刘警官，示公收〔2026〕8号')
  expect(received.$('[data-test=due]').text()).toContain('2026 年 11 月 26 日')
  const refused = { answer: 'refused', on: '2026 11 23' }
  const bare = await wang.submit(received, { ...refused, reason: '' }, byTest('answer'))
  expect([bare.status, errorsOf(bare).join()]).toEqual([
    422,
    expect.stringContaining('不予受理、退回要写明对方的理由'),
  ])
  const ground = '数额没有达到立案标准，情节轻微，不构成犯罪'
  const done = await wang.submit(received, { ...refused, reason: ground }, byTest('answer'))
  expect(done.$('[data-test=facts]').text()).toContain(ground)
  const other = { answer: 'accepted', on: '2026 11 23', reason: '' }
  const twin = twinOf(here.site, wang)
  const same = await twin.submit(received, { ...refused, reason: ground }, byTest('answer'))
  expect(same.path).toBe(made.path)
  const late = await wang.submit(received, other, byTest('answer'))
  expect([late.status, problemOf(late)]).toEqual([409, '已经登记过答复'])
  expect(await clocksOf(here.site, caseId)).toContainEqual({
    rule_code: 'POLICE_DECIDE',
    done_on: '2026-11-23',
  })
  expect((await deedsOf(here.site, caseId)).filter(deed => deed !== 'transfer.opened')).toEqual(
    ['drafted', 'asked', 'approved', 'packed', 'fetched', 'received', 'answered'].map(
      deed => `transfer.${deed}`,
    ),
  )
  expect((await wang.open('/staff/transfers?view=ended')).text).toContain('对方不予受理')
  const kept = await rowsOf(here.site, caseId)
  for (const word of ['公安', '空刷', '刘警官', '立案标准', password])
    expect(standsIn(kept, word)).toBe(false)

  for (const foreign of [made.path, `${made.path}/archive`, `${made.path}/files/1`])
    expect((await stranger.open(foreign)).status).toBe(404)
  const denied = here.site.tables('audit_entries').where({ case_id: caseId, deed: 'case.denied' })
  expect(await denied).toHaveLength(3)
  expect((await stranger.open('/staff/transfers')).text).not.toContain('示范市公安局')
})

it('ends half way with nothing done: changed bytes, a missing handler, no 核查要点, what was turned down', async () => {
  const {
    made,
    caseId,
    path: at,
  } = await drafted(here, { receiver: 'discipline', name: '示范市监委' }, ['exhibits', 'other'])
  const { wang, gao, zhao } = here.people
  const id = made.path.split('/').at(-1) ?? ''
  expect(made.$('[data-test=problem]')).toHaveLength(0)
  expect(made.path).not.toContain('cases')
  expect(await clocksOf(here.site, caseId)).toEqual([])
  await wang.submit(made, {}, byTest('ask'))
  const seen = await zhao.open(made.path)
  await gao.submit(await gao.open(made.path), {}, byTest('approve'))
  // Of two at once one decided; the other is told, and what was typed stays.
  const reason = '材料还不齐，鉴定意见还没有出来，补齐以后再送'
  const late = await zhao.submit(seen, { reason }, byTest('decline'))
  expect([late.status, problemOf(late)]).toEqual([409, '这一次移送已经到了别的一步'])

  const mend = await spoil(here.site, id)
  here.site.clock.pass(1)
  const otp = codeOf(here.site, here.wang)
  const failed = await wang.submit(await wang.open(made.path), { otp }, byTest('pack'))
  expect(failed.status).toBeGreaterThanOrEqual(400)
  expect((await rowsOf(here.site, caseId))[0]).toMatchObject({
    state: 'approved',
    archive_id: null,
  })
  await mend()

  const page = await wang.open(made.path)
  await wang.submit(page, { otp }, byTest('pack'))
  await wang.submit(
    await wang.open(made.path),
    { on: '2026 11 23', who: '赵收件', number: '' },
    byTest('receive'),
  )
  const [row] = (await rowsOf(here.site, caseId)) as { due_on: string }[]
  expect(row?.due_on).toBe('2026-12-23')
  // Its receipt is the proof that discipline inspection was told.
  const { cases, db } = here.site.house
  const check = orWasTransferred(() => Promise.resolve('finding.discipline'))
  const told = (of: CaseId) => db.inTransaction(async tx => check(tx, {}, await cases.get(tx, of)))
  expect(await told(caseId)).toBeUndefined()
  expect(await told((await here.give()).caseId)).toBe('finding.discipline')

  await here.site
    .tables('case_officers')
    .where({ case_id: caseId, number: 2 })
    .update({ handling: false })
  const police = await wang.submit(await wang.open(`${at}/transfers`), said, byTest('draft'))
  expect([police.status, problemOf(police)]).toEqual([409, '移送涉嫌犯罪的案件要有两名承办人'])
  expect(police.$('#text').text()).toBe(said.text)
  await here.site.tables('cases').where({ id: caseId }).update({ sealed_brief: null })
  const form = await wang
    .submit(police, { ...said, receiver: 'health' }, byTest('draft'))
    .catch(() => undefined)
  expect(form?.status).toBe(409)
  expect(await rowsOf(here.site, caseId)).toHaveLength(1)

  await here.site.house.db.inTransaction(async tx => {
    await eraseTransfers(tx, caseId)
  })
  expect(await here.site.tables('transfer_pieces').where({ transfer_id: id })).toEqual([])
})
