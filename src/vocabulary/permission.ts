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
  'case.view': ['intake', 'principal', 'handler'],
  'case.write': ['intake', 'principal', 'handler'],
  'case.triage': ['intake', 'principal'],
  'case.assign': ['intake', 'principal'],
  'desk.confirm': [
    'intake',
    'principal',
    'legal',
    'identity',
    'supervision',
    'finance-approver',
    'payer',
  ],
} as const satisfies Record<string, readonly Duty[]>

export type Permission = keyof typeof grants

export const isAllowed = (actor: StaffActor, permission: Permission): boolean => {
  const holders: readonly Duty[] = grants[permission]
  return actor.duties.some(duty => holders.includes(duty))
}
