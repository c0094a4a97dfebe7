import type { Client } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { fillReport, readReceipt, sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

let site: Site
let officer: Officer
let intake: SignedIn
const send = { button: '提交举报' }

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T03:02:00Z' })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake'])
  intake = await signIn(site, officer)
})
afterAll(() => site.stop())
beforeEach(() => site.tables.raw('TRUNCATE cases CASCADE'))

/** Somebody who reads each page before he answers it. */
const slowly = (browser: Client): Client => ({
  ...browser,
  submit: (on, typed, how) => {
    site.clock.pass(0.1)
    return browser.submit(on, typed, how)
  },
})
const suspects = () => site.tables('cases').pluck<boolean[]>('suspect')
const marks = async (query = '') => {
  const page = await intake.open(`/staff/queue${query}`)
  return page
    .$('[data-test=row]')
    .map((_, row) => page.$(row).find('.st-mark').text())
    .get()
}

it('whoever takes his time is not marked', async () => {
  await sendReport(slowly(reporterBrowser(site)))
  expect(await suspects()).toEqual([false])
  expect(await marks()).toEqual([''])
})

it('a report filled in within a moment is taken like any other, and marked', async () => {
  const sent = await sendReport(reporterBrowser(site))
  expect(sent.code).toHaveLength(24)
  expect(await suspects()).toEqual([true])
  expect(await marks()).toEqual(['待甄别'])
})

it('so is one that fell into the trap, however slowly', async () => {
  const browser = slowly(reporterBrowser(site))
  const check = await fillReport(browser)
  const page = await browser.submit(check, { truth: 'yes', website: 'https://x.example' }, send)
  expect(readReceipt(page).code).toHaveLength(24)
  expect(await suspects()).toEqual([true])
})

it('a stamp that is missing or made up is a sign and no obstacle', async () => {
  const browser = reporterBrowser(site)
  const check = await fillReport({
    ...browser,
    submit: (on, typed, how) => {
      if (on.$('[name=shown]').length === 0) return browser.submit(on, typed, how)
      return browser.submit(on, { ...typed, shown: 'eHg.eHg' }, how)
    },
  })
  const page = await browser.submit(check, { truth: 'yes' }, send)
  expect(readReceipt(page).code).toHaveLength(24)
  expect(await suspects()).toEqual([true])
})

it('two hasty clicks are no sign; a page that was read before is none at all', async () => {
  const browser = reporterBrowser(site)
  const reading = slowly(browser)
  let clicks = 0
  const check = await fillReport({
    ...browser,
    submit: (on, typed, how) => {
      clicks += 1
      return clicks % 3 === 0 ? browser.submit(on, typed, how) : reading.submit(on, typed, how)
    },
  })
  await reading.submit(check, { truth: 'yes' }, send)
  expect(await suspects()).toEqual([false])
})

it('the queue finds them, and the mark goes when somebody decides', async () => {
  await sendReport(reporterBrowser(site))
  await sendReport(slowly(reporterBrowser(site)))
  expect(await marks('?screening=suspect')).toEqual(['待甄别'])
  expect(await marks('?screening=plain')).toEqual([''])
  const odd = await intake.open('/staff/queue?screening=odd')
  expect([odd.status, odd.$('[role=alert]').text().includes('甄别里没有这一项')]).toEqual([
    400,
    true,
  ])

  const list = await intake.open('/staff/queue?screening=suspect')
  const file = await intake.open(list.$('.st-case').attr('href') ?? '')
  expect(file.$('.st-next').text()).toContain('可能是机器交的')
  const accepted = await intake.submit(file, {}, { form: '.st-next form' })
  expect(accepted.$('.st-next').text()).not.toContain('可能是机器交的')
  expect(await marks('?screening=suspect')).toEqual([])
})
