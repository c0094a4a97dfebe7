import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, staffBrowser } from '../support/visitors'

let site: Site

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.stop())

it.each(['/staff', '/staff/queue', '/staff/login'])(
  'knows nothing of %s at the public entrance, and does not look like the other one',
  async path => {
    const page = await reporterBrowser(site).open(path)

    expect(page.status).toBe(404)
    expect(page.$('main a[href^="/staff"], [class^="st-"]')).toHaveLength(0)
    expect(page.$('main a[href="/"]').text()).toBe('回到首页')
  },
)

it('shows the public page and the sign-in page', async () => {
  const { own } = await moveIn(site)
  const home = await reporterBrowser(site).open('/')
  const login = await staffBrowser(site).open('/')

  expect(home.status).toBe(200)
  expect(home.$('h1')).toHaveLength(1)
  expect(login.path).toBe('/staff/login')
  const officer = await hire(site, own.id, ['intake'])
  const signed = await signIn(site, officer)
  expect(signed.home.status).toBe(200)
})
