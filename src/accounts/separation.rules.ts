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

export type Clash = { readonly code: string; readonly one: Duty; readonly other: Duty }

/** Two of these duties that must be apart, and by which separation; undefined when one person may hold them all. */
export const clashIn = (duties: readonly Duty[]): Clash | undefined => {
  for (const { code, one, other } of apart) {
    const [left, right] = [one, other].map(some => duties.find(duty => some.includes(duty)))
    if (left !== undefined && right !== undefined) return { code, one: left, other: right }
  }
  const [first, second] = [...new Set(duties.filter(duty => watching.includes(duty)))]
  if (first === undefined || second === undefined) return undefined
  return { code: 'staff.admins-apart', one: first, other: second }
}

/** The code of the separation that these duties break, or undefined when one person may hold them all. */
export const clashOf = (duties: readonly Duty[]): string | undefined => clashIn(duties)?.code

export const clashCodes: readonly string[] = [
  ...apart.map(({ code }) => code),
  'staff.admins-apart',
]
