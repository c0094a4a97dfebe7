import type { StaffActor } from './actor'
import type { Duty } from './duty'

/** The one table of who may do what. A permission that is not listed here cannot be asked for. */
const grants = {
  'home.view': [
    'intake',
    'principal',
    'handler',
    'legal',
    'identity',
    'supervision',
    'finance-approver',
    'payer',
    'publicity',
    'system-admin',
    'security-admin',
    'auditor',
  ],
  'queue.view': ['intake', 'principal', 'handler'],
  'report.register': ['intake'],
  'file.view': ['intake', 'principal', 'handler', 'legal'],
  'investigation.add': ['handler'],
  'investigation.confirm': ['intake', 'principal', 'handler'],
  'review.submit': ['handler'],
  'review.view': ['legal'],
  'review.answer': ['legal'],
  'case.view': ['intake', 'principal', 'handler'],
  'case.write': ['intake', 'principal', 'handler'],
  'case.triage': ['intake', 'principal'],
  'original.open': ['intake', 'principal', 'handler'],
  'masking.set': ['intake', 'principal'],
  'case.assign': ['intake', 'principal'],
  'case.investigate': ['handler'],
  'case.approve': ['principal'],
  'deadline.change': ['principal', 'handler'],
  'case.reopen': ['intake', 'principal'],
  'case.exclude': ['principal'],
  'case.declare': ['intake', 'principal', 'handler', 'legal'],
  'relation.declare': ['intake', 'principal', 'handler', 'legal'],
  'draw.hold': ['intake', 'principal'],
  'appeal.answer': ['supervision'],
  'identity.requests': ['intake', 'principal', 'handler', 'identity'],
  'identity.ask': ['intake', 'principal', 'handler'],
  'identity.approve': ['principal'],
  'identity.decide': ['principal', 'identity'],
  'identity.answer': ['identity'],
  'letter.view': ['intake', 'principal', 'handler', 'identity'],
  'letter.draft': ['intake', 'principal', 'handler'],
  'letter.serve': ['identity'],
  'factor.view': ['system-admin', 'security-admin'],
  'factor.ask': ['system-admin'],
  'factor.approve': ['security-admin'],
  'staff.view': ['system-admin', 'security-admin'],
  'staff.invite': ['system-admin'],
  'staff.propose': ['system-admin'],
  'staff.disable': ['system-admin', 'security-admin'],
  'organisation.manage': ['system-admin'],
  'change.view': ['system-admin', 'security-admin'],
  'change.withdraw': ['system-admin'],
  'change.approve': ['security-admin'],
  'access.review': ['security-admin'],
  'role.view': ['system-admin', 'security-admin', 'auditor'],
  'case.hand-over': ['intake', 'principal'],
  'retention.view': ['principal', 'security-admin', 'auditor'],
  'retention.propose': ['principal', 'security-admin'],
  'retention.approve': ['principal'],
  'hold.set': ['principal'],
  'rotation.view': [
    'intake',
    'principal',
    'legal',
    'identity',
    'supervision',
    'finance-approver',
    'payer',
    'security-admin',
  ],
  'rotation.start': [
    'intake',
    'principal',
    'legal',
    'identity',
    'supervision',
    'finance-approver',
    'payer',
    'security-admin',
  ],
  'rotation.reseal': [
    'intake',
    'principal',
    'legal',
    'identity',
    'supervision',
    'finance-approver',
    'payer',
  ],
  'desk.confirm': [
    'intake',
    'principal',
    'legal',
    'identity',
    'supervision',
    'finance-approver',
    'payer',
  ],
  'finding.view': ['intake', 'principal', 'handler'],
  'finding.write': ['principal', 'handler'],
  'calendar.view': ['intake', 'principal', 'system-admin', 'security-admin', 'auditor'],
  'calendar.edit': ['system-admin'],
  'calendar.approve': ['security-admin'],
  'record.view': ['auditor'],
  'record.check': ['auditor'],
  'record.export': ['auditor'],
} as const satisfies Record<string, readonly Duty[]>

export type Permission = keyof typeof grants

export const isAllowed = (actor: StaffActor, permission: Permission): boolean => {
  const holders: readonly Duty[] = grants[permission]
  return actor.duties.some(duty => holders.includes(duty))
}

/** What a duty lets somebody do, in the order of the table. */
export const permissionsOf = (duty: Duty): Permission[] =>
  (Object.keys(grants) as Permission[]).filter(permission => {
    const holders: readonly Duty[] = grants[permission]
    return holders.includes(duty)
  })
