import type { Browser, Page } from 'playwright-core'
import type { CaseId } from '../../src/vocabulary/ids'
import { openBrowser } from '../support/browser'
import { storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { createOffices, type Offices } from './offices'
import { fill, follow, press, type Typed } from './on-page'
import { sendToPolice } from './to-police'

// A case through each of its ends by pages alone, in Chromium with scripts switched off: what a person sees and
// presses, and nothing past it. How a report comes in, and is withdrawn, is told by other journeys.
const REASON = '材料已经逐项核对，事实清楚，同意按此办理，特此说明理由。'

let site: Site
let browser: Browser
let body: Officer['actor']['organisationId']
let offices: Offices

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  browser = await openBrowser()
  offices = createOffices(site, browser)
  const { own } = await moveIn(site)
  body = own.id
  const clerk = await hire(site, own.id, ['intake'], '王芳')
  const principal = await hire(site, own.id, ['principal'], '高立群')
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, principal.actor.id))
  const handler = await hire(site, own.id, ['handler'], '周启明')
  await hire(site, own.id, ['handler'], '李敏')
  const legal = await hire(site, own.id, ['legal'], '法小白')
  for (const [name, one] of Object.entries({ clerk, principal, handler, legal }))
    await offices.enter(name, one)
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const as = (name: string): Page => offices.as(name)
const open = (name: string, path: string): Promise<Page> => offices.open(name, path)
const step = (who: string, path: string, words: string, typed: Typed = {}): Promise<Page> =>
  offices.step(who, path, words, typed)
const agree = (path: string): Promise<void> => offices.agree('principal', path)
const asked = async (who: string, path: string, words: string, typed: Typed): Promise<void> => {
  await step(who, path, words, typed)
  await agree(path)
}

const stateIn = async (who: string, path: string): Promise<string> =>
  (await open(who, path)).locator('.st-id__meta').innerText()

const arrive = async (withdrawn = false): Promise<string> =>
  (await storeCase(site, body, { title: { withdrawn } })).path

const accepted = async (path: string): Promise<void> => press(await open('clerk', path), '受理')

const checking = async (): Promise<string> => {
  const path = await arrive()
  await accepted(path)
  const page = as('clerk')
  await follow(page, '分派承办人')
  await page.locator('label', { hasText: '周启明' }).click()
  await page.locator('label', { hasText: '李敏' }).click()
  await page.locator('main form button').last().click()
  return path
}

const investigating = async (): Promise<string> => {
  const path = await checking()
  await asked('handler', path, '提请立案', { reason: REASON })
  await step('handler', path, '登记已告知举报人')
  await step('handler', path, '开始调查取证')
  return path
}

const found: Typed = {
  ...{ match: 'full', text: '重复收费属实', code_1: 'R38-3', public: 'no' },
  facts_1: '三楼病区重复收取护理费',
}

const withFinding = async (more: Typed = {}): Promise<string> => {
  const path = await investigating()
  const page = await open('handler', `${path}/findings`)
  await fill(page, { ...found, ...more })
  await press(page, '保存认定')
  return path
}

const measure = async (path: string, typed: Typed): Promise<void> => {
  const page = await open('handler', `${path}/measures`)
  const responsible = offices.officer('handler').actor.id
  await fill(page, { due: '2026 12 12', responsible, ...typed })
  await press(page, '登记')
  await page.locator('[data-test=measure] th a').first().click()
  await fill(page, { on: '2026 11 23', number: '甬医保函〔2026〕7 号' })
  await press(page, '登记完成')
}

const reviewed = async (path: string): Promise<void> => {
  const page = await open('handler', `${path}/review`)
  await page.locator('main [name=ground]').first().check()
  await press(page, '送审')
  const desk = await open('legal', `${path}/review`)
  for (const radio of await desk.locator('main [name^=verdict-][value=pass]').all())
    await radio.check()
  await fill(desk, { result: 'pass', otp: offices.code('legal') })
  await press(desk, '提出审核意见')
}

const decided = async (path: string, outcome: string): Promise<void> => {
  await asked('handler', path, '提请作出处理决定', { outcome, reason: REASON })
}

const closed = async (path: string): Promise<string> => {
  await step('handler', path, '结案')
  await step('handler', path, '归档')
  return stateIn('handler', path)
}

const endOf = async (path: string): Promise<unknown> =>
  site
    .tables('cases')
    .where({ id: path.split('/').at(-1) as CaseId })
    .first('state', 'outcome', 'is_open')

const ended = (state: string, outcome = state) => ({ state, outcome, is_open: false })

it('penalty: found, decided, fined and recovered, closed, archived', async () => {
  const path = await withFinding({ loss_1: '5万', fine_1: '8万' })
  await decided(path, 'penalty')
  await measure(path, { kind: 'return', amount: '5万' })
  await measure(path, { kind: 'fine', amount: '8万' })
  expect(await closed(path)).toContain('已归档')
  expect(await endOf(path)).toEqual(ended('archived', 'penalty'))
})

it('no penalty, and a case dropped after a suspension that was turned down once', async () => {
  const path = await withFinding()
  await decided(path, 'no-penalty')
  await closed(path)
  expect(await endOf(path)).toEqual(ended('archived', 'no-penalty'))

  const other = await withFinding()
  await step('handler', other, '提请中止', { ground: 'appraisal', reason: REASON })
  const board = await open('principal', '/staff/approvals')
  await board.locator('[data-test=approval] a').first().click()
  await fill(board, { decision: 'turn-down', reason: REASON })
  await press(board, '提交意见')
  expect(await (await open('handler', other)).locator('[data-test=waiting]').innerText()).toContain(
    REASON,
  )
  await asked('handler', other, '提请中止', { ground: 'appraisal', reason: REASON })
  expect(await stateIn('handler', other)).toContain('已中止')
  await step('handler', other, '恢复办理')
  await decided(other, 'dropped')
  await closed(other)
  expect(await endOf(other)).toEqual(ended('archived', 'dropped'))
})

it('agreement measures, and taken up anew by an objection', async () => {
  const path = await withFinding({ loss_1: '5万' })
  await decided(path, 'agreement')
  await measure(path, { kind: 'return', amount: '5万' })
  await closed(path)
  expect(await endOf(path)).toEqual(ended('archived', 'agreement'))
  await step('principal', path, '重新办理', { ground: 'objection', reason: REASON })
  expect(await endOf(path)).toEqual({ state: 'checking', outcome: null, is_open: true })
})

it('crime transfer, which asks for a legal review first and is not closed before the file has left', async () => {
  const path = await withFinding()
  await reviewed(path)
  expect(await stateIn('handler', path)).toContain('审核通过')
  await decided(path, 'crime-transfer')
  const early = await open('handler', path)
  await follow(early, '结案')
  expect(await early.locator('main').innerText()).toContain('案卷还没有移送公安机关')
  expect(await early.locator('main').getByRole('button', { name: '结案' }).count()).toBe(0)
  await sendToPolice(path, offices)
  await closed(path)
  expect(await endOf(path)).toEqual(ended('archived', 'crime-transfer'))
})

it('not accepted, not filed', async () => {
  const path = await arrive()
  const page = await open('clerk', path)
  await follow(page, '不予受理')
  await fill(page, { ground: 'no-clue', reason: REASON })
  await press(page, '不予受理')
  expect(await endOf(path)).toEqual(ended('refused'))

  const other = await checking()
  await asked('handler', other, '提请不予立案', { ground: 'no-breach', reason: REASON })
  expect(await stateIn('handler', other)).toContain('不予立案')
  await step('handler', other, '登记已告知举报人')
  await step('handler', other, '归档')
  expect(await endOf(other)).toEqual(ended('archived', 'not-filed'))
})

it('handed over, redirected, merged, withdrawn', async () => {
  const elsewhere = { receiver: 'police', reason: REASON }
  const path = await arrive()
  await step('clerk', path, '移送其他部门', { ground: 'crime', ...elsewhere })
  expect(await endOf(path)).toEqual(ended('handed-over'))

  const sent = await arrive()
  await step('clerk', sent, '告知去别处反映', { ground: 'not-ours', ...elsewhere })
  expect(await endOf(sent)).toEqual(ended('redirected'))

  const lead = await checking()
  const label = (await stateIn('clerk', lead)).split('\n')[0] ?? ''
  const same = await arrive()
  await step('clerk', same, '并入另一件', { other: label, reason: REASON })
  expect(await endOf(same)).toEqual(ended('merged'))
  expect(await as('clerk').locator('[data-test=merged]').count()).toBe(2)
  expect(await stateIn('handler', same)).toContain('已并案')

  const back = await arrive(true)
  await asked('clerk', back, '提请因撤回而终止', { reason: REASON })
  expect(await endOf(back)).toEqual(ended('withdrawn'))
})
