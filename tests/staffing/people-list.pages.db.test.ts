import { hire } from '../support/people'
import { come, openOffice, type Office } from './office'

let office: Office
let site: Office['site']
beforeEach(async () => {
  office = await openOffice()
  site = office.site
})
afterEach(() => site.stop())

describe('the list of people', () => {
  it('covers one’s own body and those below, by body, duty and state, page by page', async () => {
    const { house } = site
    const below = await house.db.inTransaction(tx =>
      house.organisations.create(tx, {
        ...office.own,
        id: undefined as never,
        code: 'S330102',
        name: '示范区医疗保障局',
        shortName: '示范区医保局',
        level: 'county',
        regionCode: '330102',
        parentId: office.own.id,
      }),
    )
    await hire(site, below.id, ['handler'], '区里的人')
    await hire(site, office.above.id, ['handler'], '省里的人')
    const actor = { side: 'system' } as const
    for (let n = 0; n < 55; n += 1)
      await house.db.inTransaction(tx =>
        house.accounts.invite(tx, actor, {
          organisationId: office.own.id,
          username: `many${n}`,
          displayName: `众${String(n).padStart(2, '0')}`,
          duties: [],
        }),
      )
    const browser = await come(site, office.sysadmin)
    const page = await browser.open('/staff/admin/users')
    expect(page.$('[data-test=person]')).toHaveLength(50)
    const next = await browser.click(page, '下一页')
    const all = page.$('table').text() + next.$('table').text()
    expect(next.$('[data-test=person]')).toHaveLength(8)
    expect([all.includes('区里的人'), all.includes('省里的人')]).toEqual([true, false])

    const one = await browser.submit(page, { body: below.id, duty: 'handler', state: 'active' })
    expect(one.$('[data-test=person]').text()).toContain('区里的人')
    expect(one.$('[data-test=person]')).toHaveLength(1)
  }, 180_000)

  it('does not know people of another body', async () => {
    const stranger = await hire(site, office.above.id, ['handler'])
    const browser = await come(site, office.sysadmin)
    const page = await browser.open(`/staff/admin/users/${stranger.actor.id}`)
    expect(page.status).toBe(404)
    const token = String(browser.home.$('[name=_csrf]').val())
    const path = `/staff/admin/users/${stranger.actor.id}/duties`
    const answer = await browser.send(path, { _csrf: token, duties: 'intake' })
    expect(answer.status).toBe(404)
    expect(await site.tables('duty_proposals')).toEqual([])
  })
})

it('says what each duty may do and with which it cannot go together', async () => {
  const browser = await come(site, office.secadmin)
  const page = await browser.click(browser.home, '职责对照表')

  expect(page.$('[data-test=role]')).toHaveLength(12)
  const apart = page
    .$('[data-test=apart]')
    .filter((_, row) => page.$(row).text().startsWith('身份保管'))
  expect(apart.text()).toContain(
    '受理、负责人、承办人、财务审批、出纳、系统管理员、安全管理员、审计员',
  )
})
