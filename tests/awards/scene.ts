import { randomUUID } from 'node:crypto'
import type { ProposalWish } from '../../src/awards'
import { demoRewardRule } from '../../src/demonstration/reward-rule'
import type { Tx } from '../../src/platform/db/transaction'
import type { AwardId, CaseId } from '../../src/vocabulary/ids'
import { decide, save, typed } from '../findings/scene'
import { giveCase, storeCase } from '../support/cases'
import { createClient, type Client } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { sendReport, type ReportWish } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

export const word = '院子里的老槐树开花了'

const staffOf = async (site: Site) => {
  const { own, above } = await moveIn(site)
  const clerk = await hire(site, own.id, ['intake'], '王芳')
  const principal = await hire(site, own.id, ['principal'], '高立群')
  const second = await hire(site, own.id, ['principal'], '江曼')
  const approver = await hire(site, own.id, ['finance-approver'], '钱进')
  const payer = await hire(site, own.id, ['payer'], '孙立')
  const payer2 = await hire(site, own.id, ['payer'], '沈青')
  const { db, desks } = site.house
  for (const one of [principal, second])
    await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, one.actor.id))
  for (const one of [payer, payer2])
    await db.inTransaction(tx => desks.confirm(tx, approver.actor, approver.keys, one.actor.id))
  return {
    ...{ own, above, clerk, principal, second, approver, payer, payer2 },
    keeper: await hire(site, own.id, ['identity'], '陆清'),
    handler: await hire(site, own.id, ['handler'], '周启明'),
    other: await hire(site, own.id, ['handler'], '李敏'),
    stranger: await hire(site, above.id, ['finance-approver', 'payer'], '何勇'),
  }
}

/** A body with a rule of rewards, money for the year, and everybody whom a reward needs. */
export const openAwardScene = async (rule: Partial<typeof demoRewardRule> = {}) => {
  const site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const staff = await staffOf(site)
  const { db, lawbook, budget } = site.house
  await db.inTransaction(tx => lawbook.add(tx, { ...demoRewardRule, place: '330100', ...rule }))
  const wish = { once: randomUUID(), year: 2026, fen: 500_000_00n, ground: 'annual' }
  await db.inTransaction(async tx => {
    await budget.ask(tx, staff.payer.actor, wish)
    await budget.decide(tx, staff.approver.actor, wish.once, 'approve')
  })
  const browsers = new Map<Officer, Promise<SignedIn>>()
  const enter = (officer: Officer): Promise<SignedIn> => {
    const known = browsers.get(officer)
    if (known !== undefined) return known
    site.clock.pass(1)
    const entered = signIn(site, officer)
    browsers.set(officer, entered)
    return entered
  }
  /** The next code of the person's telephone. */
  const fresh = (officer: Officer): string => {
    site.clock.pass(1)
    return codeOf(site, officer)
  }
  /** The same browser, sending a second time: nothing has to be recorded again. */
  const again = async (officer: Officer): Promise<Client> => {
    const { cookies } = await enter(officer)
    const twice = createClient({ url: site.staffUrl })
    for (const [name, value] of cookies) twice.cookies.set(name, value)
    return twice
  }
  const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.inTransaction(work)
  return { site, staff, enter, again, fresh, inTx }
}
export type AwardScene = Awaited<ReturnType<typeof openAwardScene>>

/** Whether a table has these words anywhere, in text or in bytes. */
export const tableHolds = async (
  { site }: AwardScene,
  table: string,
  words: string,
): Promise<boolean> => {
  const hex = Buffer.from(words).toString('hex')
  const rows: unknown[] = await site
    .tables(`${table} as t`)
    .whereRaw('t::text LIKE ? OR t::text LIKE ?', [`%${words}%`, `%${hex}%`])
  return rows.length > 0
}

/** Found with a loss, decided with a principal: a case that two handle. */
export const decideOn = async (
  { site, staff }: AwardScene,
  caseId: CaseId,
  loss: string,
  isPublic: 'yes' | 'no' = 'yes',
): Promise<void> => {
  await site.tables('cases').where({ id: caseId }).update({ state: 'investigating' })
  site.clock.pass(1)
  const browser = await signIn(site, staff.handler)
  const page = await browser.open(`/staff/cases/${caseId}/findings`)
  const saved = await browser.submit(
    page,
    { ...typed, public: isPublic, loss_1: loss, fine_1: '0' },
    save,
  )
  if (saved.status !== 200) throw new Error(`finding was not saved: ${saved.text}`)
  await decide(
    {
      ...{ site, clerk: staff.clerk, principal: staff.principal },
      handlers: [staff.handler, staff.other],
      enter: () => signIn(site, staff.handler),
    },
    caseId,
    'agreement',
  )
}

/** Given to two, found with a loss, decided with a principal. */
export const investigate = async (
  scene: AwardScene,
  caseId: CaseId,
  loss: string,
  isPublic: 'yes' | 'no' = 'yes',
): Promise<void> => {
  const { site, staff } = scene
  await giveCase(site, staff.clerk, caseId, [staff.handler, staff.other])
  await decideOn(scene, caseId, loss, isPublic)
}

/** A case that was proved and decided; its report was stored past the pages, so nobody has its code. */
export const decidedCase = async (scene: AwardScene, loss = '125000'): Promise<CaseId> => {
  const { site, staff } = scene
  const { caseId } = await storeCase(site, staff.own.id, {
    title: { target: '和安医院', identity: 'anon-claim' },
    content: { identity: 'anon-claim' },
  })
  await investigate(scene, caseId, loss)
  return caseId
}

/** The same, reported by a browser: with the code of the receipt. */
export const reportedCase = async (
  scene: AwardScene,
  wish: ReportWish,
  loss = '125000',
): Promise<{ readonly caseId: CaseId; readonly code: string }> => {
  const made = await sentCase(scene, wish)
  await investigate(scene, made.caseId, loss)
  return made
}

/** As it came in. */
export const sentCase = async (
  { site }: AwardScene,
  wish: ReportWish,
): Promise<{ readonly caseId: CaseId; readonly code: string }> => {
  const before = await site.tables('cases').select<{ id: CaseId }[]>('id')
  const { code } = await sendReport(reporterBrowser(site), wish)
  const known = before.map(({ id }) => id)
  const [made] = await site.tables('cases').whereNotIn('id', known).select<{ id: CaseId }[]>('id')
  if (made === undefined) throw new Error('no case was made')
  return { caseId: made.id, code }
}

const conditions = ['clear-clue', 'not-known', 'proved-loss', 'wish', 'other-conditions']
const exclusions = ['insurance-staff', 'own-confession', 'withdrawn', 'unreachable', 'in-court']

export const proposalWish = (more: Partial<ProposalWish> = {}): ProposalWish => ({
  once: randomUUID(),
  decision: '示范市医保罚〔2026〕12号',
  conditions: conditions.map(code => ({ code, yes: true })),
  exclusions: exclusions.map(code => ({ code, yes: false })),
  conditionsWhy: '线索明确，查证属实',
  exclusionsWhy: '都没有',
  basis: 125_000_00n,
  grade: '一级',
  subject: '',
  insider: false,
  rate: '',
  ...more,
})

export const visitorOf = ({ actor, keys }: Officer) => ({ actor, keys })

/** Proposed by the handler, reviewed by a principal, approved by the finance side, past the pages. */
export const toldAward = async (
  { site, staff, inTx }: AwardScene,
  caseId: CaseId,
  more: Partial<ProposalWish> = {},
): Promise<AwardId> => {
  const { awards } = site.house
  const id = await inTx(tx =>
    awards.propose(tx, visitorOf(staff.handler), caseId, proposalWish(more)),
  )
  await inTx(tx => awards.review(tx, visitorOf(staff.principal), id))
  await inTx(tx => awards.approve(tx, visitorOf(staff.approver), id))
  return id
}
