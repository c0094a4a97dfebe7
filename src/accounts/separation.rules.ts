import type { Duty } from '../vocabulary/duty'

const handling: readonly Duty[] = ['intake', 'principal', 'handler']
const finance: readonly Duty[] = ['finance-approver', 'payer']
const keyed: readonly Duty[] = [...handling, ...finance, 'legal', 'identity', 'supervision']
const watching: readonly Duty[] = ['system-admin', 'security-admin', 'auditor']

type Apart = {
  readonly code: string
  readonly one: readonly Duty[]
  readonly other: readonly Duty[]
}

/** Separation by key (confidentiality: nobody is in both columns). The database holds the same table. */
const apart: readonly Apart[] = [
  { code: 'staff.identity-apart', one: ['identity'], other: [...handling, ...finance] },
  { code: 'staff.finance-apart', one: finance, other: handling },
  { code: 'staff.admin-apart', one: watching, other: keyed },
]

/** The code of the separation that these duties break, or undefined when one person may hold them all. */
export const clashOf = (duties: readonly Duty[]): string | undefined => {
  const holdsAny = (some: readonly Duty[]) => duties.some(duty => some.includes(duty))
  const clash = apart.find(({ one, other }) => holdsAny(one) && holdsAny(other))
  if (clash !== undefined) return clash.code
  return new Set(duties.filter(duty => watching.includes(duty))).size > 1
    ? 'staff.admins-apart'
    : undefined
}

export const clashCodes: readonly string[] = [
  ...apart.map(({ code }) => code),
  'staff.admins-apart',
]
