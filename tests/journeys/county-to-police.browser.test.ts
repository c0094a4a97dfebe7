import type { Browser, Page } from 'playwright-core'
import { systemRandom } from '../../src/platform/random'
import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { openBrowser } from '../support/browser'
import { comeBack } from '../support/following'
import { hire, moveIn } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'
import { fetchBytes } from '../transfers/scene'
import { readBytes } from '../transfers/second-reader'
import { createOffices, type Offices } from './offices'
import { fill, press } from './on-page'
import { sendToPolice } from './to-police'

// One anonymous report, county -> province -> county -> police and back, by pages alone, with the staff of four bodies
// (the city between them has no part in it): who can open what after every step, and what the reporter reads.
const REASON = '材料已经逐项核对，事实清楚，同意按此办理，特此说明理由。'
const TOLD = '三楼病房夜里空着，我每天值夜班都看得见，系统里却住满了人。'

let site: Site
let browser: Browser
let offices: Offices
let province: OrganisationId
let county: OrganisationId

const bodyOf = (name: string, kind: 'medical-security' | 'police', parentId: OrganisationId) =>
  site.house.db.inTransaction(tx =>
    site.house.organisations.create(tx, {
      id: systemRandom.uuid() as OrganisationId,
      ...{ code: `S${kind}330102`, name, shortName: name, level: 'county', kind, parentId },
      ...{ regionCode: '330102', telephone: '0571-12393', hours: '', address: '', postcode: '' },
    }),
  )

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  browser = await openBrowser()
  offices = createOffices(site, browser)
  const { own: city, above } = await moveIn(site)
  province = above.id
  county = (await bodyOf('东区医疗保障局', 'medical-security', city.id)).id
  const police = await bodyOf('东区公安局', 'police', city.id)
  await site.house.db.inTransaction(async tx => {
    const { organisations } = site.house
    await organisations.setSite(tx, { ...(await organisations.site(tx)), organisationId: county })
  })
  const people = {
    clerk: await hire(site, county, ['intake'], '王芳'),
    handler: await hire(site, county, ['handler'], '周启明'),
    second: await hire(site, county, ['handler'], '李敏'),
    principal: await hire(site, county, ['principal'], '高立群'),
    city: await hire(site, city.id, ['intake', 'principal'], '市员'),
    province: await hire(site, above.id, ['intake', 'principal'], '陈雨桐'),
    police: await hire(site, police.id, ['intake', 'principal'], '刘警官'),
  }
  const { db, desks } = site.house
  const { clerk, principal } = people
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, principal.actor.id))
  for (const [name, one] of Object.entries(people)) await offices.enter(name, one)
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const everybody = ['clerk', 'handler', 'principal', 'city', 'province', 'police'] as const

/** Who can open this address now; everybody else is refused it, or told that there is no such page. */
const openTo = async (path: string): Promise<string[]> => {
  const statuses = new Map<string, number>()
  for (const name of everybody) statuses.set(name, await offices.statusOf(name, path))
  expect([...statuses.values()].filter(status => ![200, 403, 404].includes(status))).toEqual([])
  return everybody.filter(name => statuses.get(name) === 200)
}

const toldTo = async (code: string): Promise<string> => {
  const { $ } = await comeBack(reporterBrowser(site), code)
  return $('main').text().replace(/\s+/g, ' ')
}

const handOver = async (name: string, path: string, how: { to: string; ground: string }) => {
  const page = await offices.open(name, `${path}/hand-over?to=${how.to}`)
  await page.locator(`[data-test=send] [name=ground][value="${how.ground}"]`).check()
  await page.locator('[data-test=send] [name=reason]').fill(REASON)
  await page.locator('[data-test=send] button').click()
  return new URL(page.url()).pathname
}

const receive = async (name: string, sheet: string): Promise<void> => {
  const page = await offices.open(name, sheet)
  await page.locator('form:has([value=receive]) button').click()
  await page.locator('[role=status]').first().waitFor()
}

const taken = async (path: string): Promise<void> => {
  await press(await offices.open('clerk', path), '受理')
  const page: Page = offices.as('clerk')
  await page.locator('.st-next').getByRole('link', { name: '分派承办人', exact: true }).click()
  await page.locator('label', { hasText: '周启明' }).click()
  await page.locator('label', { hasText: '李敏' }).click()
  await page.locator('main form button').last().click()
}

const entered = async (
  at: string,
  form: string,
  typed: Record<string, string>,
): Promise<string> => {
  const page = await offices.open('handler', at)
  const part = page.locator(`[data-test=${form}]`)
  for (const [name, text] of Object.entries(typed)) {
    const radio = part.locator(`[type=radio][name="${name}"][value="${text}"]`)
    if ((await radio.count()) > 0) await radio.check()
    else await part.locator(`[name="${name}"]`).fill(text)
  }
  await part.locator('button').click()
  return page.locator('[data-test=facts]').innerText()
}

it('goes up, comes down, leaves for the police and comes back; each step opens it to nobody else', async () => {
  const { code } = await sendReport(reporterBrowser(site), { what: { text: TOLD } })
  const [row] = await site.tables('cases').select<{ id: CaseId; organisation_id: string }[]>('*')
  expect(row?.organisation_id).toBe(county)
  const path = `/staff/cases/${row?.id ?? ''}`
  // Nobody handles it yet: the county's desk and the head who was given its key.
  expect(await openTo(path)).toEqual(['clerk', 'principal'])

  const up = await handOver('clerk', path, { to: province, ground: 'level' })
  expect(await openTo(path)).toEqual(['clerk', 'principal'])
  expect(await openTo(up)).toEqual(['clerk', 'principal', 'province'])
  await receive('province', up)
  expect(await openTo(path)).toEqual(['province'])
  expect(await toldTo(code)).toContain('示范省医疗保障局收到了您反映的事')

  const down = await handOver('province', path, { to: county, ground: 'designated' })
  await receive('clerk', down)
  expect(await openTo(path)).toEqual(['clerk', 'principal'])
  expect(await openTo(up)).toEqual(['clerk', 'principal', 'province'])
  expect(await toldTo(code)).toContain('东区医疗保障局收到了您反映的事')

  await taken(path)
  expect(await openTo(path)).toEqual(['clerk', 'handler', 'principal'])
  const { at, password } = await sendToPolice(path, offices)
  expect(await openTo(at)).toEqual(['clerk', 'handler', 'principal'])
  for (const name of ['city', 'province', 'police'])
    expect([403, 404]).toContain(await offices.statusOf(name, `${at}/archive`))
  // The police get one file and, by another way, its password; of the report and its reporter there is nothing in it.
  const cookies = await offices.as('handler').context().cookies()
  const jar = { cookies: new Map(cookies.map(({ name, value }) => [name, value])) }
  const archive = await fetchBytes(site, jar as Parameters<typeof fetchBytes>[1], `${at}/archive`)
  expect(() => readBytes(archive, `${password}x`)).toThrow('not opened')
  const papers = readBytes(archive, password)
  expect(papers.map(({ name }) => name)).toEqual([
    ...['00-移送材料目录.pdf', '01-涉嫌犯罪案件移送书.pdf', '02-案件调查报告.pdf'],
    '03-涉案物品清单.pdf',
  ])
  expect(papers.some(({ base64 }) => Buffer.from(base64, 'base64').includes(TOLD))).toBe(false)
  expect(await openTo(path)).not.toContain('police')

  const receipt = { on: '2026 11 23', who: '刘警官', number: '东公收〔2026〕8号' }
  expect(await entered(at, 'receive', receipt)).toContain('东公收〔2026〕8号')
  const ground = '数额没有达到立案标准，情节轻微，不构成犯罪，退回你局处理。'
  const back = { answer: 'returned', on: '2026 11 23', reason: ground }
  expect(await entered(at, 'answer', back)).toContain(ground)
  expect(await toldTo(code)).not.toContain(ground)

  // Back in the county it is gone on with, to its end.
  await offices.step('handler', path, '提请立案', { reason: REASON })
  await offices.agree('principal', path)
  expect(await (await offices.open('handler', path)).locator('.st-id__meta').innerText()).toContain(
    '已立案',
  )
  expect(await toldTo(code)).toContain('立案')
  expect(await openTo(path)).toEqual(['clerk', 'handler', 'principal'])
  const denied = site.tables('audit_entries').where({ case_id: row?.id, deed: 'case.denied' })
  expect((await denied).length).toBeGreaterThan(5)
  await fill(await offices.open('province', '/staff/queue'), {})
  expect(await offices.as('province').locator('main').innerText()).not.toContain('仁和医院')
})
