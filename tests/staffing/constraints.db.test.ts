import { hire } from '../support/people'
import { openOffice, type Office } from './office'

let office: Office
let site: Office['site']
beforeEach(async () => {
  office = await openOffice()
  site = office.site
})
afterEach(() => site.stop())

describe('the database, whoever asks it', () => {
  it('keeps two people to a change of duties', async () => {
    const handler = await hire(site, office.own.id, ['handler'])
    const [one, other] = [office.sysadmin.actor.id, office.secadmin.actor.id]
    const at = new Date()
    const row = {
      ...{ staff_id: handler.actor.id, duties: ['intake'], proposed_at: at },
      ...{ decision: 'in-force', decided_at: at },
    }
    const insert = (proposed_by: string, decided_by: string) =>
      site.tables('duty_proposals').insert({
        ...row,
        id: site.house.random.uuid(),
        proposed_by,
        decided_by,
      })
    await expect(insert(one, one)).rejects.toMatchObject({
      constraint: 'duty_proposals_two_people',
    })
    await expect(insert(handler.actor.id, other)).rejects.toMatchObject({
      constraint: 'duty_proposals_never_ones_own',
    })
    await expect(insert(one, handler.actor.id)).rejects.toMatchObject({
      constraint: 'duty_proposals_never_ones_own',
    })
    await insert(one, other)
  })

  it('keeps the last administrator of each kind', async () => {
    const staff = site.tables('staff').where({ id: office.secadmin.actor.id })
    await expect(staff.update({ status: 'disabled' })).rejects.toMatchObject({
      constraint: 'staff.last-admin',
    })
    const duty = site.tables('staff_duties').where({ staff_id: office.sysadmin.actor.id })
    await expect(duty.delete()).rejects.toMatchObject({ constraint: 'staff.last-admin' })
  })

  it.each([
    [['identity', 'intake'], 'staff.identity-apart'],
    [['identity', 'principal'], 'staff.identity-apart'],
    [['identity', 'handler'], 'staff.identity-apart'],
    [['identity', 'finance-approver'], 'staff.identity-apart'],
    [['identity', 'payer'], 'staff.identity-apart'],
    [['payer', 'intake'], 'staff.finance-apart'],
    [['finance-approver', 'handler'], 'staff.finance-apart'],
    [['system-admin', 'intake'], 'staff.admin-apart'],
    [['security-admin', 'identity'], 'staff.admin-apart'],
    [['auditor', 'payer'], 'staff.admin-apart'],
    [['system-admin', 'supervision'], 'staff.admin-apart'],
    [['security-admin', 'legal'], 'staff.admin-apart'],
    [['system-admin', 'auditor'], 'staff.admins-apart'],
    [['security-admin', 'auditor'], 'staff.admins-apart'],
  ])('keeps apart %j', async (duties, constraint) => {
    const person = await hire(site, office.own.id, [])
    const [one = '', other = ''] = duties
    const add = (duty: string) =>
      site.tables('staff_duties').insert({ staff_id: person.actor.id, duty })
    await add(one)
    await expect(add(other)).rejects.toMatchObject({ constraint })
  })
})
