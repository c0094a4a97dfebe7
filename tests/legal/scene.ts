import type { Day } from '../../src/platform/clock'
import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase, type StoredCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

type FindingContent = Parameters<Site['house']['findings']['save']>[3]['content']

/** A fine of ten times the loss: far outside the band of one to twice. */
export const heavy: FindingContent = {
  items: [
    { code: 'R38-1', facts: '三楼夜里空床', loss: 100_000n, otherLoss: 0n, fine: 1_000_000n },
  ],
  match: 'full',
  isPublic: false,
  voluntary: 0n,
  recovered: 0n,
  deducted: 0n,
  text: '挂床住院属实',
  bandReason: '多年连续，情节严重，退回的金额也没有交',
  lawOn: '2026-11-23' as Day,
}

export type Scene = {
  readonly site: Site
  readonly own: Awaited<ReturnType<typeof moveIn>>['own']
  readonly above: Awaited<ReturnType<typeof moveIn>>['above']
  readonly desk: Officer
  readonly wang: Officer
  readonly li: Officer
}

/** A body with two handlers; whoever wants a legal desk hires somebody for it. */
export const openScene = async (): Promise<Scene> => {
  const site = await openSite({ now: '2026-11-23T02:30:00Z' })
  const { own, above } = await moveIn(site)
  const desk = await hire(site, own.id, ['intake'], '林雨晴')
  const wang = await hire(site, own.id, ['handler'], '王承办')
  const li = await hire(site, own.id, ['handler'], '李承办')
  return { site, own, above, desk, wang, li }
}

/** Given to the two and under investigation, with a finding. */
export const investigated = async (
  { site, own, desk, wang, li }: Scene,
  finding: FindingContent = heavy,
): Promise<StoredCase> => {
  const stored = await storeCase(site, own.id, { content: { text: 'CANARY-TEXT 夜里没人。' } })
  await giveCase(site, desk, stored.caseId, [wang, li])
  await site.tables('cases').where({ id: stored.caseId }).update({ state: 'investigating' })
  await site.house.db.inTransaction(tx =>
    site.house.findings.save(tx, wang, stored.caseId, { seen: 'none', content: finding }),
  )
  return stored
}

/** Past the page: what stands against a decision now, or nothing. */
export const whyNoDecision = async (
  { site, wang }: Scene,
  caseId: CaseId,
  outcome: 'penalty' | 'dropped' = 'penalty',
): Promise<string> => {
  const { db, proceedings } = site.house
  const wish = { action: 'decide', outcome, reason: '事实清楚，证据充分，依法处罚' } as const
  const undone = new Error('undone')
  try {
    await db.inTransaction(async tx => {
      await proceedings.propose(tx, { ...wang, caseId }, wish)
      throw undone
    })
  } catch (error) {
    if (error === undone) return ''
    return error instanceof Error ? error.message : String(error)
  }
  return ''
}

/** A code works once: each sign-in is later. */
export const enter = async (site: Site, officer: Officer): Promise<SignedIn> => {
  site.clock.pass(1)
  return signIn(site, officer)
}

type Verdicts = Readonly<Record<string, string>>

/** Every point passed, but for what is said otherwise. */
export const verdictsOn = (page: Answer, other: Verdicts = {}): Verdicts => ({
  ...Object.fromEntries(
    page
      .$('input[name^=verdict-]')
      .map((_, input) => page.$(input).attr('name'))
      .get()
      .map(name => [name, 'pass']),
  ),
  ...other,
})

export const opinionForm = { form: 'form[action$="/opinion"]' }

/** The opinion, signed with a fresh code. */
export const giveOpinion = async (
  { site }: Scene,
  { browser, officer, page }: { browser: Client; officer: Officer; page: Answer },
  typed: Verdicts,
): Promise<Answer> => {
  site.clock.pass(1)
  return browser.submit(page, { ...typed, otp: codeOf(site, officer) }, opinionForm)
}

/** Says what is masked in the case: it is not taken, and stays in its field. */
export const opinionNaming = async (
  scene: Scene,
  at: { browser: Client; officer: Officer; page: Answer },
  caseId: CaseId,
): Promise<void> => {
  await reporterWrites(scene.site, scene.wang, caseId, '我的电话 13700001234，白天别打。')
  const words = '先打 13700001234 问清'
  const naming = { 'verdict-discretion': 'object', 'opinion-discretion': words }
  const typed = { ...verdictsOn(at.page, naming), result: 'return' }
  const told = await giveOpinion(scene, at, typed)
  expect([told.status, told.$('#opinion-discretion').text()]).toEqual([422, words])
  expect(told.$('#errors').text()).toContain('这里写了遮挡的内容：13700001234')
}

/** Another window, past the watch over the record: what is sent twice leaves no second row. */
export const twinOf = ({ site }: Scene, browser: SignedIn): Client => {
  const other = createClient({ url: site.staffUrl })
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  return other
}
