import { leadOf } from '../../src/followup/lead.service'
import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import {
  by,
  caseIn,
  codeOf,
  course,
  elsewhere,
  inTx,
  openCourse,
  people,
  REASON,
  site,
  waiting,
  walk,
} from './scene'

beforeAll(openCourse, 120_000)
afterAll(() => site.stop())

const unreadOf = async (...ids: CaseId[]): Promise<number[]> => {
  const rows = await inTx(tx => Promise.all(ids.map(id => site.house.cases.get(tx, id))))
  return rows.map(({ unread }) => unread)
}

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

describe('a matter with several reporters', () => {
  it('counts what its reporters wrote where the case is worked on, until it was read', async () => {
    const { organisationId } = people.intake.actor
    const follower = await storeCase(site, organisationId)
    const lead = await storeCase(site, organisationId)
    await giveCase(site, people.intake, lead.caseId, [people.one, people.two])
    await reporterWrites(site, people.intake, lead.caseId, '别人说的话')
    await reporterWrites(site, people.intake, follower.caseId, '并案前写的')
    await walk(follower.caseId, 'received', { action: 'merge', other: lead.caseId, reason: REASON })
    expect(await unreadOf(lead.caseId, follower.caseId)).toEqual([2, 1])
    await reporterWrites(site, people.intake, follower.caseId, '又想起一件事')
    expect(await unreadOf(lead.caseId, follower.caseId)).toEqual([3, 2])
    await inTx(tx => site.house.dialogue.readByStaff(tx, lead.caseId))
    expect(await unreadOf(lead.caseId, follower.caseId)).toEqual([2, 2])
    await inTx(tx => site.house.dialogue.readByStaff(tx, follower.caseId))
    expect(await unreadOf(lead.caseId, follower.caseId)).toEqual([0, 0])
  })

  it('moves what is unread along when the leading case is merged itself', async () => {
    const { organisationId } = people.intake.actor
    const [last, middle, first] = await Promise.all(
      [1, 2, 3].map(() => storeCase(site, organisationId)),
    )
    if (last === undefined || middle === undefined || first === undefined) throw new Error('three')
    for (const { caseId } of [last, middle, first])
      await reporterWrites(site, people.intake, caseId, '新情况')
    await walk(last.caseId, 'received', { action: 'merge', other: middle.caseId, reason: REASON })
    await walk(middle.caseId, 'received', { action: 'merge', other: first.caseId, reason: REASON })

    expect(await unreadOf(first.caseId, middle.caseId, last.caseId)).toEqual([3, 1, 1])
    const answered = Promise.all(
      [last, middle].map(({ caseId }) => reporterWrites(site, people.intake, caseId, '一起写')),
    )
    await answered
    expect(await unreadOf(first.caseId, middle.caseId, last.caseId)).toEqual([5, 2, 2])
  })

  it('tells a reporter nothing of what the leading case went through before theirs came to it', async () => {
    const { organisationId } = people.intake.actor
    const follower = await storeCase(site, organisationId)
    const middle = await storeCase(site, organisationId)
    const lead = await storeCase(site, organisationId)
    const into = ({ caseId: other }: { readonly caseId: CaseId }) =>
      ({ action: 'merge', other, reason: REASON }) as const
    await walk(follower.caseId, 'received', into(middle))
    site.clock.pass(1)
    await giveCase(site, people.intake, lead.caseId, [people.one, people.two])
    site.clock.pass(1)
    await walk(middle.caseId, 'received', into(lead))
    await walk(lead.caseId, 'checking', { action: 'file', reason: REASON })

    const shown = await inTx(async tx =>
      leadOf(site.house, tx, await site.house.cases.get(tx, follower.caseId)),
    )
    expect(shown?.steps.map(({ deed }) => deed)).toEqual(['case.filed'])
  })

  it('keeps away from all of it whoever keeps away from one', async () => {
    const { organisationId } = people.intake.actor
    const follower = await storeCase(site, organisationId)
    const lead = await storeCase(site, organisationId)
    const { cases } = site.house
    const away = { staffId: people.three.actor.id, ground: 'relative' }
    await inTx(tx => cases.exclude(tx, people.principal.actor, follower.caseId, away))
    await walk(follower.caseId, 'received', { action: 'merge', other: lead.caseId, reason: REASON })
    const ofThree = (id: CaseId) => inTx(tx => cases.isExcluded(tx, id, away.staffId))
    expect(await ofThree(lead.caseId)).toBe(true)

    await inTx(tx => cases.liftExclusion(tx, people.principal.actor, lead.caseId, away.staffId))
    expect(await ofThree(follower.caseId)).toBe(false)
  })

  it('does not end because one of them takes the report back', async () => {
    const { organisationId } = people.intake.actor
    const follower = await storeCase(site, organisationId)
    const lead = await storeCase(site, organisationId, { title: { withdrawn: true } })
    await walk(follower.caseId, 'received', { action: 'merge', other: lead.caseId, reason: REASON })
    await giveCase(site, people.intake, lead.caseId, [people.one, people.two])
    const ending = walk(lead.caseId, 'checking', { action: 'withdraw', reason: REASON })
    expect(await codeOf(ending)).toBe('step.others-reported')
  })
})

it('takes no reason and no answer that repeats what is masked in the case', async () => {
  const { caseId } = await storeCase(site, people.intake.actor.organisationId)
  await giveCase(site, people.intake, caseId, [people.one, people.two])
  await reporterWrites(site, people.intake, caseId, '我的电话 13700001234，白天别打。')
  const naming = `${REASON}打 13700001234 问过。`
  const who = { ...by(people.one), caseId }
  const taking = (reason: string) => inTx(tx => course().take(tx, who, { action: 'file', reason }))
  const suspend = { action: 'suspend', ground: 'appraisal' } as const
  const asking = inTx(tx => course().propose(tx, who, { ...suspend, reason: naming }))
  expect([await codeOf(asking), await codeOf(taking(naming))]).toEqual([
    'words.masked',
    'words.masked',
  ])
  await inTx(tx => course().propose(tx, who, { ...suspend, reason: REASON }))
  const id = await waiting(caseId)
  const answer = inTx(tx => course().turnDown(tx, by(people.principal), id, naming))
  expect(await codeOf(answer)).toBe('words.masked')
})
