import { behindProxy, browserAt } from '../support/networks'
import { hire, moveIn } from '../support/people'
import { putAside, resumeBy } from '../support/putting-aside'
import { openSite, type Site } from '../support/site'
import { errorsOf, walkTo } from '../support/wizard'

let site: Site
beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T03:02:00Z', config: behindProxy })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
})
afterAll(() => site.stop())

it('guessing resume codes ends after ten, for that network alone, and slips do not count', async () => {
  const guesser = browserAt(site.publicUrl, '203.0.113.9')
  const holder = browserAt(site.publicUrl, '198.51.100.20')
  const { code } = await putAside(holder, await walkTo(holder, 'type'))

  for (let time = 0; time < 12; time += 1) await resumeBy(guesser, '1234')
  const answers: number[] = []
  for (let time = 0; time < 11; time += 1)
    answers.push((await resumeBy(guesser, `123456781234567${time % 10}`)).status)
  expect(answers).toEqual([...Array.from({ length: 10 }, () => 422), 429])
  // The right one is not looked at either.
  const held = await resumeBy(guesser, code)
  expect(held.status).toBe(429)
  expect(errorsOf(held)[0]).toMatch(/^试得太多了，请 \d+ 分钟后再来$/)
  expect((await resumeBy(holder, code)).path).toBe('/report/type')
})
