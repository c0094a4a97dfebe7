/** What a person does here (docs: workflow, "People"). Order is the order in which lists show them. */
export const duties = [
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
] as const
export type Duty = (typeof duties)[number]

/** A desk is a duty inside one organisation that has a key pair of its own. */
export const deskKinds = ['intake', 'identity', 'finance', 'supervision', 'legal'] as const
export type DeskKind = (typeof deskKinds)[number]

/** Principals belong to the intake desk; approvers and payers share the finance desk. */
const deskOf: Partial<Record<Duty, DeskKind>> = {
  intake: 'intake',
  principal: 'intake',
  identity: 'identity',
  'finance-approver': 'finance',
  payer: 'finance',
  supervision: 'supervision',
  legal: 'legal',
}

export const desksOfDuties = (held: readonly Duty[]): DeskKind[] =>
  deskKinds.filter(kind => held.some(duty => deskOf[duty] === kind))

/** As screens say it. */
export const dutyNames: Readonly<Record<Duty, string>> = {
  intake: '受理',
  principal: '负责人',
  handler: '承办人',
  legal: '法制审核',
  identity: '身份保管',
  supervision: '督办',
  'finance-approver': '财务审批',
  payer: '出纳',
  publicity: '曝光',
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  auditor: '审计员',
}

export const deskNames: Readonly<Record<DeskKind, string>> = {
  intake: '受理',
  identity: '身份保管',
  finance: '财务',
  supervision: '督办',
  legal: '法制',
}
