import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
import { caseIn, codeOf, elsewhere, inTx, openCourse, people, REASON, site, walk } from './scene'

beforeAll(openCourse, 120_000)
afterAll(() => site.stop())

describe('merging', () => {
  it('gives the key to the handlers of the leading case, keeps each code, and ranks by acceptance', async () => {
    const { organisationId } = people.intake.actor
    const [first, second] = [
      await storeCase(site, organisationId),
      await storeCase(site, organisationId),
    ]
    // The later one is accepted first.
    await giveCase(site, people.intake, second.caseId, [people.one, people.two])
    await walk(first.caseId, 'received', { action: 'accept' })
    await walk(first.caseId, 'accepted', { action: 'merge', other: second.caseId, reason: REASON })

    const { cases, desks } = site.house
    const ranks = await inTx(tx => cases.byRank(tx, second.caseId))
    expect(ranks.map(({ id }) => id)).toEqual([second.caseId, first.caseId])
    const opened = await inTx(async tx => {
      const holders = await desks.holdersOf(tx, people.one.keys)
      const key = await cases.keyOf(tx, holders, first.caseId)
      return cases.contentsOf(tx, key, first.caseId)
    })
    expect(opened).toHaveLength(1)
    const visible = await inTx(tx => cases.findVisible(tx, people.two.actor, first.caseId))
    expect(visible?.mergedInto).toBe(second.caseId)
    // What the leading case's reporter is told, this one's is told too.
    await walk(second.caseId, 'checking', { action: 'file', reason: REASON })
    expect(await site.tables('messages').where({ case_id: first.caseId })).toHaveLength(2)
  })

  it.each(['itself', 'a closed case', 'another body’s case'])('refuses %s', async what => {
    const { caseId } = await storeCase(site, people.intake.actor.organisationId)
    const others: Record<string, () => Promise<CaseId>> = {
      itself: () => Promise.resolve(caseId),
      'a closed case': () => caseIn('refused', 'merge'),
      'another body’s case': () => Promise.resolve(elsewhere),
    }
    const other = await others[what]?.()
    const merging = walk(caseId, 'received', { action: 'merge', other, reason: REASON })
    expect(await codeOf(merging)).toBe('merge.other')
  })
})
