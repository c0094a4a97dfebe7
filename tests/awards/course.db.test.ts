import { asDay } from '../../src/platform/clock'
import type { AwardId, CaseId } from '../../src/vocabulary/ids'
import {
  decidedCase,
  openAwardScene,
  proposalWish,
  tableHolds,
  toldAward,
  visitorOf,
  type AwardScene,
} from './scene'

let scene: AwardScene
let caseId: CaseId
let id: AwardId

beforeAll(async () => {
  scene = await openAwardScene()
  caseId = await decidedCase(scene)
})
afterAll(() => scene.site.stop())

const awards = () => scene.site.house.awards
const code = (name: string) => expect.objectContaining({ code: name }) as unknown
const constraint = (name: string) => expect.objectContaining({ constraint: name }) as unknown
const year = async () => {
  const { budget } = scene.site.house
  const [own] = await scene.inTx(tx => budget.years(tx, [scene.staff.own.id], 2026))
  return own
}
const row = () => scene.site.tables('awards').where({ id })

it('is proposed once by whoever handles the case, by the rule that holds, to the fen', async () => {
  const { staff, inTx } = scene
  const wish = proposalWish()
  const propose = () => inTx(tx => awards().propose(tx, visitorOf(staff.handler), caseId, wish))
  id = await propose()
  expect(await propose()).toBe(id)
  await expect(
    inTx(tx => awards().propose(tx, visitorOf(staff.other), caseId, proposalWish())),
  ).rejects.toEqual(code('award.running'))

  const file = await inTx(tx => awards().ofCase(tx, visitorOf(staff.handler), caseId))
  expect(file).toMatchObject({
    rank: 1,
    reports: 1,
    share: 'first',
    left: 0n,
    bar: 'award.running',
  })
  for (const secret of ['线索明确', '都没有', '示范市医保罚'])
    expect(await tableHolds(scene, 'awards', secret)).toBe(false)
  // 3 % of 125,000.
  expect(file.awards).toMatchObject([
    { fen: 3_750_00n, state: 'proposed', summary: { grade: '一级' } },
  ])
})

it('keeps proposer, reviewer and approver apart, in the service and round it', async () => {
  const { staff, inTx, site } = scene
  const review = (by: typeof staff.handler) => inTx(tx => awards().review(tx, visitorOf(by), id))
  await expect(review(staff.handler)).rejects.toEqual(code('award.own'))
  await expect(review(staff.approver)).rejects.toEqual(code('case.not-found'))
  await expect(inTx(tx => awards().approve(tx, visitorOf(staff.approver), id))).rejects.toEqual(
    code('award.moved-on'),
  )
  const at = new Date()
  await expect(
    row().update({ state: 'reviewed', reviewed_by: staff.handler.actor.id, reviewed_at: at }),
  ).rejects.toEqual(constraint('awards_sides'))
  await expect(
    row().update({ state: 'reviewed', reviewed_by: staff.approver.actor.id, reviewed_at: at }),
  ).rejects.toEqual(constraint('awards_sides'))
  await expect(row().update({ fen: '1' })).rejects.toEqual(constraint('awards_stay'))
  await review(staff.principal)
  await review(staff.principal)
  await expect(review(staff.second)).rejects.toEqual(code('award.moved-on'))
  const paid = {
    ...{ state: 'approved', approved_at: at, claim_until: '2027-01-23' },
  }
  await expect(row().update({ ...paid, approved_by: staff.payer.actor.id })).rejects.toEqual(
    constraint('awards_sides'),
  )
  await expect(
    site.tables('awards').where({ id }).update({ state: 'paid', paid_on: '2026-11-23' }),
  ).rejects.toEqual(constraint('awards_course'))
})

it('shows the finance side a summary and no case, and other bodies nothing', async () => {
  const { staff, inTx, site } = scene
  const opened = await inTx(tx => awards().open(tx, visitorOf(staff.approver), id))
  expect(opened.award.summary).toMatchObject({
    decision: '示范市医保罚〔2026〕12号',
    match: 'full',
  })
  expect(
    JSON.stringify(opened, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v)),
  ).not.toContain('和安医院')
  const keys = await inTx(async tx =>
    site.house.cases.keysOf(tx, await site.house.desks.holdersOf(tx, staff.approver.keys), [
      caseId,
    ]),
  )
  expect(keys.size).toBe(0)
  await expect(inTx(tx => awards().open(tx, visitorOf(staff.stranger), id))).rejects.toEqual(
    code('award.not-found'),
  )
})

it('approves once, a hundred at once, and commits the money once', async () => {
  const { staff, inTx } = scene
  const ends = await Promise.allSettled(
    Array.from({ length: 100 }, () =>
      inTx(tx => awards().approve(tx, visitorOf(staff.approver), id)),
    ),
  )
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(100)
  expect(await year()).toMatchObject({ committed: 3_750_00n })
  const deeds = await scene.site.tables('audit_entries').where({ deed: 'award.approved' })
  expect(deeds).toHaveLength(1)
  const [award] = await inTx(tx =>
    awards().list(tx, visitorOf(staff.payer), { states: ['approved'], limit: 5 }),
  )
  // Two months from the day on which it was told, and the day after a weekend: 2027 is not published yet.
  expect(award).toMatchObject({ claimUntil: '2027-01-25', claimProvisional: true })
})

it('is waived after its day, frees the money, and may be given longer', async () => {
  const { staff, inTx, site } = scene
  expect(await inTx(tx => awards().waive(tx))).toBe(0)
  site.clock.pass(65 * 24 * 60)
  expect(await inTx(tx => awards().waive(tx))).toBe(1)
  expect(await year()).toMatchObject({ committed: 0n })
  await expect(inTx(tx => awards().course.claim(tx, id))).rejects.toEqual(code('award.window'))
  const extend = (until: string) =>
    inTx(tx =>
      awards().extend(tx, visitorOf(staff.approver), id, {
        until: asDay(until),
        why: '住院，刚看到',
      }),
    )
  await expect(extend('2027-01-01')).rejects.toEqual(code('award.until'))
  await expect(extend('2028-03-01')).rejects.toEqual(code('award.until-long'))
  // The year before has the money, this one has none yet.
  await expect(extend('2027-03-01')).rejects.toEqual(code('budget.short'))
})

it('says no to what the rule, the matter or the wish do not carry', async () => {
  const { staff, inTx } = scene
  const other = await decidedCase(scene, '1000')
  const propose = (more: Parameters<typeof proposalWish>[0]) =>
    inTx(tx => awards().propose(tx, visitorOf(staff.handler), other, proposalWish(more)))
  await expect(propose({ basis: 1_000_01n })).rejects.toEqual(code('award.basis'))
  await expect(propose({ basis: 1_000_00n, grade: '' })).rejects.toEqual(code('award.figures'))
  await expect(
    inTx(tx =>
      awards().propose(tx, visitorOf(staff.stranger), other, proposalWish({ basis: 1_000_00n })),
    ),
  ).rejects.toEqual(code('case.not-found'))
  const told = proposalWish({
    exclusions: [{ code: 'insurance-staff', yes: true }],
  })
  const refusal = await inTx(tx => awards().propose(tx, visitorOf(staff.handler), other, told))
  await inTx(tx => awards().review(tx, visitorOf(staff.principal), refusal))
  const [award] = (await inTx(tx => awards().ofCase(tx, visitorOf(staff.handler), other))).awards
  expect(award).toMatchObject({ kind: 'refusal', state: 'refused', fen: 0n })
  expect(award?.summary.against).toBe('insurance-staff')
})

it('goes back with why, and another proposal follows', async () => {
  const { staff, inTx } = scene
  const third = await decidedCase(scene, '10000')
  const more = { basis: 10_000_00n }
  const first = await inTx(tx =>
    awards().propose(tx, visitorOf(staff.handler), third, proposalWish(more)),
  )
  await inTx(tx => awards().review(tx, visitorOf(staff.principal), first))
  await inTx(tx => awards().turnBack(tx, visitorOf(staff.approver), first, '文号写错了'))
  const file = await inTx(tx => awards().ofCase(tx, visitorOf(staff.handler), third))
  expect(file.awards).toMatchObject([{ state: 'returned', note: '文号写错了' }])
  expect(file.bar).toBe('')
  // The year has turned and has no money: said by how much.
  await expect(toldAward(scene, third, more)).rejects.toEqual(code('budget.short'))
})

it('lets no principal review what that principal proposed, round the service either', async () => {
  const { staff, inTx, site } = scene
  const fourth = await decidedCase(scene, '10000')
  const made = await inTx(tx =>
    awards().propose(tx, visitorOf(staff.principal), fourth, proposalWish({ basis: 10_000_00n })),
  )
  await expect(inTx(tx => awards().review(tx, visitorOf(staff.principal), made))).rejects.toEqual(
    code('award.own'),
  )
  const own = { reviewed_by: staff.principal.actor.id, reviewed_at: new Date() }
  await expect(
    site
      .tables('awards')
      .where({ id: made })
      .update({ ...own, state: 'reviewed' }),
  ).rejects.toEqual(constraint('awards_three_people'))
})
