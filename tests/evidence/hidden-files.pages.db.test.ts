import { randomUUID } from 'node:crypto'
import { aCaseWithFiles } from '../support/evidence-case'
import * as fixtures from '../support/fixtures'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

// A file of case A, asked for by the address of case B.

type StoredCase = Awaited<ReturnType<typeof aCaseWithFiles>>

let site: Site
let mine: StoredCase
let other: StoredCase
let clerk: Officer
let handler: SignedIn

beforeAll(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  clerk = await hire(site, own.id, ['intake'])
  const files = () => [{ name: '录音.amr', bytes: fixtures.amrRecording() }]
  mine = await aCaseWithFiles(site, own.id, files())
  other = await aCaseWithFiles(site, own.id, files())
  const officer = await hire(site, own.id, ['handler'], '赵敏')
  const { id } = officer.actor
  const since = site.clock.now()
  await site
    .tables('case_officers')
    .insert({ case_id: mine.caseId, staff_id: id, number: 1, handling: true, since })
  const to = { kind: 'staff', id, version: 1, publicKey: officer.keys.publicKey } as const
  await site.house.db.inTransaction(tx => site.house.cases.grant(tx, mine.caseId, mine.caseKey, to))
  handler = await signIn(site, officer)
})
afterAll(() => site.stop())

const denied = async (caseId: string): Promise<number> =>
  (await site.tables('audit_entries').where({ case_id: caseId, deed: 'case.denied' })).length

const pathsOf = (fileId: string): string[] => {
  const path = `/staff/cases/${mine.caseId}/evidence/${fileId}`
  return [path, `${path}/content`, `${path}/pages/1.png`]
}

it('opens by its own address', async () => {
  const [path = ''] = pathsOf(mine.ids[0] ?? '')
  expect((await handler.open(path)).status).toBe(200)
})

it.each(['nonsense', randomUUID()])('%s is no file', async id => {
  for (const path of pathsOf(id)) expect((await handler.open(path)).status).toBe(404)
})

it('whoever may not see A reads the words for nothing, and A’s record has the attempt', async () => {
  const [unknown = ''] = pathsOf(randomUUID())
  const words = (await handler.open(unknown)).$('main h1').text()
  expect(words).not.toBe('')

  for (const path of pathsOf(other.ids[0] ?? '')) {
    const page = await handler.open(path)
    expect([page.status, page.$('main h1').text()]).toEqual([404, words])
  }
  expect(await denied(other.caseId)).toBe(3)
  expect(await denied(mine.caseId)).toBe(0)
})

it('whoever may see both made a slip: not found, and no attempt at something hidden', async () => {
  const before = await denied(other.caseId)
  const intake = await signIn(site, clerk)

  for (const path of pathsOf(other.ids[0] ?? '')) expect((await intake.open(path)).status).toBe(404)
  expect(await denied(other.caseId)).toBe(before)
})
