import { randomUUID } from 'node:crypto'
import type { Holder } from '../../src/desks'
import type { ClaimId, ReportId } from '../../src/vocabulary/ids'
import {
  openAwardScene,
  reportedCase,
  toldAward,
  visitorOf,
  type AwardScene,
} from '../awards/scene'
import { hire, type Officer } from '../support/people'
import { dumpTables, findTraces } from '../support/traces'
import { payee, reporterOf } from './scene'

let scene: AwardScene
let reporter: Holder
let first: ClaimId

const canaries = {
  name: '欧阳拾柒',
  idNumber: '11010519491231002X',
  account: '6222021234567890128',
  bank: '示范银行梧桐支行',
}

beforeAll(async () => {
  scene = await openAwardScene()
  await hire(scene.site, scene.staff.own.id, ['identity'], '宋保管')
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  reporter = await reporterOf(scene, code)
  await toldAward(scene, caseId)
})
afterAll(() => scene.site.stop())

const claims = () => scene.site.house.payouts.claims
const code = (name: string) => expect.objectContaining({ code: name }) as unknown
const wish = (fen = 3_750_00n) => ({ once: randomUUID(), payees: [payee(fen, canaries)] })
const make = (by: Holder, one = wish()) => scene.inTx(tx => claims().make(tx, by, one))

it('lies in no table in clear, and opens for the finance desk that pays alone', async () => {
  await expect(make(reporter, wish(3_749_99n))).rejects.toEqual(code('claim.sum'))
  first = (await make(reporter)).id
  expect(findTraces(await dumpTables(scene.site), canaries)).toEqual([])
  const { staff, site, inTx } = scene
  const admin = await hire(site, staff.own.id, ['system-admin'], '贺管理')
  const open = (by: Officer) => inTx(tx => claims().open(tx, visitorOf(by), first))
  for (const other of [staff.handler, staff.principal, staff.clerk, admin])
    await expect(open(other)).rejects.toEqual(code('award.no-key'))
  await expect(open(staff.stranger)).rejects.toEqual(code('claim.not-found'))
  expect((await open(staff.payer)).claim.shares).toMatchObject([canaries])
})

it('with a code that an officer has heard it is made at the office only', async () => {
  const told = await reportedCase(scene, { identity: 'named' })
  const person = await reporterOf(scene, told.code)
  await toldAward(scene, told.caseId)
  const report = scene.site.tables('reports').where({ id: person.id })
  await report.update({ code_seen_by_officer: true })
  await expect(make(person)).rejects.toEqual(code('identity.at-office'))
  const { staff, inTx, site } = scene
  const entered = wish()
  const enter = () => inTx(tx => claims().enter(tx, visitorOf(staff.payer), person, entered))
  const { id, way, enteredBy, matched } = await enter()
  expect((await enter()).id).toBe(id)
  // The name that was left is not who came: compared in that one request, and kept as one word.
  expect([way, enteredBy, matched]).toEqual(['office', staff.payer.actor.id, 'no'])
  // Nothing of the name opens with such a code elsewhere, and the word is asked for on the web no more than before.
  const { identities } = site.house
  const named = { name: '王小明', idNumber: '11010519491231002x' }
  for (const look of [
    () => inTx(tx => identities.open(tx, [person], person.id as ReportId)),
    () => inTx(tx => identities.compare(tx, person, named, 'web')),
  ])
    await expect(look()).rejects.toEqual(code('identity.at-office'))
  expect(await inTx(tx => identities.compare(tx, person, named, 'office'))).toBe('yes')
  const check = (by: Officer) => inTx(tx => claims().check(tx, visitorOf(by), id))
  await expect(check(staff.payer)).rejects.toEqual(code('claim.own'))
  // Another name than was left is passed by nobody who does not say so, not past the service either.
  await expect(check(staff.payer2)).rejects.toEqual(code('claim.unconfirmed'))
  const row = site.tables('award_claims').where({ id })
  const checked = { state: 'checked', checked_by: staff.payer2.actor.id, checked_at: new Date() }
  await expect(row.clone().update(checked)).rejects.toThrow('passed in doubt without saying why')
  const confirmation = { doubts: ['other-name'] as const, why: '收款人是欧阳家的女儿' }
  await inTx(tx => claims().check(tx, visitorOf(staff.payer2), id, confirmation))
  expect(findTraces(await dumpTables(site), { why: confirmation.why })).toEqual([])
  const { claim } = await inTx(tx => claims().open(tx, visitorOf(staff.payer), id))
  expect([claim.state, claim.confirmation]).toEqual(['checked', confirmation.why])
  await expect(row.clone().update({ sealed_confirmation: null })).rejects.toThrow('stays')
})

it('without the word it is made at the office, never with a code that an officer has seen', async () => {
  const told = await reportedCase(scene, { identity: 'anon-claim' })
  const person = await reporterOf(scene, told.code)
  await toldAward(scene, told.caseId)
  const { staff, inTx, site } = scene
  const noWord = '当面拿出了举报当天的回执原件，写着同一个日期'
  const enter = (one = { ...wish(), noWord }) =>
    inTx(tx => claims().enter(tx, visitorOf(staff.payer), person, one))
  const report = site.tables('reports').where({ id: person.id })
  await report.clone().update({ code_seen_by_officer: true })
  await expect(enter()).rejects.toEqual(code('claim.word-needed'))
  await report.clone().update({ code_seen_by_officer: false })
  const { id, withoutWord } = await enter()
  expect(withoutWord).toBe(true)
  expect(findTraces(await dumpTables(site), { noWord })).toEqual([])
  const row = site.tables('award_claims').where({ id })
  await expect(row.clone().update({ without_word: false })).rejects.toThrow('stays')
  const checked = { state: 'checked', checked_by: staff.payer2.actor.id, checked_at: new Date() }
  await expect(row.clone().update(checked)).rejects.toThrow('passed in doubt without saying why')
  const check = (confirmation?: Parameters<ReturnType<typeof claims>['check']>[3]) =>
    inTx(tx => claims().check(tx, visitorOf(staff.payer2), id, confirmation))
  for (const less of [
    undefined,
    { doubts: ['no-word'] as const, why: '' },
    { doubts: ['other-name'] as const, why: '另外打过电话' },
  ])
    await expect(check(less)).rejects.toEqual(code('claim.unconfirmed'))
  await check({ doubts: ['no-word'], why: '另外打过电话，问了回执的日期' })
  const deeds = await site.tables('audit_entries').where({ subject: id }).orderBy('seq')
  expect(deeds.map((one: { deed: string }) => one.deed)).toEqual([
    'claim.entered-without-word',
    'claim.checked-in-doubt',
  ])
  // Past the service too, whoever has seen the code claims nothing with it alone.
  const again = { ...(await row.clone().first<object>()), id: randomUUID(), once: randomUUID() }
  await report.clone().update({ code_seen_by_officer: true })
  await expect(site.tables('award_claims').insert(again)).rejects.toThrow('could claim with it')
})

it('a form that was sent for another award is refused, and changes nothing', async () => {
  const made: { holder: Holder; awardId: string }[] = []
  for (let at = 0; at < 2; at += 1) {
    const told = await reportedCase(scene, { identity: 'anon-claim' })
    const awardId = await toldAward(scene, told.caseId)
    made.push({ holder: await reporterOf(scene, told.code), awardId })
  }
  const [mine, other] = made
  if (mine === undefined || other === undefined) throw new Error('two reports')
  const one = wish()
  await make(mine.holder, one)
  const left = async () => [
    await scene.site.tables('award_claims').orderBy('id'),
    await scene.site.tables('awards').orderBy('id'),
    await scene.site.tables('audit_entries').count(),
  ]
  const before = await left()
  await expect(make(other.holder, one)).rejects.toEqual(code('claim.moved-on'))
  expect(await left()).toEqual(before)
})

it('is not made after the last day; a name that differs is said, and kept as one word', async () => {
  const late = await reportedCase(scene, { identity: 'named' })
  const person = await reporterOf(scene, late.code)
  const id = await toldAward(scene, late.caseId)
  const row = scene.site.tables('awards').where({ id })
  await row.clone().update({ claim_until: '2026-11-22' })
  await expect(make(person)).rejects.toEqual(code('award.window'))
  await row.clone().update({ claim_until: '2026-11-23' })
  expect(await make(person)).toMatchObject({ matched: 'no', way: 'web', madeOn: '2026-11-23' })
})
