import { createKeyPair } from '../../src/platform/crypto'
import { giveCase, storeCase, type StoredCase } from '../support/cases'
import { createClient } from '../support/client'
import { hire, type Officer } from '../support/people'
import { come, deedsOf, errorsOf, openOffice, type Office } from './office'

let office: Office
let site: Office['site']
let intake: Officer
let leaver: Officer
let stays: Officer
let comes: Officer
let cases: readonly StoredCase[]
beforeEach(async () => {
  office = await openOffice()
  site = office.site
  const { id } = office.own
  intake = await hire(site, id, ['intake'], '林雨晴')
  leaver = await hire(site, id, ['handler'], '周正')
  stays = await hire(site, id, ['handler'], '沈小曼')
  comes = await hire(site, id, ['handler'], '马卫国')
  cases = [await storeCase(site, id), await storeCase(site, id)]
  for (const { caseId } of cases) await giveCase(site, intake, caseId, [leaver, stays])
})
afterEach(() => site.stop())

const inTx: Office['site']['house']['db']['inTransaction'] = work =>
  site.house.db.inTransaction(work)
const leave = (whom: Officer) =>
  inTx(tx => site.house.leaving.leave(tx, office.sysadmin.actor, whom.actor.id))
const opens = async ({ keys }: Officer, { caseId }: StoredCase) => {
  const { desks, cases: rooms } = site.house
  return inTx(async tx =>
    (await rooms.keysOf(tx, await desks.holdersOf(tx, keys), [caseId])).has(caseId),
  )
}

const at = (index: number): StoredCase => {
  const found = cases[index]
  if (found === undefined) throw new Error('no such case')
  return found
}

const openPage = async () => {
  const browser = await come(site, intake)
  const list = await browser.click(browser.home, '案件交接')
  return { browser, list, page: await browser.click(list, '周正') }
}

it('tells the desk, and gives the cases to another in one go', async () => {
  await leave(leaver)
  expect(await opens(leaver, at(0))).toBe(false)
  const { browser, list, page } = await openPage()
  expect(browser.home.$('.st-said').text()).toContain('有 2 件案件的承办人已经离开')
  expect(list.$('[data-test=person]').first().text()).toContain('已经离开，等待交接')
  expect(page.$('[data-test=case]').text()).toContain('另一位承办人：沈小曼')

  const after = await browser.submit(page, { to: comes.actor.id })
  expect(after.$('[data-test=result]')).toHaveLength(2)
  expect(after.text).toContain('2 件都已经交接')
  for (const one of cases)
    expect([await opens(comes, one), await opens(stays, one), await opens(leaver, one)]).toEqual([
      true,
      true,
      false,
    ])
  expect((await browser.open('/staff')).$('.st-said').text()).not.toContain('已经离开')
})

it('says of each case what became of it', async () => {
  const other = at(1)
  await giveCaseAgain(other)
  await leave(leaver)
  const { browser, page } = await openPage()
  await leave(stays)
  const after = await browser.submit(page, { to: comes.actor.id })

  const results = after.$('[data-test=result]').text()
  expect(results).toContain('已经交接')
  expect(results).toContain('另一位承办人也不在了')
  expect(await opens(comes, other)).toBe(true)
  expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
    'handover.other-gone',
  ])
})

/** The second handler of this one is somebody else. */
const giveCaseAgain = async ({ caseId }: StoredCase) => {
  const { accounts, cases: rooms, desks } = site.house
  const third = await hire(site, office.own.id, ['handler'], '叶青')
  await inTx(async tx => {
    const key = await rooms.keyOf(tx, await desks.holdersOf(tx, intake.keys), caseId)
    const [one, two] = await Promise.all(
      [leaver, third].map(({ actor }) => accounts.recipient(tx, actor.id)),
    )
    if (one === undefined || two === undefined) throw new Error('two')
    await rooms.act(tx, intake.actor, caseId, {
      action: 'assign',
      key,
      handlers: [
        { staffId: one.id, publicKey: one.publicKey },
        { staffId: two.id, publicKey: two.publicKey },
      ],
    })
  })
}

it('is done once when the form is sent twice', async () => {
  await leave(leaver)
  const { browser, page } = await openPage()
  const free = createClient({ url: site.staffUrl })
  for (const [name, value] of browser.cookies) free.cookies.set(name, value)
  const form = { to: comes.actor.id }
  const answers = [await free.submit(page, form), await free.submit(page, form)]

  expect(answers.map(({ text }) => text.includes('2 件都已经交接'))).toEqual([true, true])
  // Two by the first assignment, two by the hand-over.
  expect(await deedsOf(site, 'case.assigned')).toHaveLength(4)
})

it.each([
  ['somebody of another body', async () => hire(site, office.above.id, ['handler'])],
  ['somebody without the duty', async () => hire(site, office.own.id, ['publicity'])],
])('gives nothing to %s: refused, recorded, nothing half done', async (_, find) => {
  const stranger = await find()
  await leave(leaver)
  const { browser, page } = await openPage()
  const path = `/staff/handover/${leaver.actor.id}`
  const token = String(page.$('[name=_csrf]').val())
  const one = at(0)
  const answer = await browser.send(path, {
    ...{ _csrf: token, to: stranger.actor.id, cases: one.caseId },
  })

  expect(answer.$('[data-test=result]').text()).toContain('选的人现在不能承办')
  expect(await opens(stranger, one)).toBe(false)
  expect(await site.tables('case_seals').where({ recipient_id: stranger.actor.id })).toEqual([])
  expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
    'assign.not-a-handler',
  ])
})

it('seals nothing to a public key that was exchanged in the database', async () => {
  await leave(leaver)
  const { publicKey } = createKeyPair()
  await site.tables('staff').where({ id: comes.actor.id }).update({ public_key: publicKey })
  const { browser, page } = await openPage()
  const answer = await browser.submit(page, { to: comes.actor.id })

  expect(answer.$('[data-test=result]').text()).toContain('密钥没有通过核对')
  expect(await site.tables('case_seals').where({ recipient_id: comes.actor.id })).toEqual([])
  expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
    'public-key.broken',
    'public-key.broken',
  ])
})

it('is not done by somebody whom no member of the desk has confirmed', async () => {
  await leave(leaver)
  const later = await hire(site, office.own.id, ['principal'], '高立群')
  const browser = await come(site, later)
  const page = await browser.open(`/staff/handover/${leaver.actor.id}`)
  const answer = await browser.submit(page, { to: comes.actor.id })

  expect(answer.$('[data-test=result]').text()).toContain('您的钥匙还没有确认')
  expect(await site.tables('case_seals').where({ recipient_id: comes.actor.id })).toEqual([])
})

it('asks which and to whom, and knows nobody of another body', async () => {
  await leave(leaver)
  const { browser, page } = await openPage()
  const token = String(page.$('[name=_csrf]').val())
  const answer = await browser.send(`/staff/handover/${leaver.actor.id}`, { _csrf: token })
  expect([answer.status, errorsOf(answer)]).toEqual([422, ['请选要交接的案件', '请选交给谁']])
  const stranger = await hire(site, office.above.id, ['handler'])
  expect((await browser.open(`/staff/handover/${stranger.actor.id}`)).status).toBe(404)
})
