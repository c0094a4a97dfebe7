import { randomUUID } from 'node:crypto'
import type { AwardId, CaseId } from '../../src/vocabulary/ids'
import {
  openAwardScene,
  proposalWish,
  reportedCase,
  toldAward,
  visitorOf,
  type AwardScene,
} from '../awards/scene'
import {
  answerOf,
  arrive,
  claimFor,
  payee,
  released,
  reporterOf,
  type SentRow,
} from '../payouts/scene'
import type { Answer } from '../support/client'
import { comeBack } from '../support/following'
import { hire } from '../support/people'
import { reporterBrowser } from '../support/visitors'

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

const main = ({ $ }: Answer): string => $('main').text().replace(/\s+/g, ' ')
const as = (name: 'handler' | 'principal' | 'payer' | 'payer2' | 'approver') =>
  visitorOf(scene.staff[name])
const back = async (code: string) => {
  const browser = reporterBrowser(scene.site)
  await comeBack(browser, code)
  return browser
}
const linkTo = async (caseId: CaseId): Promise<string> => {
  const [id] = await scene.site.tables('appeals').where({ case_id: caseId }).pluck<string[]>('id')
  return `/staff/supervise/${String(id)}`
}
const object = { form: 'form[action="/follow/objection"]' }

it('a refusal says why in words for the reporter, and is objected to beside the decision of the case', async () => {
  const { inTx, site, staff } = scene
  const above = await hire(site, staff.above.id, ['supervision'], '罗督办')
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  const wish = proposalWish()
  const conditions = wish.conditions.map(one => ({ ...one, yes: one.code !== 'not-known' }))
  const why = { ...wish, conditions, conditionsWhy: '三月已经立案' }
  const { awards } = site.house
  const id = await inTx(tx => awards.propose(tx, as('handler'), caseId, why))
  await inTx(tx => awards.review(tx, as('principal'), id))

  const browser = await back(code)
  const page = await browser.open('/follow/claim')
  expect(main(page)).toContain('理由：主要事实、证据，医保部门在您举报以前已经掌握。')
  const form = await browser.click(page, '提出异议')
  expect(main(form)).toContain('不予奖励，11 月 23 日作出')
  expect(main(form)).toContain('处理决定，11 月 23 日作出')
  const sent = await browser.submit(form, { decision: id, text: '我举报在前' }, object)
  expect(main(sent)).toContain('对“不予奖励”的异议')
  const link = await linkTo(caseId)
  const other = await browser.submit(sent, { text: '处理得太轻' }, object)
  expect(main(other)).toContain('对“处理决定”的异议')

  const officer = await scene.enter(above)
  const shown = await officer.open(link)
  expect(main(shown)).toContain('不予奖励，奖〔2026〕1号')
  expect(main(shown)).toContain('三月已经立案')
  const about = shown
    .$('.st-quote')
    .filter((_, one) => shown.$(one).text().includes('举报人对它有异议'))
  expect(about.first().text()).toContain('不予奖励')
})

const paid = async (): Promise<{ readonly awardId: AwardId; readonly code: string }> => {
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  const awardId = await toldAward(scene, caseId)
  const reporter = await reporterOf(scene, code)
  const first = await claimFor(scene, reporter, [payee(3_750_00n)])
  const { claims } = scene.site.house.payouts
  await scene.inTx(tx => claims.sendBack(tx, as('payer2'), first, 'account-wrong'))
  const page = await (await back(code)).open('/follow/claim')
  expect(main(page)).toContain('上次填的退回来了')
  expect(main(page)).not.toContain('银行退回')
  const second = await claimFor(scene, reporter, [payee(3_750_00n)])
  const running = await (await back(code)).open('/follow/claim')
  expect(main(running)).not.toContain('上次填的退回来了')
  expect(main(running)).toContain('王**，示范银行城南支行 ****3446')
  expect(running.text).not.toContain('王小明')
  await released(scene, [second])
  await arrive(scene, awardId)
  return { awardId, code }
}

it('tells of a claim that went back until there is another, masks whom it is paid to, and tells that it is asked back', async () => {
  const { inTx, site } = scene
  const { awardId, code } = await paid()
  const { clawbacks } = site.house.payouts
  const wish = { once: randomUUID(), ground: 'forged', text: '发票是伪造的' }
  await inTx(tx => clawbacks.ask(tx, as('payer'), awardId, wish))
  expect(main(await (await back(code)).open('/follow/claim'))).toContain('银行已经付清')
  await inTx(tx => clawbacks.approve(tx, as('approver'), awardId))
  const browser = await back(code)
  const asked = await browser.open('/follow/claim')
  expect(main(asked)).toContain('2026 年 11 月 23 日决定追回这份奖励 理由：提供伪造的材料。')
  expect(main(asked)).not.toContain('付清')
  expect(main(await browser.open('/follow/case'))).toContain('奖励决定追回')
  expect(main(await browser.open('/follow/objection'))).toContain('追回奖励，11 月 23 日作出')
  await inTx(tx => clawbacks.receive(tx, as('payer2'), awardId))
  expect(main(await (await back(code)).open('/follow/claim'))).toContain('钱已经收回')
})

it('says when money did not arrive, and of whom of several', async () => {
  const { inTx, site } = scene
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  const awardId = await toldAward(scene, caseId)
  const reporter = await reporterOf(scene, code)
  const claim = await claimFor(scene, reporter, [payee(3_749_00n), payee(1_00n)])
  await released(scene, [claim])
  expect(main(await (await back(code)).open('/follow/claim'))).toContain('正在付款')
  const sent = await site
    .tables('payments')
    .where({ award_id: awardId })
    .orderBy('payee')
    .select<SentRow[]>('reference', 'fen')
  const rows = sent.map(({ reference, fen }, at) => ({
    ...{ reference, amount: (Number(fen) / 100).toFixed(2) },
    result: at === 0 ? '成功' : '失败',
  }))
  const answer = { layout: 'plain-csv', bytes: Buffer.from(randomUUID()), rows: answerOf(rows) }
  await inTx(tx => site.house.payouts.answers.take(tx, as('payer'), answer))
  const page = await (await back(code)).open('/follow/claim')
  expect(main(page)).toContain('第 2 个收款人的钱没有付成')
  expect(main(page)).not.toContain('正在付款')
})
