import { hire, moveIn } from '../support/people'
import { fillReport, sendReport, startReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

// A journey is a dozen pages; the machine may be busy.
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

it('says that it is not open yet before the body is registered', async () => {
  site = await openSite({ config: { demonstration: false } })
  for (const path of ['/', '/report']) {
    const page = await reporterBrowser(site).open(path)
    expect(page.status).toBe(503)
    expect(page.$('h1').text()).toBe('本站还没有开通')
    expect(page.$('main').text()).not.toMatch(/拨打| 。/)
  }
})

it('lets nobody begin while no intake desk has a key', async () => {
  site = await openSite({ config: { demonstration: false } })
  const { own } = await moveIn(site)
  const browser = reporterBrowser(site)
  expect((await browser.open('/report')).status).toBe(503)
  await hire(site, own.id, ['intake'])
  expect((await browser.open('/report')).status).toBe(200)
})

it('switches the report with a name off while nobody keeps identities', async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  const browser = reporterBrowser(site)
  const start = await startReport(browser)
  const wish = { choice: 'unknown', about_body: 'no' }
  const identity = await browser.submit(start, wish, { button: '保存并继续' })
  expect(identity.$('input[value="named"]').attr('disabled')).toBeDefined()
  expect(identity.text).toContain('现在不能实名')
  await hire(site, own.id, ['identity'])
  const open = await browser.open('/report/identity')
  expect(open.$('input[value="named"]').attr('disabled')).toBeUndefined()
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
  for (const about of ['unsure', 'yes']) {
    const start = await startReport(browser)
    expect(start.text).not.toContain('直接交给上一级')
    const wish = { choice: 'unknown', about_body: about }
    const refused = await browser.submit(start, wish, { button: '保存并继续' })
    expect(refused.status).toBe(422)
    const said = refused.$('#errors').text()
    expect(said).toContain('这个网站收不了')
    expect(said).toContain('12393')
    // Never the number that the accused body answers.
    expect(said).not.toContain('0571-12393')
  }
  await site.house.db.inTransaction(tx =>
    site.house.organisations.setSite(tx, {
      superiorName: '国家医疗保障局',
      superiorTelephone: '010-1',
    }),
  )
  const start = await startReport(browser)
  const wish = { choice: 'unknown', about_body: 'yes' }
  const refused = await browser.submit(start, wish, { button: '保存并继续' })
  expect(refused.$('#errors').text()).toContain('国家医疗保障局反映，可以拨打 010-1')
  expect((await browser.open('/safety')).$('[data-sentence="superior"]')).toHaveLength(0)
})

it('says on step 1 and on the safety page that it goes above, once it does', async () => {
  site = await openSite()
  const { above } = await moveIn(site)
  await hire(site, above.id, ['intake'])
  const browser = reporterBrowser(site)
  expect((await startReport(browser)).text).toContain('直接交给上一级')
  expect((await browser.open('/safety')).$('[data-sentence="superior"]')).toHaveLength(1)
})
