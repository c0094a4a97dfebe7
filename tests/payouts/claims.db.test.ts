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
  await check(staff.payer2)
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
