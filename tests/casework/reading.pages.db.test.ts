import type { OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
import { createClient } from '../support/client'
import { comeBack } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let intake: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  intake = await signIn(site, clerk)
})
afterAll(() => site.stop())

const rowsOf = async (caseId: string): Promise<string[]> =>
  (
    await site
      .tables('audit_entries')
      .where({ case_id: caseId, actor_id: clerk.actor.id })
      .whereIn('deed', ['case.opened', 'original.viewed'])
      .orderBy('seq')
      .select<{ deed: string; subject: string | null }[]>('deed', 'subject')
  ).map(({ deed, subject }) => [deed, subject].filter(Boolean).join(' '))

/** Sends what the pages would, without their watch on records. */
const sender = () => {
  const client = createClient({ url: site.staffUrl })
  for (const [name, value] of intake.cookies) client.cookies.set(name, value)
  return client
}

const tokenOf = async (path: string): Promise<string> => {
  const token = (await intake.open(path)).$('[name=_csrf]').val()
  return typeof token === 'string' ? token : ''
}

describe('whatever page draws what was sealed leaves one row of it', () => {
  it.each([
    ['/brief/edit', ['case.opened brief', 'original.viewed']],
    ['/refuse', ['case.opened refuse']],
    ['?tab=messages', ['case.opened messages']],
  ])('%s', async (page, rows) => {
    const { caseId, path } = await storeCase(site, own)

    expect((await intake.open(path + page)).status).toBe(200)

    expect(await rowsOf(caseId)).toEqual(rows)
  })

  it('/assign', async () => {
    const { caseId, path } = await storeCase(site, own)
    await giveCase(site, clerk, caseId, [
      await hire(site, own, ['handler'], '周启明'),
      await hire(site, own, ['handler'], '李敏'),
    ])

    expect((await intake.open(`${path}/assign`)).status).toBe(200)

    expect(await rowsOf(caseId)).toEqual(['case.opened assign'])
  })

  it.each([
    ['/brief', { target: '字'.repeat(3000) }, 422, ['case.opened brief', 'original.viewed']],
    [
      '/brief',
      { seen: 'another', target: '甲', when: '', how: '乙', amount: '', where: '' },
      409,
      ['case.opened brief', 'original.viewed'],
    ],
    ['/messages', { body: '' }, 422, ['case.opened messages']],
    ['/refuse', { reason: '' }, 422, ['case.opened refuse']],
    ['/refuse', { seen: 'another', ground: 'unclear', reason: '说' }, 422, ['case.opened refuse']],
  ])('POST %s that is drawn again (%j)', async (door, fields, status, rows) => {
    const { caseId, path } = await storeCase(site, own)
    const _csrf = await tokenOf('/staff')

    const page = await sender().send(`${path}${door}`, { _csrf, ...fields })

    expect(page.status).toBe(status)
    expect(await rowsOf(caseId)).toEqual(rows)
  })

  it('is told to the reporter', async () => {
    const { code } = await sendReport(reporterBrowser(site))
    const seen = '看了您写的内容'
    expect((await comeBack(reporterBrowser(site), code)).text).not.toContain(seen)
    const list = await intake.open('/staff/queue?sort=-number')
    const href = list.$('[data-test=row] a.st-case').first().attr('href') ?? ''

    await intake.open(`${href.split('?')[0] ?? ''}/brief/edit`)

    expect((await comeBack(reporterBrowser(site), code)).text).toContain(seen)
  })

  it('is told in the history with the place', async () => {
    const { path } = await storeCase(site, own)
    await intake.open(`${path}/refuse`)
    await intake.open(`${path}/brief/edit`)

    const { text } = await intake.open(`${path}?tab=history`)

    expect(text).toMatch(/打开这一件[\s\S]{0,200}核查要点[\s\S]*打开这一件[\s\S]{0,200}不予受理/)
    expect(text).not.toMatch(/case\.opened|original\.viewed/)
  })
})

it('the history has words for every deed that a reporter leaves, no internal name', async () => {
  const { code } = await sendReport(reporterBrowser(site))
  await comeBack(reporterBrowser(site), code)
  const list = await intake.open('/staff/queue?sort=-number')
  const page = await intake.click(list, '示范仁和医院')

  const history = await intake.click(page, '记录')

  const told = history.$('.st-log').text()
  expect(told).toContain('用查询码进来看')
  expect(told).not.toMatch(/[a-z]+\.[a-z]+/)
})
