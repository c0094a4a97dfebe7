import { hire, moveIn } from '../support/people'
import { fillReport, sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

// A journey is a dozen pages; the machine may be busy.
jest.setTimeout(60_000)

let site: Site
afterEach(() => site.stop())

it('takes no report outside the demonstration before a recovery key exists', async () => {
  site = await openSite({ config: { demonstration: false } })
  await site.house.db.inTransaction(async tx => {
    const made = await site.house.organisations.create(tx, {
      ...{ code: 'S1', name: '示范市医疗保障局', shortName: '示范市', level: 'city' },
      ...{ kind: 'medical-security', parentId: null, regionCode: '330100', telephone: '12393' },
      ...{ hours: '', address: '', postcode: '' },
    })
    await site.house.organisations.setSite(tx, { organisationId: made.id })
  })
  const page = await reporterBrowser(site).open('/report')
  expect(page.status).toBe(503)
  expect(page.$('main').text()).toContain('网上举报还没有开通')
  expect(page.$('form[action="/report"]')).toHaveLength(0)
})

it('keeps the draft when nobody could open the report, and takes it once somebody can', async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  const browser = reporterBrowser(site)
  const check = await fillReport(browser)
  const refused = await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })
  expect(refused.status).toBe(503)
  expect(refused.$('main').text()).toContain('草稿')
  expect(await site.tables('reports')).toHaveLength(0)
  expect(await site.tables('case_numbers')).toHaveLength(0)

  await hire(site, own.id, ['intake'])
  const again = await browser.open('/report/check')
  const receipt = await browser.submit(again, { truth: 'yes' }, { button: '提交举报' })
  expect(receipt.path).toBe('/report/receipt')
})

it('goes up to the nearest desk, and tells when nobody stands above whom the report concerns', async () => {
  site = await openSite()
  const { above } = await moveIn(site)
  await hire(site, above.id, ['intake'])
  // The lower body has no desk of its own: what is not about it goes to the nearest above.
  const { label } = await sendReport(reporterBrowser(site))
  expect(label).toContain('医保举')
  await site.house.db.inTransaction(tx =>
    site.house.organisations.setSite(tx, { organisationId: above.id }),
  )
  const browser = reporterBrowser(site)
  const check = await fillReport(browser, { subject: { choice: 'unknown', about_body: 'unsure' } })
  const refused = await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })
  expect(refused.status).toBe(503)
  expect(refused.$('h1').text()).toBe('这一件在网上还收不了')
})
