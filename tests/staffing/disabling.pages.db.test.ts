import { createKeyPair } from '../../src/platform/crypto'
import { hire, type Officer } from '../support/people'
import { come, deedsOf, freshCode, openOffice, type Office } from './office'

let office: Office
let site: Office['site']
beforeEach(async () => {
  office = await openOffice()
  site = office.site
})
afterEach(() => site.stop())

describe('an account that is disabled', () => {
  const disable = async (whom: Officer) => {
    const browser = await come(site, office.sysadmin)
    const person = await browser.open(`/staff/admin/users/${whom.actor.id}`)
    const page = await browser.click(person, '停用账号')
    return browser.submit(page, { otp: freshCode(site, office.sysadmin) })
  }

  it('is out at its next request, with every key, and the desk has a new one', async () => {
    const first = await hire(site, office.own.id, ['intake'], '林雨晴')
    const later = await hire(site, office.own.id, ['intake'], '高立群')
    const { desks, db } = site.house
    await db.inTransaction(tx => desks.confirm(tx, first.actor, first.keys, later.actor.id))
    const stale = await come(site, later)
    const after = await disable(later)

    expect(after.$('dl').text()).toContain('已停用')
    expect((await stale.open('/staff/queue')).path).toBe('/staff/login?after=over')
    expect(await site.tables('desk_seals').where({ staff_id: later.actor.id })).toEqual([])
    expect(await site.tables('desk_keys').pluck('version')).toEqual([1, 2])
    expect(await deedsOf(site, 'staff.disabled')).toHaveLength(1)
  })

  it('is not that of the last holder of a desk: refused with what to do', async () => {
    const only = await hire(site, office.own.id, ['legal'], '方明理')
    const answer = await disable(only)

    expect(answer.status).toBe(409)
    expect(answer.$('h1').text()).toBe('这是法制岗位最后一位持有密钥的成员')
    expect(answer.text).toContain('请先给本单位另一位同事这项职责')
    expect(await site.tables('staff').where({ id: only.actor.id }).pluck('status')).toEqual([
      'active',
    ])
    expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
      'desk.last-holder',
    ])
  })

  it('is not that of the last administrator, nor one’s own', async () => {
    expect((await disable(office.secadmin)).$('h1').text()).toBe('这是最后一位这样的管理员')
    const browser = await come(site, office.sysadmin)
    const own = await browser.open(`/staff/admin/users/${office.sysadmin.actor.id}/disable`)
    const answer = await browser.submit(own, { otp: freshCode(site, office.sysadmin) })
    expect(answer.$('h1').text()).toBe('自己的账号要由别人来办')
    expect(await site.tables('staff').pluck('status')).toEqual(['active', 'active'])
  })

  it('hands a desk’s new key to nobody whose public key was exchanged', async () => {
    const first = await hire(site, office.own.id, ['intake'], '林雨晴')
    const later = await hire(site, office.own.id, ['intake'], '高立群')
    const { desks, db } = site.house
    await db.inTransaction(tx => desks.confirm(tx, first.actor, first.keys, later.actor.id))
    const { publicKey } = createKeyPair()
    await site.tables('staff').where({ id: first.actor.id }).update({ public_key: publicKey })
    const answer = await disable(later)

    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await site.tables('desk_keys')).toHaveLength(1)
    expect(await site.tables('staff').where({ id: later.actor.id }).pluck('status')).toEqual([
      'active',
    ])
    expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
      'public-key.broken',
    ])
  })
})
