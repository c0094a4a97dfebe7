import type { Browser, Page } from 'playwright-core'
import { asDay } from '../../src/platform/clock'
import { come, openOffice, type Office } from '../staffing/office'
import { newPage, openBrowser } from '../support/browser'
import { giveCase, storeCase } from '../support/cases'
import { auditShown } from '../support/page-audit'
import { codeOf, hire, type Officer } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'

jest.setTimeout(900_000)

let office: Office
let site: Office['site']
let browser: Browser
let page: Page
let intake: Officer
let leaver: Officer
let handler: Officer

const fill = async () => {
  const { id } = office.own
  intake = await hire(site, id, ['intake'], '林雨晴')
  leaver = await hire(site, id, ['handler'], '周正')
  handler = await hire(site, id, ['handler'], '沈小曼')
  await hire(site, id, ['handler'], '马卫国')
  for (const target of ['和安医院（城东院区）', '康宁大药房滨河店']) {
    const { caseId } = await storeCase(site, id, { title: { target } })
    await giveCase(site, intake, caseId, [leaver, handler])
  }
  const client = await come(site, office.sysadmin)
  const person = await client.open(`/staff/admin/users/${handler.actor.id}`)
  await client.submit(person, { duties: ['handler', 'intake'] }, { form: '#propose' })
  await client.submit(await client.open('/staff/admin/orgs/new'), {
    ...{ name: '杭州市上城区医疗保障局', shortName: '上城医保局', code: '330102' },
    ...{ regionCode: '330102', level: 'county', kind: 'medical-security' },
  })
}

beforeAll(async () => {
  office = await openOffice()
  site = office.site
  await fill()
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const enter = async (officer: Officer): Promise<void> => {
  site.clock.pass(1)
  await page.context().clearCookies()
  await page.goto(`${site.staffUrl}/staff/login`)
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await page.click('main button')
  await page.fill('#otp', codeOf(site, officer))
  await page.click('main form:has(#otp) button')
  await page.waitForURL('**/staff')
}

const faultsOf = async (name: string): Promise<string[]> => {
  await page.waitForLoadState('load')
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-people-${name}`)
  return []
}

const look = async (name: string, path: string): Promise<string[]> => {
  await page.goto(`${site.staffUrl}${path}`)
  return faultsOf(name)
}

const sendEmpty = async (name: string): Promise<string[]> => {
  await page.locator('main form button').last().click()
  await page.locator('#errors').waitFor()
  return faultsOf(`${name}-errors`)
}

describe('people, bodies and duties: axe, text sizes, narrow screens, targets, keyboard', () => {
  it('for the system administrator', async () => {
    await enter(office.sysadmin)
    expect(await look('list', '/staff/admin/users')).toEqual([])
    expect(await look('new', '/staff/admin/users/new')).toEqual([])
    expect(await sendEmpty('new')).toEqual([])
    expect(await look('person', `/staff/admin/users/${handler.actor.id}`)).toEqual([])
    await page.getByRole('link', { name: '看这一项' }).click()
    expect(await faultsOf('change-own')).toEqual([])
    expect(await look('disable', `/staff/admin/users/${handler.actor.id}/disable`)).toEqual([])
    expect(await look('bodies', '/staff/admin/orgs')).toEqual([])
    expect(await look('body', `/staff/admin/orgs/${office.own.id}`)).toEqual([])
    expect(await look('new-body', '/staff/admin/orgs/new')).toEqual([])
    expect(await sendEmpty('new-body')).toEqual([])
    expect(await look('roles', '/staff/admin/roles')).toEqual([])
    expect(await look('factors-none', '/staff/admin/factors')).toEqual([])
    expect(await look('factor-ask', '/staff/admin/factors/new')).toEqual([])
    expect(await sendEmpty('factor-ask')).toEqual([])
    await page.fill('#user', handler.username)
    await page.check('#ground')
    await page.locator('main form button').last().click()
    await page.waitForURL('**/staff/admin/factors')
    expect(await faultsOf('factors')).toEqual([])
  })

  it('with the link that is shown once, and what it opens', async () => {
    const invited = { username: 'new.one', displayName: '叶青', id: site.house.random.uuid() }
    await site.house.db.inTransaction(tx =>
      site.house.people.add(tx, office.sysadmin.actor, {
        ...invited,
        id: invited.id as typeof handler.actor.id,
        organisationId: office.own.id,
      }),
    )
    await page.goto(`${site.staffUrl}/staff/admin/users/${invited.id}`)
    await page.click('#invitation button')
    const link = (await page.locator('[data-test=link]').textContent()) ?? ''
    expect(await faultsOf('link')).toEqual([])
    await page.context().clearCookies()
    expect(await look('invitation', new URL(link).pathname)).toEqual([])
  })

  it('with the roster: gaps, a week, a range before it is kept', async () => {
    await enter(office.sysadmin)
    expect(await look('roster', '/staff/roster')).toEqual([])
    await page.locator('td select').first().selectOption({ label: '沈小曼' })
    await page.getByRole('button', { name: '保存这一周' }).click()
    await page.locator('.st-said').waitFor()
    await page.getByRole('link', { name: '连着排' }).click()
    expect(await faultsOf('roster-fill')).toEqual([])
    await page.fill('#from', '2026 11 23')
    await page.fill('#until', '2026 12 4')
    await page.selectOption('#who', { label: '都由江维值守' })
    await page.getByRole('button', { name: '先看看' }).click()
    await page.locator('#plan').waitFor()
    expect(await faultsOf('roster-plan')).toEqual([])
    await page.getByRole('button', { name: '就这样排' }).click()
    await page.locator('.st-said').waitFor()
    expect(await faultsOf('roster-own')).toEqual([])
  })

  it('for the security administrator', async () => {
    await enter(office.secadmin)
    expect(await faultsOf('home')).toEqual([])
    expect(await look('changes', '/staff/admin/changes')).toEqual([])
    await page.getByRole('link', { name: '沈小曼的职责' }).click()
    expect(await faultsOf('change')).toEqual([])
    expect(await sendEmpty('change')).toEqual([])
    expect(await look('review', '/staff/admin/review')).toEqual([])
    await page.goto(`${site.staffUrl}/staff/admin/factors`)
    await page.getByRole('link', { name: '去处理' }).click()
    expect(await faultsOf('factor-answer')).toEqual([])
    expect(await sendEmpty('factor-answer')).toEqual([])
  })

  it('for the intake desk', async () => {
    await enter(intake)
    expect(await look('handover', '/staff/handover')).toEqual([])
    expect(await look('handover-person', `/staff/handover/${leaver.actor.id}`)).toEqual([])
    expect(await sendEmpty('handover-person')).toEqual([])
    expect(await look('new-substitute', '/staff/substitutes/new')).toEqual([])
    expect(await sendEmpty('new-substitute')).toEqual([])
    const people = { staffId: leaver.actor.id, substituteId: handler.actor.id }
    const days = { fromOn: asDay('2026-11-23'), untilOn: asDay('2026-11-25') }
    await site.house.db.inTransaction(tx =>
      site.house.substitutes.name(tx, intake.actor, intake.keys, {
        ...{ id: site.house.random.uuid(), ...people, ...days },
      }),
    )
    expect(await look('substitutes', '/staff/substitutes')).toEqual([])
  })

  it('with the first page of each duty: lamps, today, what waits, the team', async () => {
    const { id } = office.own
    const [late, today] = await site.tables('cases').orderBy('serial').pluck<string[]>('id')
    await site.tables('cases').where({ id: late }).update({ next_due_on: '2026-11-20' })
    await site.tables('cases').where({ id: today }).update({ next_due_on: '2026-11-23' })
    const principal = await hire(site, id, ['principal'], '高立群')
    await site.house.db.inTransaction(tx =>
      site.house.desks.confirm(tx, intake.actor, intake.keys, principal.actor.id),
    )
    const people = { intake, principal, handler, sysadmin: office.sysadmin }
    for (const [duty, officer] of Object.entries(people)) {
      await enter(officer)
      expect([duty, await faultsOf(`home-${duty}`)]).toEqual([duty, []])
    }
  })
})
