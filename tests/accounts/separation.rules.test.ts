import fc from 'fast-check'
import { clashOf } from '../../src/accounts/separation.rules'
import { duties, type Duty } from '../../src/vocabulary/duty'

describe('duties that one person may hold together', () => {
  it.each<[readonly Duty[], string | undefined]>([
    [['intake', 'principal'], undefined],
    [['intake', 'handler', 'legal', 'supervision'], undefined],
    [['finance-approver', 'payer'], undefined],
    [['identity', 'legal'], undefined],
    [['identity', 'intake'], 'staff.identity-apart'],
    [['identity', 'handler'], 'staff.identity-apart'],
    [['identity', 'principal'], 'staff.identity-apart'],
    [['identity', 'payer'], 'staff.identity-apart'],
    [['payer', 'handler'], 'staff.finance-apart'],
    [['finance-approver', 'intake'], 'staff.finance-apart'],
    [['system-admin', 'handler'], 'staff.admin-apart'],
    [['auditor', 'supervision'], 'staff.admin-apart'],
    [['security-admin', 'identity'], 'staff.admin-apart'],
    [['system-admin', 'auditor'], 'staff.admins-apart'],
    [['system-admin', 'security-admin'], 'staff.admins-apart'],
    [['auditor', 'publicity'], undefined],
  ])('%j: %s', (held, clash) => {
    expect(clashOf(held)).toBe(clash)
  })

  it('does not depend on their order, and one more duty never mends a clash', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...duties]), fc.constantFrom(...duties), (held, more) => {
        const clash = clashOf(held)
        expect(clashOf(held.toReversed())).toBe(clash)
        const clashes = clashOf([...held, more]) !== undefined
        expect(clashes || clash === undefined).toBe(true)
      }),
    )
  })
})
