import { hire, moveIn } from '../support/people'
import { startReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

let site: Site

beforeAll(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  const rows = ['和安医院', '和_百分之百%诊所', '康宁大药房'].map((name, at) => ({
    ...{ code: `H${at}`, name, kind: '医院', regionCode: '330106', address: '' },
  }))
  await site.house.db.inTransaction(tx => site.house.registry.importAll(tx, rows))
})
afterAll(() => site.stop())

const searchFor = async (q: string) => {
  const browser = reporterBrowser(site)
  const page = await startReport(browser)
  const found = await browser.submit(page, { q }, { form: 'main form', button: '查找' })
  const names = found
    .$('[value^="institution:"]')
    .map((_, radio) => found.$(radio).closest('label').find('b').text())
    .get()
  return { found, names }
}

const nothing = '没有找到，可以直接写名字。'

it.each(['%', '_', '%%', '_ %', '（）'])('%s alone finds nothing, and says what to do', async q => {
  const { found, names } = await searchFor(q)

  expect([found.status, names]).toEqual([200, []])
  expect(found.$('main').text()).toContain(nothing)
  expect(found.$('#q').attr('value')).toBe(q)
})

it.each([
  ['百%', ['和_百分之百%诊所']],
  ['和%院', []],
  ['和安', ['和安医院']],
])('%s finds %j: a sign stands for nothing else', async (q, wanted) => {
  expect((await searchFor(q)).names).toEqual(wanted)
})

it.each([61, 5000, 100_000])(
  '%i letters find nothing, and stay as far as a search goes',
  async length => {
    const { found, names } = await searchFor('和安'.repeat(length / 2 + 1))

    expect([found.status, names]).toEqual([200, []])
    expect(found.$('main').text()).toContain(nothing)
    expect(found.$('#q').attr('value')).toBe('和安'.repeat(30))
  },
)
