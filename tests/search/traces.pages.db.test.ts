import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { hitsOf, openCase, searchFor } from '../support/searching'
import { openSite, type Site } from '../support/site'
import { dumpFolder, dumpTables, findTraces } from '../support/traces'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let intake: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  intake = await signIn(site, clerk)
})
afterAll(() => site.stop())

const opened = async (text: string): Promise<CaseId> => {
  const { caseId } = await storeCase(site, own, { content: { text } })
  await openCase(site, clerk, caseId)
  return caseId
}

describe('what is left behind', () => {
  it('no word in database, logs and addresses; that something was asked stands in the record', async () => {
    const caseId = await opened('谁也猜不到的词：琥珀茴香谷仓九号')
    await site.tables('audit_entries').delete()
    const before = site.logLines.length
    const page = await searchFor(intake, '琥珀茴香谷仓九号')

    expect(hitsOf(page)).toHaveLength(1)
    expect(page.steps.map(step => decodeURIComponent(step.path)).join()).not.toContain('琥珀')
    expect(site.logLines.slice(before).join()).not.toContain('琥珀')
    const rows = await site.tables('audit_entries').orderBy('seq').select('deed', 'case_id')
    expect(rows).toEqual([
      { deed: 'search.asked', case_id: null },
      { deed: 'case.excerpt-viewed', case_id: caseId },
    ])
    const logs = { place: 'logs', bytes: Buffer.from(site.logLines.join('\n')) }
    const haystacks = [...(await dumpTables(site)), ...dumpFolder(site.dataDir), logs]
    expect(findTraces(haystacks, { asked: '琥珀茴香谷仓九号' })).toEqual([])
  })

  it('finds without an excerpt leave no reading of the case', async () => {
    await opened('夜里没人')
    await site.tables('audit_entries').delete()
    await searchFor(intake, '2026-2')

    expect(await site.tables('audit_entries').pluck('deed')).toEqual(['search.asked'])
  })
})
