import { createKeyPair, openField, openSealedKey } from '../../src/platform/crypto'
import type { CaseId } from '../../src/vocabulary/ids'
import { comeBack } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId } from '../support/refusing'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

// By key, and by constraint: what a page does not show must not be there for whoever goes round the pages.
let site: Site
let intake: Officer
let ownSupervisor: Officer
let above: Officer
let caseId: CaseId

type Row = {
  readonly id: string
  readonly report_id: string
  readonly desk_id: string
  readonly desk_version: number
  readonly sealed_told: Buffer
  readonly sealed_key_desk: Buffer
  readonly sealed_key_reporter: Buffer
}

const rows = (): Promise<Row[]> => site.tables<Row>('appeals').orderBy('id').select()

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own, above: province } = await moveIn(site)
  intake = await hire(site, own.id, ['intake'])
  ownSupervisor = await hire(site, own.id, ['supervision'])
  above = await hire(site, province.id, ['supervision'])
  const { code } = await sendReport(reporterBrowser(site))
  caseId = await lastCaseId(site)
  const browser = reporterBrowser(site)
  await comeBack(browser, code)
  const form = { form: 'form[action="/follow/retaliation"]' }
  for (const text of ['第一次', '第二次'])
    await browser.submit(await browser.open('/follow/retaliation'), { text }, form)
})
afterAll(() => site.stop())

const holdersOf = (officer: Officer) =>
  site.house.db.inTransaction(tx => site.house.desks.holdersOf(tx, officer.keys))

const open = async (officer: Officer, id: string) => {
  const holders = await holdersOf(officer)
  return site.house.db.inTransaction(tx =>
    site.house.appeals.desk.open(tx, { actor: officer.actor, holders }, id as never),
  )
}

it('opens with the key of the desk above; the key of the case does not open it', async () => {
  const [row] = await rows()
  if (row === undefined) throw new Error('no appeal')
  expect((await open(above, row.id)).told.text).toMatch(/^第.次$/)
  const caseKey = await site.house.db.inTransaction(async tx =>
    site.house.cases.keyOf(tx, await holdersOf(intake), caseId),
  )
  const place = { table: 'appeals', column: 'sealed_told', row: row.id }
  expect(() => openField(caseKey, place, row.sealed_told)).toThrow()
})

it('somebody of another desk or body opens nothing, whatever they claim to be', async () => {
  const [row] = await rows()
  if (row === undefined) throw new Error('no appeal')
  for (const officer of [intake, ownSupervisor]) {
    await expect(open(officer, row.id)).rejects.toMatchObject({ code: 'appeal.not-found' })
    // Even as if of the body above: the service stops where the key does.
    const { organisationId } = above.actor
    const posing = { ...officer, actor: { ...officer.actor, organisationId } }
    await expect(open(posing, row.id)).rejects.toMatchObject({ code: 'appeal.no-key' })
  }
  const { desk_id: id, desk_version: version } = row
  const at = { table: 'appeals', column: 'sealed_key_desk', row: row.id }
  const place = { ...at, recipient: `desk:${id}`, version }
  expect(() => openSealedKey(createKeyPair(), place, row.sealed_key_desk)).toThrow()
})

it('moved to another row, key and text open for nobody', async () => {
  const [one, other] = await rows()
  if (one === undefined || other === undefined) throw new Error('two appeals')
  for (const column of ['sealed_told', 'sealed_key_desk'] as const) {
    await site.tables('appeals').where({ id: one.id }).update(column, other[column])
    await expect(open(above, one.id)).rejects.toMatchObject({ kind: 'broken' })
    await site.tables('appeals').where({ id: one.id }).update(column, one[column])
  }
  expect((await open(above, one.id)).told.version).toBe(1)
})

it('the database itself refuses what is half done, done twice or done too early', async () => {
  const [one, other] = await rows()
  const of = () => site.tables('appeals').where({ id: one?.id })
  const acted_by = above.actor.id
  const sealed_action = Buffer.from('x')
  const read_on = '2026-11-22'
  await expect(of().update({ acted_on: read_on })).rejects.toThrow(/check/)
  await expect(of().update({ acted_on: read_on, acted_by })).rejects.toThrow(/check/)
  const early = { read_on, acted_on: '2026-11-21', acted_by, sealed_action }
  await expect(of().update(early)).rejects.toThrow(/check/)
  await expect(of().update({ kind: 'other' })).rejects.toThrow(/check/)
  const [kept] = await site.tables('appeals').where({ id: other?.id }).pluck<string[]>('once')
  await expect(of().update({ once: kept })).rejects.toThrow(/unique/)
})

it('goes with its case, its keys and answers too', async () => {
  const { appeals, amendments, db } = site.house
  const [row] = await rows()
  const holders = await holdersOf(above)
  const visitor = { actor: above.actor, holders }
  const answer = { body: '答复', once: '7b0d4a52-4d4e-4a1c-9f0e-3f0d6a8f2c11' }
  await db.inTransaction(tx => appeals.desk.answer(tx, visitor, row?.id as never, answer))
  await db.inTransaction(async tx => {
    await appeals.erase(tx, caseId)
    await amendments.erase(tx, caseId)
  })
  expect(await rows()).toEqual([])
  expect(await site.tables('appeal_answers')).toEqual([])
})
